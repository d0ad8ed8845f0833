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

/** How a source is sampled through a homography: by which kernel, and how far its filter is widened. */
export type WarpPlan = { readonly step: Step } & (
  | { readonly kind: 'warp'; readonly taps: 2 | 4 }
  | { readonly kind: 'shear'; readonly taps: 2 | 4 | 8 }
)

/** Lines that rise by more than this many rows a column are not sheared. */
const LEVEL = 0.24
/** Narrower parts are not worth a row's preparation. */
const NARROW = 16
/** Columns per sample that the kernel can note. */
const MOST_COLUMNS = 1.98
/** Up to here the widened filter is cut off after four taps, which is not seen; from here it takes eight. */
const FOUR_TAPS = 1.15

/**
 * Chooses the kernel of a view: whether every row of the target is a nearly level line of the source, along which columns ascend.
 * @param matrix target samples to source samples
 * @param areColours whether it is for the two colour planes and nothing else, of which two taps are enough where nothing is made smaller
 */
export function planWarp(matrix: Homography, target: FrameSize, source: FrameSize, areColours = false): WarpPlan {
  const middle = { x: target.width / 2, y: target.height / 2 }
  const rows = [0, target.height / 2, target.height - 1]
  const isLevel = target.width >= NARROW && rows.every((y) => isNearlyLevel(matrix, y, target.width - 1, source))
  const step = isLevel ? lineStep(matrix, middle) : localStep(matrix, middle)
  const isSmaller = Math.max(step.across, step.down) > FOUR_TAPS
  const few = areColours ? 2 : 4
  if (isLevel) return { kind: 'shear', step, taps: isSmaller ? 8 : few }
  return { kind: 'warp', step, taps: isSmaller ? 4 : few }
}

function isNearlyLevel(matrix: Homography, y: number, last: number, { width }: FrameSize): boolean {
  const [start, end] = [sampleAt(matrix, { x: 0, y }), sampleAt(matrix, { x: last, y })]
  if (start.w <= 0 || end.w <= 0 || end.u <= start.u || start.u < -width || end.u > 2 * width) return false
  const densest = Math.max(lineStep(matrix, { x: 0, y }).across, lineStep(matrix, { x: last, y }).across)
  return densest <= MOST_COLUMNS && Math.abs((end.v - start.v) / (end.u - start.u)) <= LEVEL
}

function sampleAt(m: Homography, { x, y }: Point): { readonly u: number; readonly v: number; readonly w: number } {
  const w = m[6] * x + m[7] * y + m[8]
  return { u: (m[0] * x + m[1] * y + m[2]) / w, v: (m[3] * x + m[4] * y + m[5]) / w, w }
}

/** The change of the source's place per sample of the target. */
function jacobian(matrix: Homography, at: Point): readonly [number, number, number, number] {
  const { u, v, w } = sampleAt(matrix, at)
  const [a, b, , d, e, , g, h] = matrix
  return [(a - u * g) / w, (b - u * h) / w, (d - v * g) / w, (e - v * h) / w]
}

/** How many source samples lie between neighbouring samples of the target, along each axis of the source. */
function localStep(matrix: Homography, at: Point): Step {
  const [ux, uy, vx, vy] = jacobian(matrix, at)
  return { across: Math.hypot(ux, uy), down: Math.hypot(vx, vy) }
}

/** The same along a row of the target, and between the lines of neighbouring rows. */
function lineStep(matrix: Homography, at: Point): Step {
  const [ux, uy, vx, vy] = jacobian(matrix, at)
  return { across: Math.abs(ux), down: Math.abs((ux * vy - uy * vx) / ux) }
}
