import {
  aim,
  cameraFor,
  type CameraOptions,
  framing,
  type Framing,
  type FrameSize,
  type Homography,
  IDENTITY,
  maximumZoom,
} from 'shared/camera'
import { type Apart, chooseLayering, type Layering } from './layers/take-apart.ts'
import { isPlain, type Look, lookOf, parallaxGain } from './look/index.ts'
import { framedToRegion, planSource } from './plan.ts'
import type { MotionSpec } from './spec.ts'

/** Everything that decides which pixels are prepared; equal shots of an unchanged file share their pixels. */
export interface Shot {
  readonly path: string
  readonly picture: FrameSize
  readonly frame: FrameSize
  readonly framing: Framing
  readonly zoom: number
  /** What the picture is taken apart by, as it came; null where it stays whole. */
  readonly takenApartBy: string | null
  /** How it is graded; null leaves it as it is. */
  readonly look: Look | null
  /** Which layers are ever out of focus, background first. */
  readonly losesFocus: readonly boolean[]
}

/** A shot, and how the camera goes over it. */
export interface PlannedShot {
  readonly shot: Shot
  readonly layering: Layering
  readonly camera: CameraOptions
  /** Shares of the framed picture to shares of the prepared one. */
  readonly framed: Homography
}

type PictureSpec = MotionSpec & { readonly picture: NonNullable<MotionSpec['picture']> }

/** Distance of each layer from the camera, background first, in units of the front one's. */
const LAYER_DEPTHS: Readonly<Record<Apart['kind'], readonly number[]>> = {
  whole_picture: [1],
  cut_out: [2, 1],
  depth_map: [2.4, 1.5, 1],
}

/** On a fill the picture's own ground cannot be bent towards the subject, so it lies less far behind it. */
const ON_FILL = 0.4

/** How far away the layers of a picture are taken to be. */
export function depthsOf(kind: Apart['kind'], look: Look, seen: Framing): readonly number[] {
  const gain = parallaxGain(look) * (seen.kind === 'blur' ? ON_FILL : 1)
  return LAYER_DEPTHS[kind].map((depth) => 1 + (depth - 1) * gain)
}

/** Pixels that are prepared at most: two layers of them and a 4k frame's slots stay within a child's memory. */
const MOST_PIXELS = 24_000_000

/** The shot and camera that a spec asks for. */
export async function planShot(spec: PictureSpec): Promise<PlannedShot> {
  const { path, width, height, mask, depth } = spec.picture
  const frame = { width: spec.width, height: spec.height }
  const picture = { width, height }
  const seen = framing(spec.fit, picture, frame, spec.picture)
  const layering: Layering = spec.parallax ? await chooseLayering(spec.picture, seen) : { kind: 'whole_picture' }
  const look = lookOf(spec)
  const options = cameraOptions(spec, seen, depthsOf(layering.kind, look, seen))
  const zoom = usefulZoom(maximumZoom(spec.camera, options), picture, frame, seen)
  const takenApartBy = { whole_picture: null, cut_out: mask, depth_map: depth }[layering.kind]
  const shot = {
    path,
    picture,
    frame,
    framing: seen,
    zoom,
    takenApartBy,
    look: isPlain(look) ? null : look,
    losesFocus: losesFocus(spec, options),
  }
  const framed = seen.kind === 'box' ? framedToRegion(seen.box, planSource(picture, frame, seen.box, zoom)) : IDENTITY
  return { shot, layering, camera: options, framed }
}

function cameraOptions(
  { seed, intensity, frames, frameRate, width, height, picture, cameraFrom: from }: PictureSpec,
  seen: Framing,
  depths: readonly number[],
): CameraOptions {
  return { seed, intensity, aspect: width / height, seconds: frames / frameRate, depths, from, ...aim(seen, picture) }
}

/** The zoom that pixels are prepared for: never so much that a picture on a fill is enlarged, nor more than there is memory for. */
function usefulZoom(wanted: number, picture: FrameSize, frame: FrameSize, seen: Framing): number {
  const bearable = Math.sqrt(MOST_PIXELS / (frame.width * frame.height))
  const own = seen.kind === 'blur' ? Math.max(1, picture.width / (seen.placed.width * frame.width)) : Infinity
  return Math.min(wanted, bearable, own)
}

/** Instants of a clip that are looked at: focus changes slowly. */
const INSTANTS = 32

function losesFocus({ camera: choice }: PictureSpec, options: CameraOptions): readonly boolean[] {
  const at = cameraFor(choice, options)
  const states = Array.from({ length: INSTANTS }, (_, index) => at(index / INSTANTS).layers)
  return options.depths.map((_, layer) => states.some((layers) => (layers[layer]?.focus ?? 1) < 1))
}
