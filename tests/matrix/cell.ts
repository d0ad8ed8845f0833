import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  aim,
  type AspectRatio,
  aspectValue,
  camera,
  type CameraMove,
  type CameraOptions,
  framing,
  type FrameSize,
  IDENTITY,
  invert,
  multiply,
  type Point,
  project,
  showBox,
} from 'shared/camera'
import sharp from 'sharp'
import type { MotionEngine, MotionPicture, MotionReport, MotionSpec } from '../../server/motion/index.ts'
import { plainPicture, plainSpec } from '../harness/motion.ts'
import { probe } from '../harness/probe.ts'
import type { Engines } from './engines.ts'
import { frameBytes, watch } from './watch.ts'

/** One clip to try. */
export interface Cell {
  readonly move: CameraMove
  readonly aspect: AspectRatio
  readonly frameRate: 24 | 30 | 60
  readonly intensity: number
  readonly seed: number
  /** 2: the disc is cut out and moved apart from the ground. */
  readonly layers: 1 | 2
}

export interface Finding {
  readonly faults: readonly string[]
  /** Second difference of the way between the disc and where the formula puts it, in pixels. */
  readonly rms: number
  readonly max: number
  /** Frames in which the disc was wholly in sight. */
  readonly tracked: number
}

/** The picture of all cells: a light disc on an even ground, and the disc's mask. */
export interface Stage {
  readonly path: string
  readonly mask: string
}

const PICTURE = { width: 1600, height: 1600 }
const DISC = { x: 0.5, y: 0.5, radius: 0.07 }
const GROUND = 120
const SHORT_SIDE = 480
const SECONDS = 3
/** Limited-range level of the ground. */
const GROUND_LUMA = 16 + (GROUND * 219) / 255
const BOX = { x: DISC.x - DISC.radius, y: DISC.y - DISC.radius, width: 2 * DISC.radius, height: 2 * DISC.radius }

/** Draws the picture and its mask. */
export async function drawStage(directory: string): Promise<Stage> {
  const path = join(directory, 'stage.png')
  await sharp(discOn(PICTURE, `rgb(${GROUND},${GROUND},${GROUND})`, '#f2f2f2'))
    .removeAlpha()
    .png()
    .toFile(path)
  const mask = await sharp(discOn({ width: 320, height: 320 }, '#000', '#fff'))
    .greyscale()
    .png()
    .toBuffer()
  return { path, mask: mask.toString('base64') }
}

function discOn({ width, height }: FrameSize, ground: string, disc: string): Buffer {
  const circle = `<circle cx="${DISC.x * width}" cy="${DISC.y * height}" r="${DISC.radius * width}" fill="${disc}"/>`
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>${circle}</svg>`,
  )
}

/** Renders a cell raw and encoded, and says what is wrong with it: its number of frames, an edge that shows, a jerk. */
export async function tryCell(
  cell: Cell,
  { stage, engines, directory }: { readonly stage: Stage; readonly engines: Engines; readonly directory: string },
): Promise<Finding> {
  const frame = frameSizeOf(cell.aspect)
  const frames = cell.frameRate * SECONDS
  const picture = plainPicture({ path: stage.path, ...PICTURE, subject: BOX, mask: cell.layers === 2 ? stage.mask : null })
  const { move, frameRate, intensity, seed } = cell
  const raw = join(directory, 'cell.yuv')
  const spec: MotionSpec = plainSpec({ picture, ...frame, frameRate, frames, camera: move, intensity, seed, output: raw })
  const { parallax } = await render(engines.raw, spec)
  const encoded = join(directory, 'cell.mp4')
  await render(engines.encoding, { ...spec, output: encoded })
  const counted = Number((await probe(encoded)).nb_read_frames)
  const kept = (await stat(raw)).size / frameBytes(frame)
  const seen = await watch(raw, frame, frames, GROUND_LUMA)
  // The shutter of the first frame opens before the clip begins, where the camera stands still.
  const jerks = jerksOf(
    seen.map(({ disc }, index) => (disc === null || index === 0 ? null : minus(disc, predicted(spec, picture, parallax, index)))),
  )
  const tracked = seen.filter(({ disc }) => disc !== null).length
  const open = seen.filter(({ edgeShows }) => edgeShows).length
  return {
    faults: [
      ...(parallax === (cell.layers === 2 ? 'cut_out' : 'whole_picture') ? [] : [`was made as ${parallax}`]),
      ...(kept === frames && counted === frames ? [] : [`${kept} frames rendered and ${counted} encoded instead of ${frames}`]),
      ...(open === 0 ? [] : [`an edge shows in ${open} frames`]),
      ...(jerks.length >= frames / 4 ? [] : [`the disc was in sight in ${tracked} frames only`]),
    ],
    rms: Math.sqrt(jerks.reduce((sum, jerk) => sum + jerk ** 2, 0) / Math.max(1, jerks.length)),
    max: Math.max(0, ...jerks.map(Math.abs)),
    tracked,
  }
}

async function render(engine: MotionEngine, spec: MotionSpec): Promise<MotionReport> {
  const done = await engine.render(spec, { signal: new AbortController().signal, onProgress: () => {} })
  if (!done.ok) throw new Error(JSON.stringify(done.problem))
  return done.value
}

/** A small frame of the shape, with even sides. */
function frameSizeOf(aspect: AspectRatio): FrameSize {
  const value = aspectValue(aspect)
  const [width, height] = value >= 1 ? [SHORT_SIDE * value, SHORT_SIDE] : [SHORT_SIDE, SHORT_SIDE / value]
  return { width: 2 * Math.round(width / 2), height: 2 * Math.round(height / 2) }
}

/** Where the formula of the camera puts the disc's centre in a frame, in pixels: the mean over the open shutter. */
function predicted(spec: MotionSpec, picture: MotionPicture, parallax: MotionReport['parallax'], frame: number): Point {
  const { width, height, seed, intensity, frames, frameRate } = spec
  const seen = framing('crop', PICTURE, spec, picture)
  if (seen.kind !== 'box') throw new Error('the disc is small enough for a crop')
  const depths = parallax === 'cut_out' ? [2, 1] : [1]
  const options: CameraOptions = { seed, intensity, aspect: width / height, seconds: frames / frameRate, depths, ...aim(seen, picture) }
  const { shutter } = camera(spec.camera, frame / frames, options)
  const places = INSTANTS.map((instant) => {
    const view = camera(spec.camera, (frame + shutter * instant) / frames, options).layers.at(-1)?.view ?? IDENTITY
    return project(invert(multiply(showBox(seen.box), view)), DISC)
  })
  return { x: mean(places.map(({ x }) => x)) * width, y: mean(places.map(({ y }) => y)) * height }
}

/** A frame is what is seen while the shutter is open, around the frame's own time. */
const INSTANTS = Array.from({ length: 8 }, (_, index) => (index + 0.5) / 8 - 0.5)

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Second differences of a way, both axes, wherever three frames in a row are known. */
function jerksOf(way: readonly (Point | null)[]): readonly number[] {
  return way.flatMap((here, index) => {
    const [before, next] = [way[index - 1] ?? null, way[index + 1] ?? null]
    if (before === null || here === null || next === null) return []
    return [next.x - 2 * here.x + before.x, next.y - 2 * here.y + before.y]
  })
}

function minus(one: Point, other: Point): Point {
  return { x: one.x - other.x, y: one.y - other.y }
}
