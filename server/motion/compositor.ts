import type { FrameSize } from 'shared/camera'
import { drawnBox, type PixelBox } from './draw-plan.ts'
import type { Kernel } from './kernel.ts'
import { alignUp, type Arena, type FrameTargets, PADDING, type Target } from './memory.ts'
import { allocateSampler, openSampler, type SamplerLayout, sizedPlanes } from './sampler.ts'
import type { CoverageSource, Draw, PictureSource, Source } from './scene.ts'

/** Rows of a draw that are made before they are laid over the frame: few enough to stay in the processor's cache. */
const STRIP_ROWS = 32

/** One thread's own part of the shared memory; passed between threads as plain data. */
export interface Workspace {
  readonly luma: SamplerLayout
  readonly chroma: SamplerLayout
  /** Rows of what is laid over the frame. */
  readonly strip: FrameTargets & { readonly lumaAlpha: Target; readonly chromaAlpha: Target }
}

/** Room for one thread to render frames of the given size from the given sources. */
export function allocateWorkspace(arena: Arena, frame: FrameSize, sources: readonly Source[]): Workspace {
  const widest = Math.max(...sources.map((source) => sizedPlanes(source).luma.width))
  const half = { width: frame.width / 2, height: frame.height / 2 }
  const plane = (width: number, height: number): Target => {
    const stride = alignUp(width, 16)
    return { address: arena.allocate(stride * height + PADDING), stride, width, height }
  }
  const luma = () => plane(frame.width, STRIP_ROWS)
  const chroma = () => plane(half.width, STRIP_ROWS / 2)
  const strip = { y: luma(), u: chroma(), v: chroma(), lumaAlpha: luma(), chromaAlpha: chroma() }
  return { luma: allocateSampler(arena, frame, widest), chroma: allocateSampler(arena, half, widest), strip }
}

/** Whether a draw hides all that lies behind it. */
export function hidesAll(draw: Draw, source: Source): boolean {
  return source.alpha === null && draw.opacity >= 1 && draw.blend === 'normal' && draw.clip === null
}

/**
 * Renders a draw that hides all behind it, straight into a frame.
 * Writes up to 15 bytes after each plane, which the next plane's rows then overwrite.
 */
export function paint(kernel: Kernel, workspace: Workspace, source: PictureSource, draw: Draw, frame: FrameTargets): void {
  const { y, u, v } = source
  const box = { left: 0, top: 0, width: frame.y.width, height: frame.y.height }
  const sampler = openSampler(kernel, workspace, source, draw.view, frame.y, box)
  sampler.luma([{ source: y, target: frame.y }], 0)
  sampler.chroma(
    [
      { source: u, target: frame.u },
      { source: v, target: frame.v },
    ],
    0,
  )
}

/** Lays a draw over a frame, as far as it covers it; only where it can be seen is anything done. */
export function layOver(kernel: Kernel, workspace: Workspace, source: Source, draw: Draw, frame: FrameTargets): void {
  const opacity = Math.round(Math.min(1, draw.opacity) * 32_767)
  const box = drawnBox(draw, source, frame.y)
  if (box === null || opacity <= 0) return
  const sampler = openSampler(kernel, workspace, source, draw.view, frame.y, box)
  const over = { kernel, workspace, sampler, opacity, screened: draw.blend === 'screen' }
  for (let row = 0; row < box.height; row += STRIP_ROWS) {
    const part = { ...box, top: box.top + row, height: Math.min(STRIP_ROWS, box.height - row) }
    if (source.kind === 'picture') layPicture(over, source, row, partOf(frame, part))
    else layCoverage(over, source, row, partOf(frame, part))
  }
}

interface Over {
  readonly kernel: Kernel
  readonly workspace: Workspace
  readonly sampler: ReturnType<typeof openSampler>
  /** 0..32767 */
  readonly opacity: number
  readonly screened: boolean
}

function layPicture(over: Over, source: PictureSource, row: number, below: FrameTargets): void {
  const above = cut(over.workspace.strip, below)
  const { y, u, v, alpha } = source
  const luma = [{ source: y, target: above.y }]
  const chroma = [
    { source: u, target: above.u },
    { source: v, target: above.v },
  ]
  over.sampler.luma(alpha === null ? luma : [...luma, { source: alpha.luma, target: above.lumaAlpha }], row)
  over.sampler.chroma(alpha === null ? chroma : [...chroma, { source: alpha.chroma, target: above.chromaAlpha }], row / 2)
  layStrip(over, above, below, alpha !== null)
}

function layCoverage(over: Over, { alpha, colour }: CoverageSource, row: number, below: FrameTargets): void {
  const { kernel, workspace, sampler, opacity, screened } = over
  const above = cut(workspace.strip, below)
  sampler.luma([{ source: alpha.luma, target: above.lumaAlpha }], row)
  sampler.chroma([{ source: alpha.chroma, target: above.chromaAlpha }], row / 2)
  if (screened) {
    for (const plane of PLANES) flatten(kernel, above[plane], colour[plane])
    return layStrip(over, above, below, true)
  }
  for (const plane of PLANES) {
    const cover = plane === 'y' ? above.lumaAlpha : above.chromaAlpha
    const { address, stride, width, height } = below[plane]
    kernel.tint(cover.address, cover.stride, address, stride, width, height, colour[plane], opacity)
  }
}

const PLANES = ['y', 'u', 'v'] as const

function flatten(kernel: Kernel, { address, stride, width, height }: Target, level: number): void {
  kernel.flatten(address, stride, width, height, level)
}

function layStrip({ kernel, opacity, screened }: Over, above: Workspace['strip'], below: FrameTargets, alpha: boolean): void {
  if (screened) {
    for (const plane of ['u', 'v'] as const) screenChroma(kernel, above[plane], above.y, below[plane], below.y)
    kernel.screenLuma(above.y.address, above.y.stride, below.y.address, below.y.stride, below.y.width, below.y.height)
  }
  for (const plane of PLANES) {
    const cover = plane === 'y' ? above.lumaAlpha : above.chromaAlpha
    const { address, stride, width, height } = below[plane]
    kernel.lay(above[plane].address, alpha ? cover.address : 0, above[plane].stride, address, stride, width, height, opacity)
  }
}

function screenChroma(kernel: Kernel, above: Target, aboveLuma: Target, below: Target, belowLuma: Target): void {
  kernel.screenChroma(
    above.address,
    above.stride,
    aboveLuma.address,
    aboveLuma.stride,
    below.address,
    below.stride,
    belowLuma.address,
    belowLuma.stride,
    below.width,
    below.height,
  )
}

function partOf(frame: FrameTargets, { left, top, width, height }: PixelBox): FrameTargets {
  const cutAt = (plane: Target, x: number, y: number, size: FrameSize): Target => ({
    ...size,
    address: plane.address + y * plane.stride + x,
    stride: plane.stride,
  })
  const half = { width: width / 2, height: height / 2 }
  return {
    y: cutAt(frame.y, left, top, { width, height }),
    u: cutAt(frame.u, left / 2, top / 2, half),
    v: cutAt(frame.v, left / 2, top / 2, half),
  }
}

/** The strip at the size of what it is laid over. */
function cut(strip: Workspace['strip'], { y, u }: FrameTargets): Workspace['strip'] {
  const sized = (plane: Target, { width, height }: FrameSize): Target => ({ ...plane, width, height })
  return {
    y: sized(strip.y, y),
    u: sized(strip.u, u),
    v: sized(strip.v, u),
    lumaAlpha: sized(strip.lumaAlpha, y),
    chromaAlpha: sized(strip.chromaAlpha, u),
  }
}
