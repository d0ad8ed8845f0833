import type { FrameSize } from 'shared/camera'
import { hidesAll, layOver, paint, type Workspace } from './compositor.ts'
import type { Kernel } from './kernel.ts'
import { frameBytes, frameTargets, PADDING } from './memory.ts'
import type { Draw, FrameDraws, Source } from './scene.ts'

/** What frames are made of, as plain data. */
export interface FrameParts {
  readonly frame: FrameSize
  readonly sources: readonly Source[]
}

/** Bytes to reserve for a frame that is rendered: its planes, and the 15 bytes that the kernel may write behind them. */
export function slotBytes(width: number, height: number): number {
  return frameBytes(width, height) + PADDING
}

/** Bytes of the sums that the instants of a frame are averaged from. */
export function sumBytes(width: number, height: number): number {
  return 2 * slotBytes(width, height)
}

/**
 * Renders one frame as yuv420p. Depends on nothing but its arguments, so any thread gives the same bytes.
 * @param address of `slotBytes`
 * @param sums address of `sumBytes`, needed where there are several instants
 */
export function renderFrame(
  kernel: Kernel,
  parts: FrameParts,
  workspace: Workspace,
  instants: FrameDraws,
  address: number,
  sums: number | null,
): void {
  const { width, height } = parts.frame
  instants.forEach((draws, index) => {
    renderInstant(kernel, parts, workspace, draws, address)
    if (instants.length > 1 && sums !== null) kernel.accumulate(sums, address, frameBytes(width, height), index === 0 ? 1 : 0)
  })
  if (instants.length > 1 && sums !== null) kernel.average(sums, address, frameBytes(width, height), instants.length)
}

function renderInstant(
  kernel: Kernel,
  { frame, sources }: FrameParts,
  workspace: Workspace,
  draws: readonly Draw[],
  address: number,
): void {
  const targets = frameTargets({ address, ...frame })
  const layers = draws.map((draw) => {
    const source = sources[draw.source]
    if (source === undefined) throw new RangeError(`the scene has no source ${draw.source}`)
    return { draw, source }
  })
  const lowest = layers.findLastIndex(({ draw, source }) => hidesAll(draw, source))
  const ground = layers[lowest]
  if (ground === undefined || ground.source.kind !== 'picture') throw new RangeError('nothing covers the frame')
  paint(kernel, workspace, ground.source, ground.draw, targets)
  for (const { draw, source } of layers.slice(lowest + 1)) layOver(kernel, workspace, source, draw, targets)
}
