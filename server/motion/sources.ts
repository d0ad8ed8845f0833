import type { FrameSize } from 'shared/camera'
import { bleedColours } from './bleed.ts'
import type { Kernel } from './kernel.ts'
import { allocatePlane, type Arena, PADDING, type Plane } from './memory.ts'
import type { AlphaPlanes, CoverageSource, PictureSource } from './scene.ts'

/** Where sources are laid out: they stay until the arena is released to a mark from before. */
export interface Desk {
  readonly kernel: Kernel
  readonly arena: Arena
}

/** Interleaved 8-bit sRGB, three bytes a pixel. */
export interface Pixels extends FrameSize {
  readonly data: Buffer
}

/** Interleaved 8-bit sRGB with straight alpha, four bytes a pixel. */
export interface AlphaPixels extends FrameSize {
  readonly data: Buffer
}

/** One byte a pixel, 255 is full. */
export interface Coverage extends FrameSize {
  readonly data: Uint8Array
}

/**
 * Lays a picture out as planes.
 * @param alpha how much each pixel covers, 8-bit, as many as `pixels`; without it the picture is opaque
 */
export function placePicture(desk: Desk, { width, height, data }: Pixels, alpha?: Uint8Array): PictureSource {
  const { kernel, arena } = desk
  const y = allocatePlane(arena, width, height)
  const [u, v] = [allocateHalf(arena, width, height), allocateHalf(arena, width, height)]
  const covers = alpha === undefined ? null : placeAlpha(desk, { width, height, data: alpha })
  withBytes(arena, data, (rgb) => {
    kernel.pictureToPlanes(rgb, width, height, y.address, y.stride, u.address, v.address, u.stride)
  })
  repeatEdges(kernel, [y, u, v])
  return { kind: 'picture', y, u, v, alpha: covers }
}

/** Lays out one colour of sRGB (0..255 a channel) that covers as much as is said. */
export function placeCoverage(desk: Desk, coverage: Coverage, colour: { r: number; g: number; b: number }): CoverageSource {
  return { kind: 'coverage', alpha: placeAlpha(desk, coverage), colour: limitedRange(colour) }
}

/** Lays out pixels with alpha. What is transparent takes the colour beside it, so that no edge gets a rim of another. */
export function placeRgba(desk: Desk, { width, height, data }: AlphaPixels): PictureSource {
  const pixels = { width, height, data: Buffer.alloc(width * height * 3) }
  const alpha = new Uint8Array(width * height)
  for (let index = 0; index < alpha.length; index++) {
    alpha[index] = data[index * 4 + 3] ?? 0
    data.copy(pixels.data, index * 3, index * 4, index * 4 + 3)
  }
  bleedColours(pixels, alpha)
  return placePicture(desk, pixels, alpha)
}

/** BT.709 limited-range levels of a colour (ITU-R BT.709-6, items 3.2 to 3.4). */
export function limitedRange({ r, g, b }: { r: number; g: number; b: number }): CoverageSource['colour'] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
  const chroma = 224 / 255
  return {
    y: Math.round(16 + (219 / 255) * luma),
    u: Math.round(128 + (chroma * (b - luma)) / 1.8556),
    v: Math.round(128 + (chroma * (r - luma)) / 1.5748),
  }
}

function placeAlpha({ kernel, arena }: Desk, { width, height, data }: Coverage): AlphaPlanes {
  const planes = { luma: allocatePlane(arena, width, height), chroma: allocateHalf(arena, width, height) }
  const { luma, chroma } = planes
  withBytes(arena, data, (bytes) => {
    kernel.coverageToPlanes(bytes, width, height, luma.address, luma.stride, chroma.address, chroma.stride)
  })
  repeatEdges(kernel, [luma, chroma])
  return planes
}

function allocateHalf(arena: Arena, width: number, height: number): Plane {
  return allocatePlane(arena, Math.ceil(width / 2), Math.ceil(height / 2))
}

/** Has bytes in the shared memory for as long as they are worked on. */
function withBytes(arena: Arena, bytes: Uint8Array, work: (address: number) => void): void {
  const mark = arena.mark
  const address = arena.allocate(bytes.length)
  arena.bytes(address, bytes.length).set(bytes)
  work(address)
  arena.release(mark)
}

function repeatEdges(kernel: Kernel, planes: readonly Plane[]): void {
  for (const { address, stride, width, height } of planes) kernel.repeatEdges(address, stride, width, height, PADDING)
}
