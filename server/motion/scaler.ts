import type { Kernel } from './kernel.ts'
import { alignUp, type Arena, PADDING, type Plane } from './memory.ts'
import { type FrameSampling, type Sampling, taps } from './plan.ts'

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

/** An 8-bit plane in the shared memory. `stride` in bytes. */
export interface Target {
  readonly address: number
  readonly stride: number
  readonly width: number
  readonly height: number
}

/** Fills the tables for planes of one size and geometry. */
export interface AxisPair {
  readonly across: Sampling
  readonly down: Sampling
}

/**
 * Renders planes that share one geometry, for example the two chroma planes of a frame.
 * Writes up to 15 bytes after the last row of each target.
 */
export function scalePlanes(
  kernel: Kernel,
  layout: ScalerLayout,
  pairs: readonly { readonly source: Plane; readonly target: Target }[],
  axes: AxisPair,
): void {
  const [first] = pairs
  if (first === undefined) return
  const { source, target } = first
  const across = taps(axes.across.step).across
  const down = taps(axes.down.step).down
  const { row } = layout
  fill(kernel, layout.across, target.width, axes.across, { taps: across, one: ONE_ACROSS, unit: 2, size: source.width })
  fill(kernel, layout.down, target.height, axes.down, { taps: down, one: ONE_DOWN, unit: source.stride, size: source.height })
  for (const { source: from, target: to } of pairs)
    kernel.scalePlane(
      from.address,
      from.stride,
      to.address,
      to.stride,
      to.width,
      to.height,
      layout.across.offsets,
      layout.across.weights,
      across,
      layout.down.offsets,
      layout.down.weights,
      down,
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

/** Renders a whole yuv420p frame: luma, then both chroma planes. */
export function scaleFrame(
  kernel: Kernel,
  layout: ScalerLayout,
  source: { readonly y: Plane; readonly u: Plane; readonly v: Plane },
  slot: { readonly address: number; readonly width: number; readonly height: number },
  { luma, chroma }: FrameSampling,
): void {
  const { y, u, v } = frameTargets(slot)
  scalePlanes(kernel, layout, [{ source: source.y, target: y }], luma)
  scalePlanes(
    kernel,
    layout,
    [
      { source: source.u, target: u },
      { source: source.v, target: v },
    ],
    chroma,
  )
}

/** The three planes of a yuv420p frame without padding, as ffmpeg reads it. */
export function frameTargets({ address, width, height }: { readonly address: number; readonly width: number; readonly height: number }): {
  readonly y: Target
  readonly u: Target
  readonly v: Target
} {
  const [halfWidth, halfHeight] = [width / 2, height / 2]
  const u = address + width * height
  return {
    y: { address, stride: width, width, height },
    u: { address: u, stride: halfWidth, width: halfWidth, height: halfHeight },
    v: { address: u + halfWidth * halfHeight, stride: halfWidth, width: halfWidth, height: halfHeight },
  }
}
