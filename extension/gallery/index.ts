export {
  createGallery,
  type GalleryOptions,
  setupNotificationClicks,
  setupReconcile,
  type SyncedGallery,
  type WorkerBrowser,
} from './data/index.ts'
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
} from './data/index.ts'
export {
  ClipDetails,
  type ClipDetailsProps,
  GalleryRoom,
  type GalleryRoomProps,
  RecentJobs,
  type RecentJobsProps,
  useGalleryState,
} from './views/index.ts'
