export type {
  ClipDraft,
  Gallery,
  GalleryItem,
  GalleryQuery,
  GalleryState,
  PictureInput,
  PlayableMedia,
  StoredDraft,
  WaitingJob,
  WaitingState,
} from './data/types.ts'
export { ClipDetails, type ClipDetailsProps, GalleryRoom, type GalleryRoomProps, RecentJobs, type RecentJobsProps, useGalleryState } from './views/index.ts'
