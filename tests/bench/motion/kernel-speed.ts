import sharp from 'sharp'
import { camera, type Homography, IDENTITY, maximumZoom } from 'shared/camera'
import { allocateWorkspace } from '../../../server/motion/compositor.ts'
import { compileKernel, createKernelMemory, instantiateKernel } from '../../../server/motion/kernel.ts'
import { Arena } from '../../../server/motion/memory.ts'
import { renderFrame, slotBytes } from '../../../server/motion/render-frame.ts'
import { plainDraw } from '../../../server/motion/scene.ts'
import { placePicture } from '../../../server/motion/sources.ts'

const FRAME = { width: 1080, height: 1920 }
const OPTIONS = { seed: 1, intensity: 1, aspect: 9 / 16, seconds: 5, depths: [1] }

/** Milliseconds of processor time that a frame takes one thread, over the whole way of a move. */
export interface KernelSpeed {
  /** A dolly, by scale and shift. */
  readonly scaled: number
  /** An orbit, by a homography whose rows are nearly level. */
  readonly orbit: number
  /** A picture turned by 30 degrees, by any homography. */
  readonly turned: number
  /** The dolly by sharp's resize. */
  readonly sharp: number
}

/** Measures the kernels and sharp on frames of 1080x1920. */
export async function measureKernel(frames: number): Promise<KernelSpeed> {
  const dolly = Array.from({ length: frames }, (_, index) => camera('dolly_slow', index / frames, OPTIONS).layers[0]?.view ?? IDENTITY)
  const orbit = Array.from({ length: frames }, (_, index) => camera('orbit', index / frames, OPTIONS).layers[0]?.view ?? IDENTITY)
  const zoom = maximumZoom('dolly_slow', OPTIONS)
  const size = { width: Math.ceil(FRAME.width * zoom), height: Math.ceil(FRAME.height * zoom) }
  const pixels = Buffer.from(Uint8Array.from({ length: size.width * size.height * 3 }, (_, index) => (index * 7919) >> 6))

  const memory = createKernelMemory()
  const arena = new Arena(memory)
  const kernel = instantiateKernel(await compileKernel(), memory)
  const source = placePicture({ kernel, arena }, { ...size, data: pixels })
  const workspace = allocateWorkspace(arena, FRAME, [source])
  const address = arena.allocate(slotBytes(FRAME.width, FRAME.height))
  const parts = { frame: FRAME, sources: [source] }
  const ours = (views: readonly Homography[]) => (): void => {
    for (const view of views) renderFrame(kernel, parts, workspace, [[plainDraw(0, view)]], address, null)
  }

  sharp.concurrency(1)
  sharp.cache(false)
  const theirs = async (): Promise<void> => {
    for (const [width, , x, , height, top] of dolly) {
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
  return {
    scaled: await cpuPerFrame(frames, ours(dolly)),
    orbit: await cpuPerFrame(frames, ours(orbit)),
    turned: await cpuPerFrame(frames, ours(dolly.map(() => turned(30, 0.55)))),
    sharp: await cpuPerFrame(frames, theirs),
  }
}

/** Turns a picture of the frame's shape about its middle, of which a share is seen. */
function turned(degrees: number, share: number): Homography {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180) * share, Math.cos((degrees * Math.PI) / 180) * share]
  const [across, down] = [(sine * FRAME.height) / FRAME.width, (sine * FRAME.width) / FRAME.height]
  return [cosine, -across, 0.5 - cosine / 2 + across / 2, down, cosine, 0.5 - cosine / 2 - down / 2, 0, 0, 1]
}

/** The first run, which compiles, does not count. */
async function cpuPerFrame(frames: number, work: () => void | Promise<void>): Promise<number> {
  await work()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / frames
}
