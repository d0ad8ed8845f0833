import type { FrameSize, Homography } from 'shared/camera'
import { planWarp, type WarpPlan } from './draw-plan.ts'
import type { Kernel } from './kernel.ts'
import { alignUp, type Arena, PADDING, type Plane, type Target } from './memory.ts'

/** Bytes of the largest of `linearTable`, for 32x32 positions, and of `warpTable` and `shearTable`, for 128 positions between two samples. */
const TABLE_BYTES = Math.max(32 * 32 * 8, 128 * (32 + 8), 128 * (16 + 16))

/** A plane of a source and where its rows go. */
export interface Pair {
  readonly source: Plane
  readonly target: Target
}

/** One thread's own tables and scratch in the shared memory; passed between threads as plain data. */
export interface WarpLayout {
  readonly table: number
  readonly matrix: number
  /** Where each sample of a row comes from, and of the next. */
  readonly map: number
  /** One row of the source. */
  readonly row: number
}

/** Room to warp rows up to the given width, from sources up to the given width. Samples. */
export function allocateWarp(arena: Arena, width: number, sourceWidth: number): WarpLayout {
  return {
    table: arena.allocate(TABLE_BYTES),
    matrix: arena.allocate(9 * 8),
    map: arena.allocate(alignUp(width, 32) * 16),
    row: arena.allocate((sourceWidth + 4 * PADDING) * 2),
  }
}

/**
 * Fills the tables for one homography.
 * @param matrix target samples to source samples
 * @param areColours whether the rows to come are always those of two colour planes
 */
export function fillWarp(
  kernel: Kernel,
  layout: WarpLayout,
  matrix: Homography,
  target: FrameSize,
  source: FrameSize,
  areColours: boolean,
): WarpPlan {
  const plan = planWarp(matrix, target, source, areColours)
  const { kind, step, taps } = plan
  kernel.setHomography(layout.matrix, ...matrix)
  if (kind === 'shear') kernel.shearTable(layout.table, taps, step.across, step.down)
  else if (taps === 2) kernel.linearTable(layout.table)
  else kernel.warpTable(layout.table, step.across, step.down)
  return plan
}

/** Renders rows of up to three planes that share one geometry; each `target` is where the first of the rows goes. */
export function warpRows(kernel: Kernel, layout: WarpLayout, plan: WarpPlan, pairs: readonly Pair[], firstRow: number): void {
  const [first, second, third] = pairs
  if (first === undefined) return
  const { source, target } = first
  const { table, matrix, map, row } = layout
  const part = [
    matrix,
    firstRow,
    target.height,
    target.width,
    source.width,
    source.height,
    source.stride,
    PADDING,
    table,
    plan.taps,
  ] as const
  const planes = [
    target.stride,
    source.address,
    target.address,
    second?.source.address ?? 0,
    second?.target.address ?? 0,
    third?.source.address ?? 0,
    third?.target.address ?? 0,
  ] as const
  if (plan.kind === 'warp') kernel.warpPlanes(...part, map, ...planes)
  else kernel.shearPlanes(...part, row, map, ...planes)
}
