import { lazy } from 'react'

/** Loaded when the tab is opened. */
export const GalleryRoom = lazy(async () => ({ default: (await import('./gallery-room.tsx')).GalleryRoom }))
/** Loaded when the first clip is opened, and the player with it. */
export const ClipDetails = lazy(async () => ({ default: (await import('./clip-details.tsx')).ClipDetails }))
/** Loaded with the panel, as it may have to ask at any time. */
export const PriceConfirmation = lazy(async () => ({ default: (await import('./price-confirmation.tsx')).PriceConfirmation }))
export type { ClipDetailsProps } from './clip-details.tsx'
export type { GalleryRoomProps, JoinedClip } from './gallery-room.tsx'
export { RecentJobs, type RecentJobsProps } from './recent-jobs.tsx'
export { useGalleryState, useStandings } from './use-items.ts'
