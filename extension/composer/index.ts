import { lazy } from 'react'

/** A chunk of its own, so that the panel's frame is there before it. */
export const Composer = lazy(async () => ({ default: (await import('./composer.tsx')).Composer }))
/** The composer's ways to a picture, for other rooms. */
export const PictureChooser = lazy(async () => ({ default: (await import('./picture-chooser.tsx')).PictureChooser }))
export type { ComposerProps } from './composer.tsx'
export type { ClipWish, ComposerPorts, HandedJob, KeptDraft, PictureCheck, StoredMedia, WishPicture } from './ports.ts'
export type { PictureChooserProps } from './picture-chooser.tsx'
