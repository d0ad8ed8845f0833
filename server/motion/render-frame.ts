import type { Kernel } from './kernel.ts'
import type { Arena } from './memory.ts'
import { frameBytes, PADDING } from './memory.ts'
import { sampling } from './plan.ts'
import { allocateScaler, frameTargets, scaleFrame, scalePlanes, type ScalerLayout, type Target } from './scaler.ts'
import { type Overlay, overlayAt, type Scene, viewOf } from './scene.ts'

/** One thread's own part of the shared memory; passed between threads as plain data. */
export interface Workspace {
  readonly scaler: ScalerLayout
  /** Room for the largest overlay at its sub-pixel place, 8-bit. */
  readonly coverage: number
}

/** Room for one thread to render frames of a scene. */
export function allocateWorkspace(arena: Arena, scene: Omit<Scene, 'frames' | 'move' | 'camera' | 'frameRate' | 'framed'>): Workspace {
  const widest = Math.max(scene.picture.y.width, ...scene.overlays.map(({ luma }) => luma.width))
  const largest = Math.max(0, ...scene.overlays.map(({ luma }) => luma.width * (luma.height + 2)))
  return { scaler: allocateScaler(arena, scene.frame, widest), coverage: arena.allocate(largest + PADDING) }
}

/** Bytes to reserve for a frame that is rendered: its planes, and the 15 bytes that the kernel may write behind them. */
export function slotBytes(width: number, height: number): number {
  return frameBytes(width, height) + PADDING
}

/** Renders one frame of a scene as yuv420p. Depends on nothing but its arguments, so any thread gives the same bytes. */
export function renderFrame(kernel: Kernel, scene: Scene, workspace: Workspace, frame: number, address: number): void {
  const slot = { address, ...scene.frame }
  scaleFrame(kernel, workspace.scaler, scene.picture, slot, sampling(viewOf(scene, frame), scene.picture.y, scene.frame))
  for (const overlay of scene.overlays) layOver(kernel, workspace, overlay, frameTargets(slot), frame / scene.frameRate)
}

function layOver(
  kernel: Kernel,
  workspace: Workspace,
  overlay: Overlay,
  planes: { readonly y: Target; readonly u: Target; readonly v: Target },
  seconds: number,
): void {
  const seen = overlayAt(overlay, seconds)
  if (seen === null) return
  const top = Math.floor(seen.y / 2) * 2
  const shift = seen.y - top
  const opacity = Math.round(seen.opacity * 32_767)
  const { luma, chroma, colour, x } = overlay
  const over = { kernel, workspace, opacity }
  lay(over, luma, shift, x, top, [[planes.y, colour.y]])
  lay(over, chroma, shift / 2, x / 2, top / 2, [
    [planes.u, colour.u],
    [planes.v, colour.v],
  ])
}

/** Shifts coverage down by a fraction of a sample, then lays levels over planes where it covers. */
function lay(
  { kernel, workspace, opacity }: { kernel: Kernel; workspace: Workspace; opacity: number },
  source: Scene['overlays'][number]['luma'],
  shift: number,
  x: number,
  y: number,
  planes: readonly (readonly [Target, number])[],
): void {
  const coverage = { address: workspace.coverage, stride: source.width, width: source.width, height: source.height + 2 }
  scalePlanes(kernel, workspace.scaler, [{ source, target: coverage }], { across: { start: 0, step: 1 }, down: { start: -shift, step: 1 } })
  for (const [plane, level] of planes) {
    const address = plane.address + y * plane.stride + x
    kernel.tint(coverage.address, coverage.stride, address, plane.stride, coverage.width, coverage.height, level, opacity)
  }
}
