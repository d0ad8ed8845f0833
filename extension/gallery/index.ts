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
  PriceConfirmation,
  RecentJobs,
  type RecentJobsProps,
  useGalleryState,
  useStandings,
} from './views/index.ts'
