import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { conform, type Ffmpeg, probeVideo } from '../../server/media/index.ts'
import { restyle } from '../../server/motion/look/index.ts'
import { everyFrameOf, type RgbImage } from '../harness/frames.ts'
import { makeWorkDirectory, systemFfmpeg } from '../harness/media.ts'

const execute = promisify(execFile)
const never = new AbortController().signal
const SIZE = { width: 320, height: 180 }
/** A chequered square that moves 8 pixels a frame over one ground, then, after the cut, over another. */
const CUT = 15

let directory: Awaited<ReturnType<typeof makeWorkDirectory>>
let ffmpeg: Ffmpeg

beforeAll(async () => {
  directory = await makeWorkDirectory()
  ffmpeg = await systemFfmpeg()
  const frames = Array.from({ length: 30 }, (_, index) => movingSquare(index))
  await writeFile(directory.file('square.rgb'), Buffer.concat(frames))
  const input = [
    '-f',
    'rawvideo',
    '-pixel_format',
    'rgb24',
    '-video_size',
    '320x180',
    '-framerate',
    '15',
    '-i',
    directory.file('square.rgb'),
  ]
  const tags = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709']
  const encode = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-c:v', 'libx264', '-crf', '10', '-pix_fmt', 'yuv420p', ...tags]
  await execute('ffmpeg', ['-v', 'error', ...input, ...encode, directory.file('square.mp4')])
})

afterAll(async () => await directory[Symbol.asyncDispose]())

function movingSquare(index: number): Buffer {
  const after = index >= CUT
  const data = Buffer.alloc(SIZE.width * SIZE.height * 3)
  const left = 20 + 8 * (index % CUT)
  const top = after ? 100 : 40
  for (let y = 0; y < SIZE.height; y++)
    for (let x = 0; x < SIZE.width; x++) {
      const inside = x >= left && x < left + 48 && y >= top && y < top + 48
      const chequer = (((x - left) >> 3) + ((y - top) >> 3)) % 2 === 0
      const ground = after ? [200, 180, 90] : [30, 50, 110]
      const square = after ? [40, 10, chequer ? 40 : 80] : [220, 220, chequer ? 220 : 160]
      data.set(inside ? square : ground, (y * SIZE.width + x) * 3)
    }
  return data
}

/** The ground's colour in a corner, and where the middle of what is not ground lies. */
function seen({ data, width, height }: RgbImage): { readonly ground: readonly number[]; readonly middle: number; readonly area: number } {
  const ground = [...data.subarray(0, 3)]
  const columns: number[] = []
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      const away = ground.reduce((sum, level, channel) => sum + Math.abs((data[at + channel] ?? 0) - level), 0)
      if (away > 60) columns.push(x)
    }
  return { ground, middle: columns.reduce((sum, x) => sum + x, 0) / columns.length, area: columns.length }
}

async function framesAt60(smoothing: 'none' | 'motion'): Promise<readonly ReturnType<typeof seen>[]> {
  const path = directory.file('square.mp4')
  const probed = await probeVideo(ffmpeg, path)
  if (!probed.ok) throw new Error(probed.problem.detail)
  const output = directory.file(`square-${smoothing}.mp4`)
  const target = { ...SIZE, frameRate: 60, duration: 2, smoothing, output } as const
  const done = await conform(ffmpeg, { path, probed: probed.value }, target, { signal: never })
  if (!done.ok) throw new Error(done.problem.detail)
  return (await everyFrameOf(output, SIZE)).map(seen)
}

it('makes the frames between, up to the last, and lets no scene through the other', async () => {
  const frames = await framesAt60('motion')
  expect(frames).toHaveLength(120)
  const middleAt = (sourceFrame: number): number => 43.5 + 8 * (sourceFrame % CUT)
  const cut = frames.findIndex(({ ground }) => (ground[0] ?? 0) > 150)
  expect(Math.abs(cut - CUT * 4)).toBeLessThanOrEqual(2)
  frames.forEach(({ ground, middle, area }, index) => {
    expect(area).toBeGreaterThan(48 * 48 * 0.93)
    expect(area).toBeLessThan(48 * 48 * 1.07)
    const [red] = index < cut ? [30] : [200]
    expect(Math.abs((ground[0] ?? 0) - red)).toBeLessThan(6)
    if (Math.abs(index - CUT * 4) > 4 && index <= 29 * 4) expect(Math.abs(middle - middleAt(index / 4))).toBeLessThan(1)
  })
  expect(frames.at(-1)?.middle).toBeCloseTo(middleAt(29), 0)
})

it('is off unless it is asked for', async () => {
  const frames = await framesAt60('none')
  const places = new Set(frames.slice(0, 56).map(({ middle }) => Math.round(middle)))
  expect(places.size).toBe(14)
})

it('smooths a clip that is restyled', async () => {
  const output = directory.file('square-restyled.mp4')
  const look = { style: 'realistic', lighting: null, lightingStrength: 2 / 3, intensity: 1, bars: false, seed: 7 } as const
  const clip = {
    input: directory.file('square.mp4'),
    output,
    ...SIZE,
    frameRate: 60,
    frames: 24,
    smoothing: 'motion',
    sound: true,
  } as const
  const done = await restyle(ffmpeg, { ...look, ...clip }, output, { signal: never, onProgress: () => {} })
  expect(done).toEqual({ ok: true, value: null })
  const middles = (await everyFrameOf(output, SIZE)).map((frame) => seen(frame).middle)
  middles.slice(1, 12).forEach((middle, index) => expect(middle - (middles[index] ?? 0)).toBeCloseTo(2, 0))
  expect(middles).toHaveLength(24)
})
