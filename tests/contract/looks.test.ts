import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { LIGHTINGS, type Lighting, STYLES, type Style } from 'shared/strategy'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Ffmpeg, probeVideo } from '../../server/media/index.ts'
import { gradePixels, type Look, renderLook, restyle } from '../../server/motion/look/index.ts'
import type { RestyleSpec } from '../../server/motion/index.ts'
import type { Pixels } from '../../server/motion/sources.ts'
import { decode, everyFrameOf, type RgbImage } from '../harness/frames.ts'
import { edgeDistance, meanColourDifference, paletteDistance } from '../harness/look-measures.ts'
import { makeWorkDirectory, systemFfmpeg, writeClip } from '../harness/media.ts'
import { productPicture } from '../harness/pictures.ts'
import { descendants, waitUntilGone } from '../harness/processes.ts'

const execute = promisify(execFile)
const FRAME = { width: 360, height: 360 }
const PLAIN: Look = { style: 'realistic', lighting: null, strength: 2 / 3, intensity: 1, bars: false, seed: 7 }
const never = new AbortController().signal

let directory: Awaited<ReturnType<typeof makeWorkDirectory>>
let ffmpeg: Ffmpeg

beforeAll(async () => {
  directory = await makeWorkDirectory()
  ffmpeg = await systemFfmpeg()
  await writeFile(directory.file('product.png'), await productPicture({ ...FRAME, seed: 11, subjectAt: 0.45 }, 'png'))
  const still = ['-loop', '1', '-framerate', '30', '-i', directory.file('product.png'), '-frames:v', '10']
  const tags = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709']
  const encode = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-c:v', 'libx264', '-crf', '16', '-pix_fmt', 'yuv420p', ...tags]
  await execute('ffmpeg', ['-v', 'error', ...still, ...encode, directory.file('still.mp4')])
})

afterAll(async () => await directory[Symbol.asyncDispose]())

async function shown(more: Partial<Look>): Promise<RgbImage> {
  const png = await renderLook(ffmpeg, directory.file('product.png'), { ...PLAIN, ...more }, { frame: FRAME, signal: never })
  if (!png.ok) throw new Error(JSON.stringify(png.problem))
  return await decode(png.value)
}

function specOf(more: Partial<RestyleSpec>): RestyleSpec {
  const { strength: lightingStrength, ...look } = PLAIN
  const clip = { ...FRAME, frameRate: 30, frames: 10 } as const
  return { ...look, lightingStrength, ...clip, input: directory.file('still.mp4'), smoothing: 'none', sound: true, output: '', ...more }
}

async function restyled(name: string, more: Partial<RestyleSpec>): Promise<string> {
  const output = directory.file(name)
  const done = await restyle(ffmpeg, specOf(more), output, { signal: never, onProgress: () => {} })
  expect(done).toEqual({ ok: true, value: null })
  return output
}

describe('the looks', () => {
  /** A quarter of the pixels have another colour, and all of them differ by a ΔE of 7 on average: seen at once. */
  const STYLES_APART = { palette: 0.25, colour: 7 }
  /** A light leaves a thing's own colours, so less of a difference is a light of its own. */
  const LIGHTS_APART = { palette: 0.2, colour: 4 }
  /** Share of the pixels whose surroundings are smoother or steeper than in the picture itself. */
  const EDGES_APART = 0.12

  it('of all styles are apart from the picture and from each other', async () => {
    const pictures = await Promise.all(STYLES.map((style) => shown({ style })))
    expectApart(STYLES, pictures, STYLES_APART)
    const [realistic, ...styled] = pictures
    if (realistic === undefined) throw new Error('there is a realistic style')
    for (const picture of styled) expect(edgeDistance(realistic, picture)).toBeGreaterThan(EDGES_APART)
  })

  it('of all lightings are apart from the picture and from each other', async () => {
    const pictures = await Promise.all([null, ...LIGHTINGS].map((lighting) => shown({ lighting })))
    expectApart(['none', ...LIGHTINGS], pictures, LIGHTS_APART)
  })

  it('leave a still alone where there is nothing to do, and give equal pixels for equal looks', async () => {
    const { data, info } = await sharp(directory.file('product.png')).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    const pixels: Pixels = { data, width: info.width, height: info.height }
    const grade = async (look: Look): Promise<Pixels> => {
      const graded = await gradePixels(ffmpeg, pixels, look, never)
      if (!graded.ok) throw new Error(JSON.stringify(graded.problem))
      return graded.value
    }
    expect((await grade(PLAIN)).data).toBe(data)
    const look = { ...PLAIN, style: 'anime', lighting: 'golden_hour' } as const
    const [one, other] = [await grade(look), await grade(look)]
    expect(one.data.length).toBe(data.length)
    expect(one.data.equals(other.data)).toBe(true)
    expect(one.data.equals(data)).toBe(false)
  })

  it('are found in a temporary directory of any name', async () => {
    const odd = directory.file("it's, a [test];dir")
    await mkdir(odd)
    vi.stubEnv('TMPDIR', odd)
    try {
      expect(meanColourDifference(await shown({ lighting: 'neon_noir' }), await shown({}))).toBeGreaterThan(10)
    } finally {
      vi.unstubAllEnvs()
    }
  })
})

