import type { FrameSize } from 'shared/camera'
import { allocateWorkspace } from '../compositor.ts'
import { compileKernel, createKernelMemory, instantiateKernel } from '../kernel.ts'
import { Arena, frameTargets } from '../memory.ts'
import { renderFrame, slotBytes, sumBytes } from '../render-frame.ts'
import type { FrameDraws, PictureSource, Source } from '../scene.ts'
import { type Desk, placePicture } from '../sources.ts'

/** The levels of a frame. */
export interface Planes {
  readonly y: Uint8Array
  readonly u: Uint8Array
  readonly v: Uint8Array
}

/** A kernel with its memory for tests: sources go in, the levels of single frames come out. */
export interface Darkroom extends Desk {
  picture(width: number, height: number, pixel: (x: number, y: number) => readonly [number, number, number]): PictureSource
  render(frame: FrameSize, sources: readonly Source[], draws: FrameDraws): Planes
}

export async function openDarkroom(): Promise<Darkroom> {
  const memory = createKernelMemory()
  const kernel = instantiateKernel(await compileKernel(), memory)
  const arena = new Arena(memory)
  return {
    kernel,
    arena,
    picture: (width, height, pixel) => {
      const data = Buffer.alloc(width * height * 3)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const at = (y * width + x) * 3
          ;[data[at], data[at + 1], data[at + 2]] = pixel(x, y)
        }
      return placePicture({ kernel, arena }, { width, height, data })
    },
    render: (frame, sources, draws) => {
      const { width, height } = frame
      const address = arena.allocate(slotBytes(width, height))
      const sums = arena.allocate(sumBytes(width, height))
      renderFrame(kernel, { frame, sources }, allocateWorkspace(arena, frame, sources), draws, address, sums)
      const { y, u, v } = frameTargets({ address, ...frame })
      const levels = (plane: typeof y): Uint8Array => arena.bytes(plane.address, plane.width * plane.height).slice()
      return { y: levels(y), u: levels(u), v: levels(v) }
    },
  }
}
