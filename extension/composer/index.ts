import { lazy } from 'react'

/** A chunk of its own, so that the panel's frame is there before it. */
export const Composer = lazy(async () => ({ default: (await import('./composer.tsx')).Composer }))
export type { ComposerProps } from './composer.tsx'
export type { ClipWish, ComposerPorts, HandedJob, KeptDraft, PictureCheck, StoredMedia, WishPicture } from './ports.ts'
