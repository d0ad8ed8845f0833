export { lengthsOf, SEGMENT_SECONDS, segmentCount } from './lengths.ts'
export { overlaps, type PlacedPart, type TimedPart, type Timeline, timelineOf } from './timeline.ts'
