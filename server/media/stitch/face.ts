import type { Outcome } from 'shared/wire'
import type { FrameRate } from '../profile.ts'

/** A picture that lies over a part of the film: still, so that what moves is several of them. */
export interface FilmLayer {
  /** Seconds of the film; shown from the frame nearest to `start` up to the frame before the one nearest to `end`. */
  readonly start: number
  readonly end: number
  /** A PNG with straight alpha. */
  readonly path: string
  /** Pixels of the film at which its upper left corner lies. */
  readonly x: number
  readonly y: number
}

/** How a clip goes over into the next: `cut` and `continuous` share no frames, anything else overlaps both. */
export interface ClipTransition {
  /** One of `BOUNDARY_KINDS`, or a name of ffmpeg's xfade. */
  readonly kind: string
  /** Seconds that both clips share. */
  readonly seconds: number
}

export interface StitchClip {
  /** A file conformed to the profile, in the film's size and rate. */
  readonly path: string
  /** Seconds of the whole file. */
  readonly duration: number
  /** Seconds of the file that are shown, from `in` up to `out`. */
  readonly in: number
  readonly out: number
  readonly sound: 'keep' | 'mute'
  /** To the next clip; null is a cut, and is so at the last. */
  readonly next: ClipTransition | null
}

/**
 * A file whose sound replaces that of the clips, such as `mixSoundtrack` gives, or what makes one, which is then done beside all else;
 * null: the clips' own sound, as `joinSound` joins it.
 */
export type Soundtrack = string | null | ((signal: AbortSignal) => Promise<Outcome<string | null>>)

export interface StitchPlan {
  readonly frameRate: FrameRate
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly clips: readonly StitchClip[]
  readonly soundtrack: Soundtrack
  readonly layers: readonly FilmLayer[]
  /** An SRT or WebVTT file that becomes a track to switch on; null: none. */
  readonly subtitles: { readonly path: string; readonly language: string | null } | null
  /** Where what was rendered is looked for and kept; null: nothing is kept. */
  readonly joins: JoinCache | null
  /** Where the film is written, as MP4. */
  readonly output: string
}

/** What was rendered, by what it was rendered from: a directory that may be emptied at any time. */
export interface JoinCache {
  readonly directory: string
}

export interface StitchOptions {
  readonly signal: AbortSignal
  /** Told from 0 to 1. */
  readonly onProgress?: (fraction: number) => void
}

/** Seconds of the film in which a clip is seen, its transitions included. */
export interface ClipBounds {
  readonly start: number
  readonly end: number
}

export interface StitchReport {
  readonly path: string
  readonly frames: number
  readonly seconds: number
  /** Frames whose packets are those of the clips, bit for bit. */
  readonly copiedFrames: number
  /** Frames rendered now; what came out of the cache counts for neither. */
  readonly encodedFrames: number
  /** For each clip. */
  readonly bounds: readonly ClipBounds[]
}
