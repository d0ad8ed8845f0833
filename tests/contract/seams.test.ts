import { CAMERA_MOVES, type CameraMove } from 'shared/camera'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { continuityOf, type Ffmpeg, frameAt, lastFrame } from '../../server/media/index.ts'
import { createMotionEngine, type MotionEngine, type MotionSpec } from '../../server/motion/index.ts'
import { makeWorkDirectory, photo, systemFfmpeg } from '../harness/media.ts'
import { plainPicture, plainSpec, renderWith } from '../harness/motion.ts'

const FRAME = { width: 320, height: 180 } as const
const { signal } = new AbortController()
/** From this likeness on nothing of a seam is seen, see docs/stitching.md. */
const SEAMLESS = 0.92

let ffmpeg: Ffmpeg
let engine: MotionEngine
let work: Awaited<ReturnType<typeof makeWorkDirectory>>
/** The last frame of a clip of each move, as it was encoded. */
const ends = new Map<CameraMove, string>()

beforeAll(async () => {
  ffmpeg = await systemFfmpeg()
  work = await makeWorkDirectory()
  engine = createMotionEngine({ ffmpeg })
  const path = work.file('scene.png')
  await sharp(await photo(640, 360, 5))
    .png()
    .toFile(path)
  for (const camera of CAMERA_MOVES) {
    const clip = await renderWith(engine, specOf(path, { width: 640, height: 360 }, camera, `${camera}.mp4`, { frames: 90 }))
    const end = await lastFrame(ffmpeg, clip, work.file(`${camera}.png`), { signal })
    if (!end.ok) throw new Error(end.problem.detail)
    ends.set(camera, end.value.path)
  }
}, 240_000)
afterAll(async () => {
  await engine.close()
  await work[Symbol.asyncDispose]()
})

function specOf(
  path: string,
  size: { readonly width: number; readonly height: number },
  camera: CameraMove,
  output: string,
  more: Partial<MotionSpec> & Pick<MotionSpec, 'frames'>,
): MotionSpec {
  return plainSpec({ picture: plainPicture({ path, ...size }), ...FRAME, camera, output: work.file(output), ...more })
}

describe('a clip that follows another without a seam', () => {
  it.each(CAMERA_MOVES)(
    'begins with the very frame in which %s has ended, whatever its own move is',
    async (before) => {
      const end = ends.get(before) ?? ''
      for (const camera of CAMERA_MOVES) {
        const still = specOf(end, FRAME, camera, 'first.png', { frames: 90, cameraFrom: 'whole', still: 0 })
        const { score, ssim, warning } = await continuityOf(end, await renderWith(engine, still))
        expect({ camera, warning }).toEqual({ camera, warning: undefined })
        expect(ssim, camera).toBeGreaterThan(SEAMLESS)
        expect(score, camera).toBeGreaterThan(0.95)
      }
    },
    120_000,
  )

  it.each(['pan_slow', 'whip_pan_right', 'handheld_subtle', 'orbit'] as const)(
    'is as seamless once it is encoded: %s',
    async (camera) => {
      const end = ends.get('pan_slow') ?? ''
      const clip = await renderWith(engine, specOf(end, FRAME, camera, 'next.mp4', { frames: 90, cameraFrom: 'whole' }))
      const first = await frameAt(ffmpeg, clip, 0, work.file('next.png'), { signal })
      if (!first.ok) throw new Error(first.problem.detail)
      const { score, ssim } = await continuityOf(end, first.value.path)
      expect(ssim).toBeGreaterThan(SEAMLESS)
      expect(score).toBeGreaterThan(0.8)
    },
    120_000,
  )

  it('would jump where its move begins somewhere else', async () => {
    const end = ends.get('dolly_slow') ?? ''
    const still = specOf(end, FRAME, 'pan_slow', 'jump.png', { frames: 90, still: 0 })
    expect((await continuityOf(end, await renderWith(engine, still))).ssim).toBeLessThan(SEAMLESS)
  })
})
