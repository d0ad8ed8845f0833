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
