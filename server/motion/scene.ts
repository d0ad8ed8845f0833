import { type FrameSize, type Homography, invert, type Rectangle, showBox } from 'shared/camera'
import type { Plane } from './memory.ts'

/** How much a source covers, as Q6 planes of 0..255·64 at luma's size and at chroma's. */
export interface AlphaPlanes {
  readonly luma: Plane
  readonly chroma: Plane
}

/** Colour as Q6 planes. With alpha, its own border is transparent; without, it is opaque and its edges go on for ever. */
export interface PictureSource {
  readonly kind: 'picture'
  readonly y: Plane
  readonly u: Plane
  readonly v: Plane
  readonly alpha: AlphaPlanes | null
}

/** One colour, as limited-range levels, where alpha covers: words, shapes. Its own border is transparent. */
export interface CoverageSource {
  readonly kind: 'coverage'
  readonly alpha: AlphaPlanes
  readonly colour: { readonly y: number; readonly u: number; readonly v: number }
}

/** Something that can be seen. Plain data over the shared memory, so that every thread can read it. */
export type Source = PictureSource | CoverageSource

/** How one source is seen in a frame. */
export interface Draw {
  /** Index into the scene's sources. */
  readonly source: number
  /** Output shares in [0,1]² to source shares, y down. */
  readonly view: Homography
  /** 0..1 */
  readonly opacity: number
  readonly blend: 'normal' | 'screen'
  /** The part of the frame that it is kept to, as shares; null is all of it. */
  readonly clip: Rectangle | null
}

/** What is seen at each instant of a frame's open shutter, back to front. One instant is no motion blur; several are averaged. */
export type FrameDraws = readonly (readonly Draw[])[]

/** A clip as what is seen of what in every frame. */
export interface Scene {
  readonly frame: FrameSize
  readonly frames: number
  readonly frameRate: number
  readonly sources: readonly Source[]
  /**
   * What is seen in a frame: up to `MOST_INSTANTS` instants, each back to front. The first draw of each instant is of an opaque picture
   * and covers the frame.
   */
  draw(frame: number): FrameDraws
}

/** Instants that a frame is averaged from at most. */
export const MOST_INSTANTS = 8

/** A draw of a source that covers the frame, or fades into it. */
export function plainDraw(source: number, view: Homography, opacity = 1): Draw {
  return { source, view, opacity, blend: 'normal', clip: null }
}

/** The view that shows a whole source in a box of the frame, both in pixels. */
export function placedAt(frame: FrameSize, box: Rectangle): Homography {
  return invert(
    showBox({
      x: box.x / frame.width,
      y: box.y / frame.height,
      width: box.width / frame.width,
      height: box.height / frame.height,
    }),
  )
}
