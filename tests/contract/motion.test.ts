import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import sharp, { type Create, type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, camera, CAMERA_MOVES, framing, frameSize, multiply, mulberry32, showBox, IDENTITY } from 'shared/camera'
import type { MotionEngine, MotionProgress, MotionSpec } from '../../server/motion/index.ts'
import { decode, frameOf, framesOf, resized, type RgbImage, ssim, warp } from '../harness/frames.ts'
import { makeWorkDirectory } from '../harness/media.ts'
import { openEngine, pixelAt, plainPicture, plainSpec, renderWith } from '../harness/motion.ts'
import { productPicture } from '../harness/pictures.ts'
import { probe, startsFast } from '../harness/probe.ts'

const execute = promisify(execFile)
const PICTURE = { width: 1200, height: 1500 }
/** Small enough to be quick: what a clip shows does not depend on its size. */
const SMALL = { width: 360, height: 640 }

let directory: Awaited<ReturnType<typeof makeWorkDirectory>>
let picture: Buffer
let engine: MotionEngine

beforeAll(async () => {
  directory = await makeWorkDirectory()
  picture = await productPicture({ ...PICTURE, seed: 11, subjectAt: 0.4 }, 'png')
  await writeFile(file('product.png'), picture)
  engine = await openEngine()
})

afterAll(async () => {
  await engine.close()
  await directory[Symbol.asyncDispose]()
})

function file(name: string): string {
  return directory.file(name)
}

function specOf(more: Partial<MotionSpec> & { readonly output: string }): MotionSpec {
  const picture = plainPicture({ path: file('product.png'), ...PICTURE, focus: { x: 0.4, y: 0.55 } })
  return plainSpec({ picture, ...SMALL, frames: 15, ...more })
}

async function saved(name: string, pixels: Sharp, size: { width: number; height: number }): Promise<MotionSpec['picture']> {
  await pixels.png().toFile(file(name))
  return plainPicture({ path: file(name), ...size })
}

function colourful({ width, height }: { width: number; height: number }, colour: string): Create {
  return { width, height, channels: 3, background: colour }
}

