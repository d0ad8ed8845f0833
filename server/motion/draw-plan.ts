/** The arithmetic between a draw and the kernel. Pure. */

import { type FrameSize, type Homography, invert, isAxisAligned, multiply, type Point } from 'shared/camera'
import type { AxisPair } from './scaler.ts'
import type { Draw, Source } from './scene.ts'
import { type FrameSampling, type Sampling, sampling } from './plan.ts'

/** A part of a frame in pixels; all of it even, so that it has whole chroma samples. */
export interface PixelBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Source samples per output sample along each axis of the source. */
export interface Step {
  readonly across: number
  readonly down: number
}

/** The part of the frame that a draw can change; null where that is nothing. */
export function drawnBox({ view, clip }: Draw, source: Source, frame: FrameSize): PixelBox | null {
  const seen = source.alpha === null ? FRAME : outlineOf(view)
  const left = evenBelow(Math.max(0, seen.left, clip?.x ?? 0) * frame.width)
  const top = evenBelow(Math.max(0, seen.top, clip?.y ?? 0) * frame.height)
  const right = evenAbove(Math.min(1, seen.right, clip === null ? 1 : clip.x + clip.width) * frame.width)
  const bottom = evenAbove(Math.min(1, seen.bottom, clip === null ? 1 : clip.y + clip.height) * frame.height)
  return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : null
}

/** Rounding of sums of shares must not add a row. */
const NEARLY = 1e-6

function evenBelow(pixels: number): number {
  return Math.floor((pixels + NEARLY) / 2) * 2
}

function evenAbove(pixels: number): number {
  return Math.ceil((pixels - NEARLY) / 2) * 2
}

const FRAME = { left: 0, top: 0, right: 1, bottom: 1 } as const
const CORNERS = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const

/** The box around the whole source as it is seen; the frame where a part of the source lies behind the camera. */
function outlineOf(view: Homography): { left: number; top: number; right: number; bottom: number } {
  const m = invert(view)
  const sign = Math.sign(m[8])
  const outline = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const [x, y] of CORNERS) {
    const w = m[6] * x + m[7] * y + m[8]
    if (w * sign < NEARLY) return FRAME
    const at = { x: (m[0] * x + m[1] * y + m[2]) / w, y: (m[3] * x + m[4] * y + m[5]) / w }
    outline.left = Math.min(outline.left, at.x)
    outline.top = Math.min(outline.top, at.y)
    outline.right = Math.max(outline.right, at.x)
    outline.bottom = Math.max(outline.bottom, at.y)
  }
  return outline
}

/** Whether the separable kernel can render a view. */
export function isSeparable(view: Homography): boolean {
  return isAxisAligned(view) && view[0] / view[8] > 0 && view[4] / view[8] > 0
}

/** How an axis-aligned view samples a source for a part of the frame. */
export function boxSampling(view: Homography, source: FrameSize, frame: FrameSize, { left, top }: PixelBox): FrameSampling {
  const { luma, chroma } = sampling(view, source, frame)
  return { luma: shifted(luma, left, top), chroma: shifted(chroma, left / 2, top / 2) }
}

function shifted({ across, down }: AxisPair, left: number, top: number): AxisPair {
  return { across: later(across, left), down: later(down, top) }
}

function later({ start, step }: Sampling, by: number): Sampling {
  return { start: start + step * by, step }
}

/**
 * The homographies from samples of a part of the frame to samples of the source, of luma and of chroma. Chroma lies on even luma columns
 * and between luma rows (MPEG-2 siting), in source and frame alike.
 */
export function boxMatrices(
  view: Homography,
  source: FrameSize,
  frame: FrameSize,
  { left, top }: PixelBox,
): { readonly luma: Homography; readonly chroma: Homography } {
  const { width, height } = frame
  const shares: Homography = [1 / width, 0, (left + 0.5) / width, 0, 1 / height, (top + 0.5) / height, 0, 0, 1]
  const samples: Homography = [source.width, 0, -0.5, 0, source.height, -0.5, 0, 0, 1]
  const luma = multiply(samples, multiply(view, shares))
  const toPixels: Homography = [2, 0, 0, 0, 2, 0.5, 0, 0, 1]
  const fromPixels: Homography = [0.5, 0, 0, 0, 0.5, -0.25, 0, 0, 1]
  return { luma, chroma: multiply(fromPixels, multiply(luma, toPixels)) }
}

/** How many source samples lie between neighbouring output samples at a place of the output. */
export function localStep(matrix: Homography, { x, y }: Point): Step {
  const w = matrix[6] * x + matrix[7] * y + matrix[8]
  const u = (matrix[0] * x + matrix[1] * y + matrix[2]) / w
  const v = (matrix[3] * x + matrix[4] * y + matrix[5]) / w
  const across = Math.hypot(matrix[0] - u * matrix[6], matrix[1] - u * matrix[7]) / Math.abs(w)
  const down = Math.hypot(matrix[3] - v * matrix[6], matrix[4] - v * matrix[7]) / Math.abs(w)
  return { across, down }
}
