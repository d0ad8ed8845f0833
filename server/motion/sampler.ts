import type { FrameSize, Homography } from 'shared/camera'
import { boxMatrices, boxSampling, isSeparable, type PixelBox } from './draw-plan.ts'
import type { Kernel } from './kernel.ts'
import type { Arena, Plane } from './memory.ts'
import { allocateScaler, type AxisPair, fillAxes, type ScalerLayout, scaleRows } from './scaler.ts'
import type { Source } from './scene.ts'
import { allocateWarp, fillWarp, type Pair, type WarpLayout, warpRows } from './warp.ts'

/** One thread's tables for planes of one geometry: luma and its alpha, or both chroma planes and theirs. */
export interface SamplerLayout {
  readonly scaler: ScalerLayout
  readonly warp: WarpLayout
}

/** Room for planes of the given size at most, from sources of the given width at most. Samples. */
export function allocateSampler(arena: Arena, size: FrameSize, sourceWidth: number): SamplerLayout {
  return { scaler: allocateScaler(arena, size, sourceWidth), warp: allocateWarp(arena, size.width, sourceWidth) }
}

/** Renders rows of planes that share one geometry; each target is where the first of the rows goes. */
export type RenderRows = (pairs: readonly Pair[], firstRow: number) => void

/** The planes that say how large a source is. */
export function sizedPlanes(source: Source): { readonly luma: Plane; readonly chroma: Plane } {
  return source.kind === 'picture' ? { luma: source.y, chroma: source.u } : source.alpha
}

/**
 * Prepares a view of a source for a part of the frame. The rows hold until the next call with the same layouts; they write up to
 * 15 bytes after their last.
 */
export function openSampler(
  kernel: Kernel,
  layouts: { readonly luma: SamplerLayout; readonly chroma: SamplerLayout },
  source: Source,
  view: Homography,
  frame: FrameSize,
  box: PixelBox,
): { readonly luma: RenderRows; readonly chroma: RenderRows } {
  const half = { width: box.width / 2, height: box.height / 2 }
  const planes = sizedPlanes(source)
  if (isSeparable(view)) {
    const axes = boxSampling(view, planes.luma, frame, box)
    return {
      luma: scaled(kernel, layouts.luma, planes.luma, box, axes.luma),
      chroma: scaled(kernel, layouts.chroma, planes.chroma, half, axes.chroma),
    }
  }
  const matrices = boxMatrices(view, planes.luma, frame, box)
  const areColours = source.kind === 'picture' && source.alpha === null
  return {
    luma: warped(kernel, layouts.luma, planes.luma, box, matrices.luma, false),
    chroma: warped(kernel, layouts.chroma, planes.chroma, half, matrices.chroma, areColours),
  }
}

function scaled(kernel: Kernel, { scaler }: SamplerLayout, like: Plane, size: FrameSize, axes: AxisPair): RenderRows {
  const filled = fillAxes(kernel, scaler, like, size, axes)
  return (pairs, firstRow) => {
    for (const { source, target } of pairs) scaleRows(kernel, scaler, filled, source, target, firstRow)
  }
}

function warped(
  kernel: Kernel,
  { warp }: SamplerLayout,
  like: Plane,
  size: FrameSize,
  matrix: Homography,
  areColours: boolean,
): RenderRows {
  const plan = fillWarp(kernel, warp, matrix, size, like, areColours)
  return (pairs, firstRow) => warpRows(kernel, warp, plan, pairs, firstRow)
}
