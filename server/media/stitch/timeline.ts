import type { FrameRate } from '../profile.ts'
import type { ClipBounds, StitchClip } from './face.ts'

/** Where a clip lies in the film; everything in frames. */
export interface PlacedClip {
  /** Frames of its own file that are shown, from `from` up to `to`. */
  readonly from: number
  readonly to: number
  /** Frame of the film that shows `from`. */
  readonly start: number
  /** Frames that it shares with the next clip; 0 is a cut. */
  readonly overlap: number
  /** How it goes over into the next; null is a cut. */
  readonly transition: string | null
}

export interface Timeline {
  readonly frames: number
  readonly clips: readonly PlacedClip[]
}

/** An overlap of fewer frames than these shows no way from one picture to the other. */
const FEWEST_OVERLAP_FRAMES = 2

/**
 * Lays clips out one after the other, in whole frames, so that nothing can drift. Transitions that do not fit are shortened or
 * become cuts by the rule of `fitOverlaps`.
 */
export function layOut(clips: readonly StitchClip[], frameRate: FrameRate): Timeline {
  const ranges = clips.map((clip) => rangeOf(clip, frameRate))
  const wanted = clips.slice(0, -1).map(({ next }) => (overlaps(next) ? Math.round(next.seconds * frameRate) : 0))
  const fitted = fitOverlaps(
    ranges.map(({ from, to }) => to - from),
    wanted,
  )
  let start = 0
  const placed = ranges.map(({ from, to }, index): PlacedClip => {
    const overlap = fitted[index] ?? 0
    const clip = { from, to, start, overlap, transition: overlap > 0 ? (clips[index]?.next?.kind ?? null) : null }
    start += to - from - overlap
    return clip
  })
  return { frames: start, clips: placed }
}

/**
 * Makes overlaps fit their clips; all in frames, `wanted[i]` lies between the clips `i` and `i + 1`:
 * 1. An overlap of fewer than two frames, or one as long as either of its clips or longer, is a cut.
 * 2. Where both overlaps of a clip together are too long for it, both are shortened in proportion.
 * 3. Where that leaves one with fewer than two frames, the longer of both stays, as long as fits, and the other is a cut.
 */
export function fitOverlaps(lengths: readonly number[], wanted: readonly number[]): readonly number[] {
  const fitted = wanted.map((overlap, index) => {
    const room = Math.min(lengths[index] ?? 0, lengths[index + 1] ?? 0) - 1
    return overlap >= FEWEST_OVERLAP_FRAMES && overlap <= room ? overlap : 0
  })
  for (let clip = 1; clip < lengths.length - 1; clip += 1) {
    const [before = 0, after = 0] = [fitted[clip - 1], fitted[clip]]
    const room = lengths[clip] ?? 0
    if (before + after <= room) continue
    const [shorterBefore, shorterAfter] = [Math.floor((before * room) / (before + after)), Math.floor((after * room) / (before + after))]
    const bothStay = Math.min(shorterBefore, shorterAfter) >= FEWEST_OVERLAP_FRAMES
    fitted[clip - 1] = bothStay ? shorterBefore : before >= after ? before : 0
    fitted[clip] = bothStay ? shorterAfter : before >= after ? 0 : after
  }
  return fitted
}

/** Seconds of the film in which each clip is seen. */
export function boundsOf({ clips }: Timeline, frameRate: FrameRate): readonly ClipBounds[] {
  return clips.map(({ start, from, to }) => ({ start: start / frameRate, end: (start + to - from) / frameRate }))
}

function overlaps(next: StitchClip['next']): next is NonNullable<StitchClip['next']> {
  return next !== null && next.kind !== 'cut' && next.kind !== 'continuous'
}

function rangeOf(clip: StitchClip, frameRate: FrameRate): { readonly from: number; readonly to: number } {
  const frames = Math.max(1, Math.round(clip.duration * frameRate))
  const from = Math.min(Math.max(0, Math.round(clip.in * frameRate)), frames - 1)
  return { from, to: Math.min(Math.max(from + 1, Math.round(clip.out * frameRate)), frames) }
}
