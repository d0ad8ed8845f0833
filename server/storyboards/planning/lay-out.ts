import { lengthsOf, overlaps, segmentCount, timelineOf } from 'shared/story'
import { type Boundary, MOST_SEGMENTS, REEL_DURATION, SEGMENT_DURATION, type StorySettings, TRANSITION_SECONDS } from 'shared/wire'
import type { Beat } from './arc.ts'
import type { PlannedSegment } from './plan.ts'

/** Seconds: what models make of one piece. A planned segment keeps to it where the film's length allows. */
const USUAL = { minimum: 3, maximum: 10 } as const

/** One shot of a beat, before it has a length. */
export interface Shot {
  readonly beat: Beat
  /** Which of the beat's shots it is, and how many there are. */
  readonly index: number
  readonly of: number
}

/** How many segments a film is planned with: about one for five seconds. */
export function countFor(seconds: number): number {
  return Math.min(MOST_SEGMENTS, Math.max(segmentCount(seconds), Math.ceil(seconds / USUAL.maximum)))
}

/**
 * The shots of an arc for a number of segments: every beat gets at least one where there are enough, more for its share; with fewer
 * segments than beats those of the highest rank stay. The order is always the arc's, and it closes once.
 */
export function shotsOf(beats: readonly Beat[], count: number): readonly Shot[] {
  const kept = new Set(
    beats
      .map((beat, index) => ({ beat, index }))
      .toSorted((a, b) => a.beat.rank - b.beat.rank || a.index - b.index)
      .slice(0, count)
      .map(({ index }) => index),
  )
  const staying = beats.filter((_, index) => kept.has(index))
  const extra = divide(
    count - staying.length,
    staying.map(({ role, share }) => (role === 'close' && staying.length > 1 ? 0 : share)),
  )
  return staying.flatMap((beat, place) => {
    const of = 1 + (extra[place] ?? 0)
    return Array.from({ length: of }, (_, index) => ({ beat, index, of }))
  })
}

/** Whole numbers in proportion to the weights, which sum up to `count`. */
function divide(count: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let before = 0
  let given = 0
  return weights.map((weight) => {
    before += weight
    const due = Math.round((count * before) / total) - given
    given += due
    return due
  })
}

/**
 * Gives segments their lengths so that the film, overlaps counted once, lasts exactly as long as asked (rounded to half a second).
 * @param weights one for each segment, above 0
 */
export function timeSegments(
  segments: readonly Omit<PlannedSegment, 'duration'>[],
  weights: readonly number[],
  seconds: number,
): readonly PlannedSegment[] {
  const film = Math.min(REEL_DURATION.maximum, Math.max(seconds, segments.length * SEGMENT_DURATION.minimum))
  const shared = segments.slice(0, -1).reduce((sum, { boundary }) => sum + (overlaps(boundary.kind) ? boundary.seconds : 0), 0)
  const lengths = lengthsOf(
    film + shared,
    balanced(weights),
    film / segments.length >= USUAL.minimum ? USUAL.minimum : SEGMENT_DURATION.minimum,
  )
  return segments.map((segment, index) => ({ ...segment, duration: lengths[index] ?? SEGMENT_DURATION.default }))
}

/** Weights that differ by no more than what keeps segments of about five seconds within what models make. */
function balanced(weights: readonly number[]): readonly number[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map((weight) => Math.min(1.6 * mean, Math.max(0.6 * mean, weight)))
}

/** The boundary behind a segment: seamless where the story flows, else as its beat suggests between beats and a cut within one. */
export function boundaryAfter({ beat, index, of }: Shot, flow: StorySettings['flow'], isLast: boolean): Boundary {
  if (isLast) return { kind: 'cut', seconds: 0 }
  if (flow === 'continuous') return { kind: 'continuous', seconds: 0 }
  const kind = index < of - 1 ? 'cut' : beat.join
  return { kind, seconds: overlaps(kind) ? TRANSITION_SECONDS.default : 0 }
}

/** When each segment of a plan begins; seconds. */
export function startsOf(segments: readonly PlannedSegment[]): readonly number[] {
  const parts = segments.map(({ duration, boundary }) => ({ length: duration, boundary }))
  return timelineOf(parts, 30).parts.map(({ start }) => start)
}

/** The value at a place of a list that begins anew at its end. */
export function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length]
  if (value === undefined) throw new Error('there is nothing to pick from')
  return value
}
