import type { SKRSContext2D } from '@napi-rs/canvas'
import type { BrandLook } from '../brand-look.ts'

/** What an overlay looks like before it has a place: a box of so many pixels, and how it is drawn with its corner at the origin. */
export interface Sketch {
  readonly width: number
  readonly height: number
  /** How far a shadow or an outline reaches beyond the box. */
  readonly reach: number
  readonly paint: (context: SKRSContext2D) => void
}

/** What every overlay of a film knows. */
export interface Easel {
  /** The frame's shorter side in pixels: sizes are shares of it. */
  readonly unit: number
  /** The smallest font size in pixels. */
  readonly smallest: number
  /** The room of the safe zone in pixels. */
  readonly room: { readonly width: number; readonly height: number }
  readonly brand: BrandLook
}
