import sharp from 'sharp'
import { camera, IDENTITY, maximumZoom } from 'shared/camera'
import { allocateWorkspace } from '../../../server/motion/compositor.ts'
import { compileKernel, createKernelMemory, instantiateKernel } from '../../../server/motion/kernel.ts'
import { Arena } from '../../../server/motion/memory.ts'
import { renderFrame, slotBytes } from '../../../server/motion/render-frame.ts'
import { plainDraw } from '../../../server/motion/scene.ts'
import { placePicture } from '../../../server/motion/sources.ts'

const FRAME = { width: 1080, height: 1920 }
const OPTIONS = { seed: 1, intensity: 1, aspect: 9 / 16, seconds: 5, depths: [1] }

/** Milliseconds of processor time for a frame of a dolly over its whole way, of the kernel and of sharp's resize, by one thread each. */
export async function measureKernel(frames: number): Promise<{ readonly kernel: number; readonly sharp: number }> {
  const zoom = maximumZoom('dolly_slow', OPTIONS)
  const size = { width: Math.ceil(FRAME.width * zoom), height: Math.ceil(FRAME.height * zoom) }
  const pixels = Buffer.from(Uint8Array.from({ length: size.width * size.height * 3 }, (_, index) => (index * 7919) >> 6))
  const views = Array.from({ length: frames }, (_, index) => camera('dolly_slow', index / frames, OPTIONS).layers[0]?.view ?? IDENTITY)

  const memory = createKernelMemory()
  const arena = new Arena(memory)
  const kernel = instantiateKernel(await compileKernel(), memory)
  const source = placePicture({ kernel, arena }, { ...size, data: pixels })
  const workspace = allocateWorkspace(arena, FRAME, [source])
  const address = arena.allocate(slotBytes(FRAME.width, FRAME.height))
  const parts = { frame: FRAME, sources: [source] }
  const ours = (): void => {
    for (const view of views) renderFrame(kernel, parts, workspace, [[plainDraw(0, view)]], address, null)
  }

  sharp.concurrency(1)
  sharp.cache(false)
  const theirs = async (): Promise<void> => {
    for (const [width, , x, , height, top] of views) {
      const region = {
        left: Math.round(x * size.width),
        top: Math.round(top * size.height),
        width: Math.floor(width * size.width),
        height: Math.floor(height * size.height),
      }
      const cut = sharp(pixels, { raw: { ...size, channels: 3 } }).extract(region)
      await cut.resize(FRAME.width, FRAME.height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer()
    }
  }
  ours()
  await theirs()
  return { kernel: await cpuPerFrame(frames, ours), sharp: await cpuPerFrame(frames, theirs) }
}

async function cpuPerFrame(frames: number, work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / frames
}
