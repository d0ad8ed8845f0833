import {
  aim,
  camera,
  type CameraOptions,
  framing,
  type Framing,
  type FrameSize,
  type Homography,
  IDENTITY,
  maximumZoom,
} from 'shared/camera'
import { chooseLayering, LAYER_DEPTHS, type Layering } from './layers/take-apart.ts'
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

/** Pixels that are prepared at most: two layers of them and a 4k frame's slots stay within a child's memory. */
const MOST_PIXELS = 24_000_000

/** The shot and camera that a spec asks for. */
export async function planShot(spec: PictureSpec): Promise<PlannedShot> {
  const { path, width, height, mask, depth } = spec.picture
  const frame = { width: spec.width, height: spec.height }
  const picture = { width, height }
  const seen = framing(spec.fit, picture, frame, spec.picture)
  const layering: Layering = spec.parallax ? await chooseLayering(spec.picture, seen) : { kind: 'whole_picture' }
  const options = cameraOptions(spec, seen, LAYER_DEPTHS[layering.kind])
  const zoom = usefulZoom(maximumZoom(spec.camera, options), picture, frame, seen)
  const takenApartBy = { whole_picture: null, cut_out: mask, depth_map: depth }[layering.kind]
  const shot = { path, picture, frame, framing: seen, zoom, takenApartBy, losesFocus: losesFocus(spec, options) }
  const framed = seen.kind === 'box' ? framedToRegion(seen.box, planSource(picture, frame, seen.box, zoom)) : IDENTITY
  return { shot, layering, camera: options, framed }
}

function cameraOptions(
  { seed, intensity, frames, frameRate, width, height, picture }: PictureSpec,
  seen: Framing,
  depths: readonly number[],
): CameraOptions {
  return { seed, intensity, aspect: width / height, seconds: frames / frameRate, depths, ...aim(seen, picture) }
}

/** The zoom that pixels are prepared for: never so much that a picture on a fill is enlarged, nor more than there is memory for. */
function usefulZoom(wanted: number, picture: FrameSize, frame: FrameSize, seen: Framing): number {
  const bearable = Math.sqrt(MOST_PIXELS / (frame.width * frame.height))
  const own = seen.kind === 'blur' ? Math.max(1, picture.width / (seen.placed.width * frame.width)) : Infinity
  return Math.min(wanted, bearable, own)
}

function losesFocus({ camera: choice, frames }: PictureSpec, options: CameraOptions): readonly boolean[] {
  const lost = options.depths.map(() => false)
  for (let frame = 0; frame < frames; frame++)
    for (const [index, { focus }] of camera(choice, frame / frames, options).layers.entries()) if (focus < 1) lost[index] = true
  return lost
}
