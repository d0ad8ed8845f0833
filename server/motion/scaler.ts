import type { Kernel } from './kernel.ts'
import { alignUp, type Arena, PADDING, type Plane, type Target } from './memory.ts'
import { type Sampling, taps } from './plan.ts'

/** Weights of `kernel/scale.ts`: across in Q14; down in Q15, where one is the largest number there is. */
const ONE_ACROSS = 16_384
const ONE_DOWN = 32_767
const MOST_TAPS = 8

interface Table {
  readonly offsets: number
  readonly weights: number
}

/** One thread's own tables and scratch row in the shared memory; passed between threads as plain data. */
export interface ScalerLayout {
  readonly across: Table
  readonly down: Table
  readonly row: number
}

/** Room to scale planes up to the given size from sources up to the given width. Samples. */
export function allocateScaler(arena: Arena, frame: { width: number; height: number }, sourceWidth: number): ScalerLayout {
  return {
    across: allocateTable(arena, frame.width),
    down: allocateTable(arena, frame.height),
    row: arena.allocate((sourceWidth + 4 * PADDING) * 2),
  }
}

function allocateTable(arena: Arena, count: number): Table {
  const entries = alignUp(count, 16)
  return { offsets: arena.allocate(entries * 4), weights: arena.allocate(entries * MOST_TAPS * 2) }
}

/** The samplings along both axes. */
export interface AxisPair {
  readonly across: Sampling
  readonly down: Sampling
}

/** Tables that are filled for planes of one size and geometry. */
export interface FilledAxes {
  readonly acrossTaps: 4 | 8
  readonly downTaps: 4 | 6 | 8
}

/** Fills the tables for all planes that have the size and stride of `source` and are shown at the size of `target`. */
export function fillAxes(
  kernel: Kernel,
  layout: ScalerLayout,
  source: Plane,
  target: { readonly width: number; readonly height: number },
  axes: AxisPair,
): FilledAxes {
  const acrossTaps = taps(axes.across.step).across
  const downTaps = taps(axes.down.step).down
  fill(kernel, layout.across, target.width, axes.across, { taps: acrossTaps, one: ONE_ACROSS, unit: 2, size: source.width })
  fill(kernel, layout.down, target.height, axes.down, { taps: downTaps, one: ONE_DOWN, unit: source.stride, size: source.height })
  return { acrossTaps, downTaps }
}

/**
 * Renders rows of a plane by tables that are filled; `target` is where the first of them goes.
 * Writes up to 15 bytes after the last row.
 */
export function scaleRows(
  kernel: Kernel,
  { across, down, row }: ScalerLayout,
  { acrossTaps, downTaps }: FilledAxes,
  source: Plane,
  target: Target,
  firstRow: number,
): void {
  kernel.scalePlane(
    source.address,
    source.stride,
    target.address,
    target.stride,
    target.width,
    target.height,
    across.offsets,
    across.weights,
    acrossTaps,
    down.offsets + firstRow * 4,
    down.weights + firstRow * downTaps * 2,
    downTaps,
    row,
  )
}

function fill(
  kernel: Kernel,
  table: Table,
  count: number,
  { start, step }: Sampling,
  filter: { taps: number; one: number; unit: number; size: number },
): void {
  const { offsets, weights } = table
  kernel.axis(offsets, weights, count, start, step, filter.taps, filter.one, filter.unit, -PADDING, filter.size + PADDING - filter.taps)
}
