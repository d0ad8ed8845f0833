import type { FrameSize, Homography } from 'shared/camera'
import { localStep } from './draw-plan.ts'
import type { Kernel } from './kernel.ts'
import { alignUp, type Arena, PADDING, type Plane, type Target } from './memory.ts'

/** Bytes of `warpTable`: 128 positions of four weights, in four lanes each down and once across. */
const TABLE_BYTES = 128 * (32 + 8)

/** One thread's own tables and scratch in the shared memory; passed between threads as plain data. */
export interface WarpLayout {
  readonly table: number
  readonly matrix: number
  /** Where each sample of a row comes from. */
  readonly map: number
}

/** Room to warp rows up to the given width in samples. */
export function allocateWarp(arena: Arena, width: number): WarpLayout {
  return { table: arena.allocate(TABLE_BYTES), matrix: arena.allocate(9 * 8), map: arena.allocate(alignUp(width, 16) * 8) }
}

/**
 * Fills the tables for one homography.
 * @param matrix target samples to source samples
 * @param size of the target; where the source is made smaller in its middle, the filter is widened
 */
export function fillWarp(kernel: Kernel, layout: WarpLayout, matrix: Homography, size: FrameSize): void {
  const { across, down } = localStep(matrix, { x: size.width / 2, y: size.height / 2 })
  kernel.setHomography(layout.matrix, ...matrix)
  kernel.warpTable(layout.table, across, down)
}

/** Renders rows of up to three planes that share one geometry; each `target` is where the first of the rows goes. */
export function warpRows(
  kernel: Kernel,
  layout: WarpLayout,
  pairs: readonly { readonly source: Plane; readonly target: Target }[],
  firstRow: number,
): void {
  const [first, second, third] = pairs
  if (first === undefined) return
  const { source, target } = first
  kernel.warpPlanes(
    layout.matrix,
    firstRow,
    target.height,
    target.width,
    source.width,
    source.height,
    source.stride,
    PADDING,
    layout.table,
    layout.map,
    target.stride,
    source.address,
    target.address,
    second?.source.address ?? 0,
    second?.target.address ?? 0,
    third?.source.address ?? 0,
    third?.target.address ?? 0,
  )
}
