export { lastFrame } from './last-frame.ts'
export { continuityOf } from './continuity-of.ts'
export { matchColours } from './match-colours.ts'
export type { FrameContinuity } from './frame-continuity.ts'
