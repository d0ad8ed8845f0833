export { createGallery, type GalleryOptions, type SyncedGallery } from './gallery.ts'
export { setupNotificationClicks, setupReconcile, type WorkerBrowser } from './worker.ts'
export type { LostEdit, ShownStory, Stories } from './story-types.ts'
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
} from './types.ts'
