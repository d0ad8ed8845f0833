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

/** A picture as planes; chroma has half the samples of luma each way, rounded up. */
export interface PictureLayout {
  readonly y: Plane
  readonly u: Plane
  readonly v: Plane
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

/** Room for one padded plane. */
export function allocatePlane(arena: Arena, width: number, height: number): Plane {
  const stride = alignUp((width + 2 * PADDING) * 2, 16)
  const start = arena.allocate(stride * (height + 2 * PADDING))
  return { address: start + PADDING * stride + PADDING * 2, stride, width, height }
}

/** Room for a picture of the given size. */
export function allocatePicture(arena: Arena, width: number, height: number): PictureLayout {
  const half = [Math.ceil(width / 2), Math.ceil(height / 2)] as const
  return { y: allocatePlane(arena, width, height), u: allocatePlane(arena, ...half), v: allocatePlane(arena, ...half) }
}

/** Bytes of one yuv420p frame; both sides are even. */
export function frameBytes(width: number, height: number): number {
  return (width * height * 3) / 2
}

export function alignUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit
}
