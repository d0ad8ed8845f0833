import type { FrameSize } from 'shared/camera'
import type { WasmMemory } from './webassembly.ts'

/** Where things lie in the memory that the threads of one child share. */

/** One Q6 plane of a source; `address` is its sample (0, 0), around it the edges are repeated `PADDING` samples far. */
export interface Plane {
  readonly address: number
  /** Bytes from row to row. */
  readonly stride: number
  /** Samples. */
  readonly width: number
  readonly height: number
}

/** An 8-bit plane in the shared memory. `stride` in bytes. */
export interface Target {
  readonly address: number
  readonly stride: number
  readonly width: number
  readonly height: number
}

/** The planes of a yuv420p frame, or of a part of one. */
export interface FrameTargets {
  readonly y: Target
  readonly u: Target
  readonly v: Target
}

/** Wider than half of the widest filter, and a whole number of vectors, so that rows stay aligned. */
export const PADDING = 16

const PAGE = 65_536
const ALIGNMENT = 64

/** Hands out addresses of a shared memory from low to high and grows it when needed. Nothing is ever freed but by `release`. */
export class Arena {
  readonly memory: WasmMemory
  #top = PAGE

  constructor(memory: WasmMemory) {
    this.memory = memory
  }

  /** The present top, to be released to later. */
  get mark(): number {
    return this.#top
  }

  /** Forgets everything allocated since the mark was taken. */
  release(mark: number): void {
    this.#top = mark
  }

  /** Throws a RangeError when the memory's maximum is passed. */
  allocate(bytes: number): number {
    const address = this.#top
    this.#top = alignUp(address + bytes, ALIGNMENT)
    const missing = this.#top - this.memory.buffer.byteLength
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE))
    return address
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length)
  }
}

/** Columns and rows of a plane at most: the kernel notes them as 16-bit numbers, in bytes. */
const MOST_SAMPLES = 16_000

/** Room for one padded plane. Throws a RangeError for one that is wider or higher than 16000 samples. */
export function allocatePlane(arena: Arena, width: number, height: number): Plane {
  if (Math.max(width, height) > MOST_SAMPLES) throw new RangeError('a source is larger than the kernel can address')
  const stride = alignUp((width + 2 * PADDING) * 2, 16)
  const start = arena.allocate(stride * (height + 2 * PADDING))
  return { address: start + PADDING * stride + PADDING * 2, stride, width, height }
}

/** Bytes of one yuv420p frame; both sides are even. */
export function frameBytes(width: number, height: number): number {
  return (width * height * 3) / 2
}

/** The three planes of a yuv420p frame without padding, as ffmpeg reads it. */
export function frameTargets({ address, width, height }: { readonly address: number } & FrameSize): FrameTargets {
  const [halfWidth, halfHeight] = [width / 2, height / 2]
  const u = address + width * height
  return {
    y: { address, stride: width, width, height },
    u: { address: u, stride: halfWidth, width: halfWidth, height: halfHeight },
    v: { address: u + halfWidth * halfHeight, stride: halfWidth, width: halfWidth, height: halfHeight },
  }
}

export function alignUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit
}
