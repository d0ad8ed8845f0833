import { lazy } from 'react'

/** Loaded when the tab is opened. */
export const ReelRoom = lazy(async () => ({ default: (await import('./reel-room.tsx')).ReelRoom }))
/** Loaded when a reel of a page is wanted. */
export const PageReel = lazy(async () => ({ default: (await import('./page/page-reel.tsx')).PageReel }))
export { joinClips, type JoinedClip } from './join-clips.ts'
export type { PageReelProps } from './page/page-reel.tsx'
export type { LostEdit, PictureChooserProps, ReelJob, ReelPorts, ShownMedia, ShownStory, StoryShelf } from './ports.ts'
export type { ReelRoomProps } from './reel-room.tsx'