describe('a clip', () => {
  const seed = Number(process.env['MOTION_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  const random = mulberry32(seed)
  const cases = ([24, 30, 60] as const).map((frameRate) => ({
    frameRate,
    ratio: ASPECT_RATIOS[Math.floor(random() * ASPECT_RATIOS.length)] ?? '1:1',
    move: CAMERA_MOVES[Math.floor(random() * CAMERA_MOVES.length)] ?? 'dolly_slow',
    frames: 12 + Math.floor(random() * 24),
  }))

  it.each(cases)(`of $frames frames at $frameRate fps, $ratio, $move is exactly that (MOTION_SEED=${seed})`, async (wanted) => {
    const { frameRate, ratio, move, frames } = wanted
    const size = frameSize(ratio, '720p')
    const progress: number[] = []
    const spec = specOf({ ...size, frameRate, frames, camera: move, output: file(`exact-${frameRate}.mp4`) })
    const onProgress = ({ framesDone }: MotionProgress) => progress.push(framesDone)
    const done = await engine.render(spec, { signal: new AbortController().signal, onProgress })
    expect(done).toEqual({ ok: true, value: { parallax: 'whole_picture' } })
    expect(await probe(spec.output)).toMatchObject({
      codec_name: 'h264',
      pix_fmt: 'yuv420p',
      ...size,
      r_frame_rate: `${frameRate}/1`,
      nb_read_frames: String(frames),
      color_range: 'tv',
      color_space: 'bt709',
      color_transfer: 'bt709',
      color_primaries: 'bt709',
    })
    expect(await startsFast(spec.output)).toBe(true)
    expect(progress).toEqual(Array.from({ length: frames + 1 }, (_, index) => index))
  })

  // One whose every frame is scaled, one that is sheared, one that ends warped; of the others, any two.
  const kernels = ['dolly_slow', 'orbit', 'spiral_zoom'] as const
  const others = CAMERA_MOVES.filter((move) => kernels.every((each) => each !== move))
  const start = Math.floor(random() * others.length)
  const sampled = [...kernels, ...[...others, ...others].slice(start, start + 2)]

  it.each(sampled)(`of %s shows what the camera sees, first, midway and last (MOTION_SEED=${seed})`, async (move) => {
    const frame = { width: 360, height: 450 }
    const spec = specOf({ ...frame, camera: move, frames: 21, output: file(`warp-${move}.mp4`) })
    await renderWith(engine, spec)
    const framed = framing('crop', PICTURE, frame, { focus: { x: 0.4, y: 0.55 } })
    if (framed.kind !== 'box') throw new Error('a crop is a box')
    const { box } = framed
    const target = { x: (0.4 - box.x) / box.width, y: (0.55 - box.y) / box.height }
    const source = await resized(await decode(picture), 504, 630)
    const shot = { seed: 42, intensity: 1, aspect: frame.width / frame.height, seconds: 21 / spec.frameRate, depths: [1] }
    const frames = await framesOf(spec.output, [0, 10, 20], frame)
    const seen: number[] = []
    for (const [place, shown] of frames.entries()) {
      const index = place * 10
      const { layers, shutter } = camera(move, index / 21, { ...shot, target })
      if ((layers[0]?.focus ?? 0) < 1) continue
      const open = shutter === 0 ? [0] : [-7, -5, -3, -1, 1, 3, 5, 7].map((sixteenth) => (sixteenth / 16) * (shutter / 21))
      const instants = open.map((later) => {
        const [layer] = camera(move, index / 21 + later, { ...shot, target }).layers
        return warp(source, multiply(showBox(box), layer?.view ?? IDENTITY), frame.width, frame.height)
      })
      seen.push(ssim(shown, mean(instants)))
    }
    expect(seen.length).toBeGreaterThanOrEqual(2)
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0.98)
    const [first, middle] = frames
    if (first === undefined || middle === undefined) throw new Error('no frames')
    expect(ssim(first, middle)).toBeLessThan(0.995)
  })

  it.each(['dolly_slow', 'pan_slow', 'crane_up'] as const)('of %s never shows an edge', async (move) => {
    const size = { width: 777, height: 1001 }
    const white = await saved('white.png', sharp({ create: colourful(size, '#fff') }), size)
    const spec = specOf({ picture: white, camera: move, intensity: 1.5, frames: 9, output: file(`edge-${move}.mp4`) })
    await renderWith(engine, spec)
    for (const { data } of await framesOf(spec.output, [0, 4, 8], spec))
      expect(data.reduce((least, level) => Math.min(least, level), 255)).toBeGreaterThanOrEqual(252)
  })

  it('shows nothing outside the rectangle that was drawn', async () => {
    const size = { width: 1000, height: 600 }
    const right = { input: { create: colourful({ width: 500, height: 600 }, '#00c000') }, left: 500, top: 0 }
    const halves = await saved('halves.png', sharp({ create: colourful(size, '#c00000') }).composite([right]), size)
    const fit = { x: 0.5, y: 0, width: 0.5, height: 1 }
    const spec = specOf({ picture: halves, fit, camera: 'pan_slow', width: 360, height: 360, frames: 5, output: file('rectangle.mp4') })
    await renderWith(engine, spec)
    const frame = await frameOf(spec.output, 0)
    for (const [x, y] of [
      [6, 6],
      [6, 180],
      [180, 180],
      [359, 359],
    ] as const) {
      const [red, green] = pixelAt(frame, x, y)
      expect(red).toBeLessThan(30)
      expect(green).toBeGreaterThan(170)
    }
  })

  it('shows the whole picture on a blurred, darker fill of itself', async () => {
    const size = { width: 1200, height: 600 }
    const corner = { input: { create: colourful({ width: 60, height: 60 }, '#ff0000') }, left: 0, top: 0 }
    const cornered = await saved('cornered.png', sharp({ create: colourful(size, '#40a0e0') }).composite([corner]), size)
    const spec = specOf({ picture: cornered, fit: 'blur', camera: 'static_focus', frames: 5, output: file('blur.mp4') })
    await renderWith(engine, spec)
    const frame = await frameOf(spec.output, 0)
    const top = Math.round((640 - 180) / 2)
    const [red, , blue] = pixelAt(frame, 5, top + 5)
    expect(red).toBeGreaterThan(220)
    expect(blue).toBeLessThan(40)
    expect(pixelAt(frame, 300, top + 100)).toSatisfy(near([64, 160, 224], 5))
    expect(pixelAt(frame, 300, 50)).toSatisfy(near([45, 112, 157], 6))
  })

  const odd = [
    { width: 1, height: 1 },
    { width: 3, height: 2 },
    { width: 9000, height: 40 },
  ]

  it.each(odd)('of a $width x $height picture is made too', async (size) => {
    const small = await saved('odd.png', sharp({ create: colourful(size, '#4080c0') }), size)
    for (const fit of ['crop', 'blur', { x: 0.3, y: 0.3, width: 0.01, height: 0.4 }] as const) {
      const output = await renderWith(
        engine,
        specOf({ picture: small, fit, ...frameSize('9:16', '720p'), frames: 2, output: file('odd.mp4') }),
      )
      expect(pixelAt(await frameOf(output, 1), 360, 640)).toSatisfy(near([64, 128, 192], 16))
    }
  })

  it('lays a transparent picture on a light neutral, a white one on a dark', async () => {
    const size = { width: 720, height: 720 }
    const render1 = async (colour: string) => {
      const dot = { input: { create: colourful({ width: 200, height: 200 }, colour) }, left: 260, top: 260 }
      const clear = sharp({ create: { ...size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } }).composite([dot])
      const spec = specOf({
        picture: await saved('clear.png', clear, size),
        ...frameSize('1:1', '720p'),
        frames: 2,
        output: file('clear.mp4'),
      })
      await renderWith(engine, spec)
      return pixelAt(await frameOf(spec.output, 0), 20, 20)
    }
    expect(await render1('#803020')).toSatisfy(near([246, 246, 248], 4))
    expect(await render1('#ffffff')).toSatisfy(near([28, 27, 34], 4))
  })

  it('has the colours that swscale would give it', async () => {
    const size = { width: 720, height: 720 }
    const pixels = Buffer.alloc(720 * 720 * 3)
    for (let y = 0; y < 720; y++)
      for (let x = 0; x < 720; x++) {
        const colour = [x / 719, y / 719, (x + y) / 1438].map((share) => Math.round(255 * share))
        pixels.set(colour, (y * 720 + x) * 3)
      }
    const smooth = await saved('smooth.png', sharp(pixels, { raw: { ...size, channels: 3 } }), size)
    const spec = specOf({ picture: smooth, ...frameSize('1:1', '720p'), camera: 'static_focus', frames: 2, output: file('smooth.mp4') })
    await renderWith(engine, spec)
    const scale = 'scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_inp+bicubic,format=yuv420p'
    const [ours, theirs] = await Promise.all([planes(spec.output, 'null'), planes(file('smooth.png'), scale)])
    const differences = ours.map((level, index) => Math.abs(level - (theirs[index] ?? 0)))
    expect(ours).toHaveLength((720 * 720 * 3) / 2)
    // x264 quantises on top of the rounding: what is measured is the bias and the bulk, not the worst sample.
    expect(differences.reduce((sum, each) => sum + each, 0) / differences.length).toBeLessThan(0.8)
    expect(differences.filter((each) => each > 2).length / differences.length).toBeLessThan(0.01)
  })
})

/** Pictures of one size, averaged. */
function mean(pictures: readonly RgbImage[]): RgbImage {
  const [first] = pictures
  if (first === undefined) throw new Error('there is nothing to average')
  if (pictures.length === 1) return first
  const data = first.data.map((_, index) => pictures.reduce((sum, each) => sum + (each.data[index] ?? 0), 0) / pictures.length)
  return { ...first, data }
}

/** Raw yuv420p planes of the first frame of a file. */
async function planes(input: string, filter: string): Promise<Buffer> {
  const raw = ['-vf', filter, '-frames:v', '1', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-']
  const { stdout } = await execute('ffmpeg', ['-v', 'error', '-i', input, ...raw], { encoding: 'buffer', maxBuffer: 1 << 28 })
  return stdout
}

function near(expected: readonly number[], tolerance: number): (pixel: readonly number[]) => boolean {
  return (pixel) => pixel.every((level, index) => Math.abs(level - (expected[index] ?? 0)) <= tolerance)
}