function expectApart(
  names: readonly string[],
  pictures: readonly RgbImage[],
  least: { readonly palette: number; readonly colour: number },
): void {
  const near = pictures.flatMap((one, index) =>
    pictures.slice(0, index).flatMap((other, earlier) => {
      const [palette, colour] = [paletteDistance(one, other), meanColourDifference(one, other)]
      return palette > least.palette && colour > least.colour ? [] : [`${names[index]} and ${names[earlier]}: ${palette} ${colour}`]
    }),
  )
  expect(near).toEqual([])
}

describe('a clip that is restyled', () => {
  const looks: readonly (readonly [Style, Lighting])[] = [
    ['realistic', 'neon_noir'],
    ['cinematic', 'golden_hour'],
    ['cartoon', 'neon_glow'],
    ['anime', 'natural'],
    ['motion-graphics', 'high_contrast'],
    ['3d', 'volumetric'],
    ['realistic', 'warm_ambient'],
  ]

  it.each(looks)('as %s in %s has the look of a still and does not flicker', async (style, lighting) => {
    const frames = 6
    const output = await restyled(`${style}-${lighting}.mp4`, { style, lighting, frames })
    const [first, second, ...others] = await everyFrameOf(output, FRAME)
    const last = others.at(-1)
    if (!first || !second || !last) throw new Error('the clip is too short')
    expect(meanColourDifference(first, second)).toBeLessThanOrEqual(1)
    others.reduce((before, after) => {
      expect(meanColourDifference(before, after)).toBeLessThanOrEqual(1)
      return after
    }, second)
    expect(others).toHaveLength(frames - 2)
    expect(meanColourDifference(first, await shown({ style, lighting }))).toBeLessThan(4)
    expect(Buffer.compare(first.data, last.data)).not.toBe(0)
  })

  it('has its size, frame rate, length and sound, whatever the clip had, and reports its frames', async () => {
    const encode = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest']
    const input = await writeClip(directory.file('loud.mp4'), { width: 640, height: 360, frameRate: '24', audio: true, encode })
    const spec = specOf({ input, style: 'cinematic', bars: true, width: 360, height: 640, frameRate: 30, frames: 36 })
    const progress: number[] = []
    const output = directory.file('loud-restyled.mp4')
    const done = await restyle(ffmpeg, spec, output, { signal: never, onProgress: ({ framesDone }) => progress.push(framesDone) })
    expect(done).toEqual({ ok: true, value: null })
    const probed = await probeVideo(ffmpeg, output)
    if (!probed.ok) throw new Error(probed.problem.detail)
    expect(probed.value).toMatchObject({
      width: 360,
      height: 640,
      frames: 36,
      frameRate: 30,
      codec: 'h264',
      pixelFormat: 'yuv420p',
      bt709: true,
    })
    expect(probed.value).toMatchObject({ audio: { codec: 'aac', sampleRate: 48_000, channels: 2 }, longestGop: 15 })
    expect(progress[0]).toBe(0)
    expect(progress.at(-1)).toBe(36)
    expect([...progress].sort((one, other) => one - other)).toEqual(progress)
    const [first] = await everyFrameOf(output, probed.value)
    expect(Math.max(...(first?.data.subarray(360 * 3 * 60, 360 * 3 * 61) ?? []))).toBeLessThan(8)
  })

  it('is the same for the same seed', async () => {
    const hash = async (name: string, seed: number): Promise<string> => {
      const output = await restyled(name, { style: 'cinematic', lighting: 'volumetric', frames: 5, seed })
      return (await execute('ffmpeg', ['-v', 'error', '-i', output, '-f', 'framemd5', '-'])).stdout
    }
    const one = await hash('seed-1.mp4', 5)
    expect(await hash('seed-2.mp4', 5)).toBe(one)
    expect(await hash('seed-3.mp4', 6)).not.toBe(one)
  })

  it('is given up at once, with all that was started', async () => {
    const input = await writeClip(directory.file('long.mp4'), { seconds: 4 })
    const stop = new AbortController()
    const running = restyle(ffmpeg, specOf({ input, style: '3d', width: 1280, height: 720, frames: 120 }), directory.file('long-3d.mp4'), {
      signal: stop.signal,
      onProgress: ({ framesDone }) => framesDone > 0 && stop.abort(),
    })
    const done = await running
    expect(done.ok ? 'ok' : done.problem.code).toBe('cancelled')
    const left = descendants(process.pid).filter(({ command }) => command.includes('ffmpeg'))
    expect(
      await waitUntilGone(
        left.map(({ pid }) => pid),
        300,
      ),
    ).not.toBeNull()
  })

  it('that cannot be read is refused', async () => {
    await writeFile(directory.file('broken.mp4'), 'nothing')
    const done = await restyle(ffmpeg, specOf({ input: directory.file('broken.mp4') }), directory.file('no.mp4'), {
      signal: never,
      onProgress: () => {},
    })
    expect(done.ok ? 'ok' : done.problem.code).toBe('unsupported_media')
  })
})
