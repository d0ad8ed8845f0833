import type { Outcome } from 'shared/wire'
import type { Ffmpeg } from './discover-ffmpeg.ts'

/** How well a picture follows another: as `continuity` of the wire has it. */
export interface FrameContinuity {
  /** From 0 to 1; 1 is seamless. */
  readonly score: number
  readonly ssim: number
  /** CIE ΔE 2000 of the mean colours, the largest of a grid of regions' median. */
  readonly colourDifference: number
  /** How far the picture jumps, as a share of its width. */
  readonly motionJump: number
  readonly warning?: 'colour' | 'content' | 'motion'
}

/** Writes the last frame of a video that can be decoded, as PNG in sRGB. */
export type LastFrame = (
  ffmpeg: Ffmpeg,
  path: string,
  output: string,
  options: { readonly signal: AbortSignal },
) => Promise<Outcome<{ readonly path: string; readonly width: number; readonly height: number }>>
/** Compares two pictures (any format that sharp reads): the last frame of a segment and the first of the next. */
export type ContinuityOf = (before: string, after: string) => Promise<FrameContinuity>
/** Writes a picture as PNG with the colours of another: the first frame of segment 1, never the segment before. */
export type MatchColours = (picture: string, anchor: string, output: string) => Promise<Outcome<{ readonly path: string }>>
