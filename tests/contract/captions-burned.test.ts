import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { cueShape, makeCues, timeScript } from 'shared/captions'
import { safeZone } from 'shared/strategy'
import { drawCaptions, type FilmLayer } from '../../server/drawing/index.ts'
import { conform, probeVideo, stitch } from '../../server/media/index.ts'
import { everyFrameOf, type RgbImage } from '../harness/frames.ts'
import { makeWorkDirectory, systemFfmpeg } from '../harness/media.ts'

const SIZE = { width: 360, height: 640 }
const GROUND = { r: 40, g: 90, b: 60 }
const SECONDS = 6
const FRAME_RATE = 30
const signal = new AbortController().signal

it('captions burned into a film light each word within 80 ms of the voice, and leave the rest of it as it was', async () => {
  await using files = await makeWorkDirectory()
  const ffmpeg = await systemFfmpeg()
  const source = files.file('source.mp4')
  const colour = `color=c=0x285a3c:size=${SIZE.width}x${SIZE.height}:rate=${FRAME_RATE}:duration=${SECONDS}`
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', colour, '-pix_fmt', 'yuv420p', source])
  const probed = await probeVideo(ffmpeg, source, signal)
  if (!probed.ok) throw new Error(probed.problem.detail)
  const target = { ...SIZE, frameRate: FRAME_RATE, duration: SECONDS, output: files.file('clip.mp4') } as const
  const clip = await conform(ffmpeg, { path: source, probed: probed.value }, target, { signal })
  if (!clip.ok) throw new Error(clip.problem.detail)

  const words = timeScript('Meet the bottle that keeps coffee hot', { start: 1.61, end: 4.13 })
  const cues = makeCues(words, { shape: cueShape('highlight', '9:16'), until: SECONDS })
  const drawn = await drawCaptions(
    {
      cues,
      style: 'highlight',
      place: 'bottom',
      size: SIZE,
      safeZone: safeZone('tiktok', '9:16'),
      brand: { colours: [], headingFont: null, bodyFont: null, logo: null },
      language: 'en',
    },
    { directory: files.file('layers'), signal },
  )
  if (!drawn.ok) throw new Error(drawn.problem.detail)
  const { layers } = drawn.value
  const film = await stitch(
    ffmpeg,
    {
      ...SIZE,
      frameRate: FRAME_RATE,
      clips: [{ path: clip.value.path, duration: SECONDS, in: 0, out: SECONDS, sound: 'mute', next: null }],
      soundtrack: null,
      layers,
      subtitles: null,
      joins: null,
      output: files.file('film.mp4'),
    },
    { signal },
  )
  if (!film.ok) throw new Error(film.problem.detail)
  expect(film.value.frames).toBe(SECONDS * FRAME_RATE)
  expect(film.value.copiedFrames).toBeGreaterThanOrEqual(2 * FRAME_RATE)

  expect(layers).toHaveLength(words.length)
  const bitmaps = await Promise.all(layers.map(flatten))
  const frames = await everyFrameOf(film.value.path, SIZE)
  const [first] = layers
  const [bitmap] = bitmaps
  if (first === undefined || bitmap === undefined) throw new Error('no layers')
  const blank = { ...bitmap, data: Buffer.alloc(bitmap.data.length, Buffer.from([GROUND.r, GROUND.g, GROUND.b])) }
  const seen = frames.map((frame) => likeliest(frame, bitmaps, blank, first))
  const end = layers.at(-1)?.end ?? 0
  expect(seen.findLastIndex((index) => index !== null) / FRAME_RATE).toBeCloseTo(end, 1)
  words.forEach(({ start }, index) => {
    expect(Math.abs(seen.indexOf(index) / FRAME_RATE - start)).toBeLessThan(0.08)
  })
})

async function flatten({ path }: FilmLayer): Promise<RgbImage> {
  const { data, info } = await sharp(path).flatten({ background: GROUND }).raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** Which of the bitmaps a frame shows; null: none of them. */
function likeliest(frame: RgbImage, bitmaps: readonly RgbImage[], blank: RgbImage, at: FilmLayer): number | null {
  const differences = bitmaps.map((bitmap) => difference(frame, bitmap, at))
  const least = Math.min(...differences)
  return difference(frame, blank, at) <= least ? null : differences.indexOf(least)
}

function difference(frame: RgbImage, bitmap: RgbImage, at: FilmLayer): number {
  let sum = 0
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++) {
      const inFrame = ((y + at.y) * frame.width + x + at.x) * 3
      for (let channel = 0; channel < 3; channel++) {
        sum += Math.abs((frame.data[inFrame + channel] ?? 0) - (bitmap.data[(y * bitmap.width + x) * 3 + channel] ?? 0))
      }
    }
  }
  return sum
}
