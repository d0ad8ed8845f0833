import { execFile } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { continuityOf, type Ffmpeg, lastFrame, matchColours, profile } from '../../server/media/index.ts'
import { decode, everyFrameOf, ssim } from '../harness/frames.ts'
import { makeWorkDirectory, photo, systemFfmpeg, writeClip } from '../harness/media.ts'

const run = promisify(execFile)
const { signal } = new AbortController()
const SIZE = { width: 320, height: 180 }
const BT709 = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p', ...profile(30).videoArguments]
let ffmpeg: Ffmpeg
let work: Awaited<ReturnType<typeof makeWorkDirectory>>

beforeAll(async () => {
  ffmpeg = await systemFfmpeg()
  work = await makeWorkDirectory()
})
afterAll(() => work[Symbol.asyncDispose]())

async function lastOf(path: string) {
  const done = await lastFrame(ffmpeg, path, `${path}.png`, { signal })
  if (!done.ok) throw new Error(done.problem.detail)
  return decode(await readFile(done.value.path))
}

describe('the last frame', () => {
  const varying = ['-vf', "select='not(mod(n,3))+lt(n,20)',scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", '-fps_mode', 'vfr']
  it.each<[string, readonly string[]]>([
    ['with frames stored in another order', [...BT709, '-bf', '3', '-g', '250']],
    ['of a GOP that is cut short', [...BT709, '-frames:v', '37']],
    [
      'of frames of varying lengths',
      [...varying, '-c:v', 'libx264', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ],
  ])('is exact %s', async (name, encode) => {
    const path = await writeClip(work.file(`${name.replaceAll(' ', '-')}.mp4`), { ...SIZE, seconds: 1.5, encode })
    const all = await everyFrameOf(path, SIZE)
    const last = all.at(-1)
    const before = all.findLast(({ data }) => last !== undefined && Buffer.compare(data, last.data) !== 0)
    if (last === undefined || before === undefined) throw new Error('nothing was decoded')
    const found = await lastOf(path)
    expect(ssim(found, last)).toBeGreaterThan(0.98)
    expect(ssim(found, last)).toBeGreaterThan(ssim(found, before))
    await sharp(last.data, { raw: { ...SIZE, channels: 3 } })
      .png()
      .toFile(`${path}.whole.png`)
    expect((await continuityOf(`${path}.png`, `${path}.whole.png`)).colourDifference).toBeLessThan(2)
  })

  it('is the last that can be decoded where the end is damaged', async () => {
    const path = await writeClip(work.file('damaged.mp4'), { ...SIZE, seconds: 2, encode: [...BT709, ...profile(30).containerArguments] })
    const bytes = await readFile(path)
    await writeFile(path, bytes.fill(0, Math.round(bytes.length * 0.7)))
    expect(await lastOf(path)).toMatchObject(SIZE)
  })
})

describe('continuity', () => {
  async function pictures(name: string, change: (picture: Sharp) => Sharp) {
    const before = work.file(`${name}-before.png`)
    const after = work.file(`${name}-after.png`)
    const scene = await photo(480, 270, 5)
    await sharp(scene).extract({ left: 60, top: 30, width: 360, height: 202 }).png().toFile(before)
    await change(sharp(scene)).png().toFile(after)
    return continuityOf(before, after)
  }
  const same = { left: 60, top: 30, width: 360, height: 202 }

  it('is whole for a picture and itself', async () => {
    expect(await pictures('same', (scene) => scene.extract(same))).toEqual({ score: 1, ssim: 1, colourDifference: 0, motionJump: 0 })
  })

  it('passes what moves on by a frame', async () => {
    const { score, warning } = await pictures('next', (scene) => scene.extract({ ...same, left: 61 }))
    expect(score).toBeGreaterThan(0.8)
    expect(warning).toBeUndefined()
  })

  it('warns of a picture that jumps', async () => {
    const found = await pictures('jump', (scene) => scene.extract({ ...same, left: 100 }))
    expect(found).toMatchObject({ warning: 'motion' })
    expect(found.motionJump).toBeCloseTo(40 / 360, 1)
  })

  it('warns of colours that drift', async () => {
    const found = await pictures('drift', (scene) => scene.extract(same).linear([1.05, 1, 0.75], [16, 0, 0]))
    expect(found).toMatchObject({ warning: 'colour' })
    expect(found.colourDifference).toBeGreaterThan(6)
  })

  it('warns of another picture', async () => {
    const bars = Array.from({ length: 18 }, (_, index) => `<rect x="${index * 20}" width="10" height="202" fill="#ddd"/>`)
    const other = sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="360" height="202">${bars.join('')}</svg>`)).flatten()
    expect(await pictures('other', () => other)).toMatchObject({ warning: 'content' })
  })
})

describe('colours along a chain', () => {
  /** What a provider that only copies does to a frame: it is encoded, and every channel moves a little. */
  async function handOn(frame: string, segment: number): Promise<string> {
    const drifted = work.file(`drifted-${segment}.png`)
    await sharp(frame).linear([1.04, 0.99, 0.95], [3, -1, -2]).png().toFile(drifted)
    const clip = work.file(`segment-${segment}.mp4`)
    await run('ffmpeg', ['-v', 'error', '-y', '-loop', '1', '-framerate', '30', '-i', drifted, '-frames:v', '5', ...BT709, clip])
    const done = await lastFrame(ffmpeg, clip, work.file(`end-${segment}.png`), { signal })
    if (!done.ok) throw new Error(done.problem.detail)
    return done.value.path
  }

  it('stay those of the first frame over eight segments when anchored to it, and drift away when not', async () => {
    const first = work.file('first.png')
    await sharp(await photo(SIZE.width, SIZE.height, 9))
      .png()
      .toFile(first)
    let [anchored, free] = [work.file('anchored.png'), first]
    await copyFile(first, anchored)
    for (let segment = 0; segment < 8; segment += 1) {
      const matched = await matchColours(await handOn(anchored, segment), first, work.file(`matched-${segment}.png`))
      if (!matched.ok) throw new Error(matched.problem.detail)
      anchored = matched.value.path
      free = await handOn(free, 100 + segment)
    }
    expect((await continuityOf(first, anchored)).colourDifference).toBeLessThan(3)
    expect((await continuityOf(first, free)).colourDifference).toBeGreaterThan(6)
  })
})
