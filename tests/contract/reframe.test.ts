import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { isTerminal } from 'shared/progress'
import { asset, type Job, job, storyboard } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { profile } from '../../server/media/index.ts'
import { type Backend, startBackend } from '../harness/backend.ts'
import { decode, frameOf, resized, type RgbImage, ssim } from '../harness/frames.ts'
import { productPicture } from '../harness/pictures.ts'

const run = promisify(execFile)
const LONG = 240_000
const FRAME = { width: 1280, height: 720 } as const
/** Of a film of this frame that is cut to 9:16. */
const WINDOW = { width: 405, height: 720 } as const

let directory: string
let backend: Backend

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pagereel-reframe-'))
  backend = await startBackend()
}, LONG)
afterAll(async () => {
  await backend.stop()
  await rm(directory, { recursive: true, force: true })
})

/** A clip of which nobody has told what it is about: a bottle that stands somewhere in a wide frame. */
async function clipOf(subjectAt: number): Promise<{ readonly id: string; readonly still: RgbImage }> {
  const [png, mp4] = [join(directory, `${subjectAt}.png`), join(directory, `${subjectAt}.mp4`)]
  await writeFile(png, await productPicture({ ...FRAME, seed: 11, subjectAt }, 'png'))
  const { videoArguments, containerArguments } = profile(24)
  const input = [
    '-loop',
    '1',
    '-framerate',
    '24',
    '-i',
    png,
    '-frames:v',
    '48',
    '-vf',
    'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
  ]
  await run('ffmpeg', ['-v', 'error', '-y', ...input, ...videoArguments, ...containerArguments, mp4])
  const added = await backend.ask('/api/assets', { body: await readFile(mp4), headers: { 'Content-Type': 'video/mp4' } })
  return { id: asset.parse(await added.json()).id, still: await decode(await readFile(png)) }
}

async function made(request: object): Promise<Job> {
  const asked = await backend.ask('/api/jobs', { json: request })
  for (let now = job.parse(await asked.json()); ; now = job.parse(await (await backend.ask(`/api/jobs/${now.id}`)).json())) {
    if (isTerminal(now.status)) return now
    await wait(200)
  }
}

/** A frame of what an export wrote, as large as the window that it was cut from. */
async function frameOfExport(done: Job, index: number): Promise<RgbImage> {
  if (done.kind !== 'export' || done.result?.file === undefined || done.result.file === null) throw new Error(JSON.stringify(done.error))
  const path = join(directory, `${done.id}.mp4`)
  await writeFile(path, new Uint8Array(await (await fetch(new URL(done.result.file.url, backend.base))).arrayBuffer()))
  return await resized(await frameOf(path, index), WINDOW.width, WINDOW.height)
}

async function windowAt(still: RgbImage, left: number): Promise<RgbImage> {
  const { width, height, data } = still
  const cut = await sharp(data, { raw: { width, height, channels: 3 } })
    .extract({ left, top: 0, ...WINDOW })
    .png()
    .toBuffer()
  return await decode(cut)
}

/** The left edge of the window of a still that a frame shows. */
async function placeOf(frame: RgbImage, still: RgbImage): Promise<number> {
  const places = Array.from({ length: 36 }, (_, index) => index * 25).filter((left) => left + WINDOW.width <= still.width)
  let [best, most] = [0, -1]
  for (const left of places) {
    const likeness = ssim(frame, await windowAt(still, left))
    if (likeness > most) [best, most] = [left, likeness]
  }
  return best
}

describe('a film that is cut to another shape', () => {
  it(
    'keeps what it is about, though nobody has told what that is',
    async () => {
      const { id, still } = await clipOf(0.1)
      const done = await made({ kind: 'export', assetId: id, preset: 'tiktok' })
      expect(done).toMatchObject({ status: 'completed', result: { file: { width: 720, height: 1280 } } })
      // The bottle reaches from 45 to 210.
      expect(await placeOf(await frameOfExport(done, 24), still)).toBeLessThanOrEqual(45)
    },
    LONG,
  )

  it(
    'follows it from segment to segment',
    async () => {
      const [left, right] = [await clipOf(0.1), await clipOf(0.88)]
      const settings = { aspectRatio: '16:9', resolution: '720p', frameRate: 24 }
      const wished = { settings, segments: [{ prompt: 'left' }, { prompt: 'right' }] }
      const story = storyboard.parse(await (await backend.ask('/api/storyboards', { json: wished })).json())
      for (const [index, { id }] of [left, right].entries()) {
        const where = `/api/storyboards/${story.id}/segments/${story.segments[index]?.id}/takes`
        const taken = await backend.ask(where, { json: { assetId: id }, headers: { 'If-Match': '*' } })
        expect(taken.status).toBe(201)
      }
      expect(await made({ kind: 'reel', storyboardId: story.id, generate: false })).toMatchObject({ status: 'completed' })
      const done = await made({ kind: 'export', storyboardId: story.id, preset: 'reels' })
      expect(await placeOf(await frameOfExport(done, 12), left.still)).toBeLessThanOrEqual(45)
      expect(await placeOf(await frameOfExport(done, 84), right.still)).toBeGreaterThanOrEqual(1210 - WINDOW.width)
    },
    LONG,
  )
})
