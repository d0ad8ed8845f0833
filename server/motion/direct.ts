import {
  type CameraChoice,
  cameraFor,
  type CameraLayer,
  type CameraOptions,
  type CameraState,
  type FrameSize,
  type Homography,
  invert,
  multiply,
  project,
} from 'shared/camera'
import { type Draw, type FrameDraws, MOST_INSTANTS, plainDraw } from './scene.ts'

/** A source as a part of the framed picture. */
export interface PlacedSource {
  /** Index into the scene's sources. */
  readonly source: number
  /** Shares of the framed picture to shares of the source. */
  readonly toSource: Homography
}

/** A layer at one state of its focus: 0 is sharp, 1 fully out of it. */
export interface FocusedSource extends PlacedSource {
  readonly loss: number
}

/** What the camera moves as one. */
export interface DirectedLayer {
  /** Whether it covers the whole frame. */
  readonly isOpaque: boolean
  /** The same at rising loss of focus; the first is sharp. */
  readonly states: readonly FocusedSource[]
}

export interface Direction {
  readonly choice: CameraChoice
  /** As many depths as layers. */
  readonly camera: CameraOptions
  readonly frame: FrameSize
  readonly frames: number
  /** Background first. */
  readonly layers: readonly DirectedLayer[]
  /** Whether the background is ground on which the foremost layer stands: it comes nearer towards the bottom. */
  readonly isGround: boolean
  /** What lies over all layers; its draws count sources from `first`. */
  readonly light: { readonly first: number; draw(frame: number, views: readonly Homography[]): readonly Draw[] }
}

/** Way of a point on the frame, as a share of its shorter side, that is no more than a pixel and a half at 1080p: less is no blur. */
const SUBSAMPLE_WAY = 1.5 / 1080
/** Where way is measured: shares of the frame. */
const PROBES = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 0.5, y: 0.5 },
  { x: 0, y: 1 },
  { x: 1, y: 1 },
] as const

/** Where the camera is at each time, 0..1 of the clip. */
type CameraWay = (t: number) => CameraState

/** Turns the camera's way over layers into what is drawn in a frame. */
export function direct(direction: Direction): (frame: number) => FrameDraws {
  const at = cameraFor(direction.choice, direction.camera)
  return (frame) => instantsOf(direction, at, frame).map((t) => instantAt(direction, at, t))
}

function instantAt(direction: Direction, at: CameraWay, t: number): readonly Draw[] {
  const { frames, light } = direction
  const seen = grounded(direction, at(t).layers)
  const views = seen.map(({ view }) => view)
  const lit = light.draw(t * frames, views).map((draw) => ({ ...draw, source: draw.source + light.first }))
  return [...draws(direction, seen), ...lit]
}

/** The times at which a frame's open shutter is looked through: around the frame's own time, more of them the faster the camera is. */
export function instantsOf({ frame, frames }: Pick<Direction, 'frame' | 'frames'>, at: CameraWay, index: number): readonly number[] {
  const t = index / frames
  const { layers, shutter } = at(t)
  if (shutter === 0) return [t]
  const open = shutter / frames
  const [before, after] = [at(t - open / 2).layers, at(t + open / 2).layers]
  const ways = layers.map((_, layer) => wayOf(before[layer], after[layer], frame))
  const count = Math.min(MOST_INSTANTS, Math.max(1, Math.ceil(Math.max(...ways) / SUBSAMPLE_WAY)))
  return Array.from({ length: count }, (_, instant) => t + open * ((instant + 0.5) / count - 0.5))
}

/** How far a layer moves over the frame between two views, as a share of the frame's shorter side. */
function wayOf(before: CameraLayer | undefined, after: CameraLayer | undefined, { width, height }: FrameSize): number {
  if (before === undefined || after === undefined) return 0
  const moved = multiply(invert(after.view), before.view)
  const ways = PROBES.map((probe) => {
    const { x, y } = project(moved, probe)
    return Math.hypot((x - probe.x) * width, (y - probe.y) * height)
  })
  return Math.max(...ways) / Math.min(width, height)
}

function grounded({ isGround }: Direction, seen: readonly CameraLayer[]): readonly CameraLayer[] {
  const [far, ...others] = seen
  const near = others.at(-1)
  if (!isGround || far === undefined || near === undefined) return seen
  return [{ ...far, view: tilted(far.view, near.view) }, ...others]
}

/**
 * The view of a plane that lies as deep as one layer at the picture's top and as another at its bottom. Where a point of the picture is
 * seen depends on its depth only by a multiple of 1/depth (Hartley and Zisserman, Multiple View Geometry, 2nd ed., section 9.5.1), and
 * on a plane 1/depth changes evenly over the picture.
 */
export function tilted(top: Homography, bottom: Homography): Homography {
  const [a, b, c, d, e, f, g, h, i] = invert(top)
  const [p, q, r, s, t, u, v, w, x] = invert(bottom)
  // Of one scale: the first two columns do not depend on depth.
  const scale = (a * p + b * q + d * s + e * t + g * v + h * w) / (p * p + q * q + s * s + t * t + v * v + w * w)
  return invert([a, b + scale * r - c, c, d, e + scale * u - f, f, g, h + scale * x - i, i])
}

function draws({ layers }: Direction, seen: readonly CameraLayer[]): readonly Draw[] {
  return layers.flatMap((layer, index) => {
    const view = seen[index]
    return view === undefined ? [] : layerDraws(layer, view)
  })
}

/** Share of a fade after which the sharper copy of a part goes too, so that its hard edge does not stay in the softer one. */
const FADES_OUT_FROM = 0.7

/** A layer between two states of its focus, or in one. The background covers, however the camera would fade it. */
function layerDraws({ isOpaque, states }: DirectedLayer, { view, focus, opacity }: CameraLayer): readonly Draw[] {
  const loss = 1 - focus
  const draw = ({ source, toSource }: PlacedSource, share: number): Draw =>
    plainDraw(source, multiply(toSource, view), isOpaque ? share : share * opacity)
  const softer = states.find((state) => state.loss >= loss) ?? states.at(-1)
  const sharper = states.findLast((state) => state.loss < loss)
  if (softer === undefined) return []
  if (sharper === undefined || sharper === softer || softer.loss === loss) return [draw(softer, 1)]
  const fade = fadeOf(loss, sharper.loss, softer.loss)
  const stays = isOpaque ? 1 : Math.min(1, (1 - fade) / (1 - FADES_OUT_FROM))
  return [draw(sharper, stays), draw(softer, fade)]
}

/** How much of the softer of two copies looks like a blur between them: variances mix where pictures do. */
function fadeOf(loss: number, sharper: number, softer: number): number {
  return (loss ** 2 - sharper ** 2) / (softer ** 2 - sharper ** 2)
}
