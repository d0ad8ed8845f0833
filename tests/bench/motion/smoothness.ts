import { open } from 'node:fs/promises'
import sharp from 'sharp'
import { camera, type CameraMove, framing, invert, multiply, type Point, project, showBox, IDENTITY } from 'shared/camera'
import type { MotionEngine, MotionSpec } from '../../../server/motion/index.ts'
import { plainPicture, plainSpec } from '../../harness/motion.ts'

const PICTURE = { width: 2400, height: 3200 }
const DISC = { x: 0.52, y: 0.46, radius: 130 }
const FRAME = { width: 1080, height: 1920 }
const FRAMES = 150
const FRAME_BYTES = (FRAME.width * FRAME.height * 3) / 2

export interface Smoothness {
  readonly rms: number
  readonly max: number
}

/**
 * How evenly a disc moves that the camera passes: its centroid in every frame, less where the camera's formula puts it, and of what
 * is left the second difference, in pixels; the worse of both axes.
 * @param raw an engine whose encoder keeps the frames as they are
 */
export async function measureSmoothness(raw: MotionEngine, directory: string, move: CameraMove): Promise<Smoothness> {
  const path = `${directory}/disc.png`
  const place = `cx="${DISC.x * PICTURE.width}" cy="${DISC.y * PICTURE.height}" r="${DISC.radius}"`
  const shapes = `<rect width="100%" height="100%" fill="#303030"/><circle ${place} fill="#fff"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE.width}" height="${PICTURE.height}">${shapes}</svg>`
  await sharp(Buffer.from(svg)).removeAlpha().png().toFile(path)
  const output = `${directory}/disc.yuv`
  const picture = plainPicture({ path, ...PICTURE, focus: { x: 0.6, y: 0.55 } })
  const spec = plainSpec({ picture, ...FRAME, frames: FRAMES, camera: move, seed: 1, output })
  const done = await raw.render(spec, { signal: new AbortController().signal, onProgress: () => {} })
  if (!done.ok) throw new Error(done.problem.detail)
  const errors = await trackErrors(output, spec)
  const seconds = errors.slice(2).map((at, index) => difference(at, errors[index + 1] ?? at, errors[index] ?? at))
  const axes = [seconds.map(({ x }) => x), seconds.map(({ y }) => y)]
  return {
    rms: Math.max(...axes.map((values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length))),
    max: Math.max(...axes.flat().map(Math.abs)),
  }
}

function difference(next: Point, here: Point, before: Point): Point {
  return { x: next.x - 2 * here.x + before.x, y: next.y - 2 * here.y + before.y }
}

async function trackErrors(path: string, spec: MotionSpec): Promise<readonly Point[]> {
  const file = await open(path)
  const luma = Buffer.alloc(FRAME.width * FRAME.height)
  const errors: Point[] = []
  for (let frame = 0; frame < FRAMES; frame++) {
    await file.read(luma, 0, luma.length, frame * FRAME_BYTES)
    const seen = centroid(luma)
    const expected = predicted(spec, frame)
    errors.push({ x: seen.x - expected.x, y: seen.y - expected.y })
  }
  await file.close()
  return errors
}

function centroid(luma: Buffer): Point {
  const ground = luma[0] ?? 0
  let [weight, x, y] = [0, 0, 0]
  for (let row = 0; row < FRAME.height; row++)
    for (let column = 0; column < FRAME.width; column++) {
      const level = (luma[row * FRAME.width + column] ?? 0) - ground
      if (level === 0) continue
      weight += level
      x += level * (column + 0.5)
      y += level * (row + 0.5)
    }
  return { x: x / weight, y: y / weight }
}

function predicted(spec: MotionSpec, frame: number): Point {
  const focus = spec.picture?.focus ?? { x: 0.5, y: 0.5 }
  const framed = framing('crop', PICTURE, FRAME, { focus })
  if (framed.kind !== 'box') throw new Error('a crop is a box')
  const target = project(invert(showBox(framed.box)), focus)
  const options = {
    seed: spec.seed,
    intensity: 1,
    aspect: FRAME.width / FRAME.height,
    seconds: FRAMES / spec.frameRate,
    depths: [1],
    target,
  }
  const { layers } = camera(spec.camera, frame / FRAMES, options)
  const shares = project(invert(multiply(showBox(framed.box), layers[0]?.view ?? IDENTITY)), DISC)
  return { x: shares.x * FRAME.width, y: shares.y * FRAME.height }
}
