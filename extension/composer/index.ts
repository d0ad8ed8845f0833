export { Composer, type ComposerProps } from './composer.tsx'
export type { ClipWish, ComposerPorts, KeptDraft, PictureCheck, WishPicture } from './ports.ts'
