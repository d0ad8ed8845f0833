import {
  camera,
  type CameraMove,
  cssTransform,
  type Fit,
  type FrameSize,
  framing,
  type Framing,
  type Intensity,
  INTENSITY_SCALE,
  type Point,
  type Rectangle,
} from 'shared/camera'

/** The picture that a shot is of. */
export interface ShotPicture extends FrameSize {
  readonly url: string
  readonly focus: Point | null
}

/** Everything that decides how the frames of a clip look. */
export interface Shot {
  readonly picture: ShotPicture | null
  /** Size of the finished frame in its own pixels; only its shape matters here. */
  readonly frame: FrameSize
  readonly fit: Fit
  readonly move: CameraMove
  readonly intensity: Intensity
  readonly seed: number
  /** Seconds. */
  readonly duration: number
  readonly frameRate: number
}

/** How many frames a clip has. */
export function frameCount({ duration, frameRate }: Pick<Shot, 'duration' | 'frameRate'>): number {
  return Math.max(1, Math.round(duration * frameRate))
}

/** Which frame is shown at a time of the clip, played over and over. */
export function frameAt(shot: Pick<Shot, 'duration' | 'frameRate'>, seconds: number): number {
  const frames = frameCount(shot)
  const frame = Math.floor(seconds * shot.frameRate + 1e-6) % frames
  return frame < 0 ? frame + frames : frame
}

/** How the shot's picture lies in its frame; the whole frame where there is no picture. */
export function shotFraming({ picture, fit, frame }: Pick<Shot, 'picture' | 'fit' | 'frame'>): Framing {
  if (picture === null) return { kind: 'box', box: { x: 0, y: 0, width: 1, height: 1 } }
  return framing(fit, picture, frame, picture.focus ?? undefined)
}

/** Where the picture's focus lies in the framed picture, as shares of the frame; nothing where no focus is known. */
export function targetOf(shot: Pick<Shot, 'picture' | 'fit' | 'frame'>): Point | undefined {
  const focus = shot.picture?.focus
  if (focus === undefined || focus === null) return undefined
  const framed = shotFraming(shot)
  if (framed.kind === 'blur') return inside(framed.placed, focus)
  return { x: share(focus.x - framed.box.x, framed.box.width), y: share(focus.y - framed.box.y, framed.box.height) }
}

function inside(placed: Rectangle, { x, y }: Point): Point {
  return { x: placed.x + x * placed.width, y: placed.y + y * placed.height }
}

function share(offset: number, side: number): number {
  return Math.min(1, Math.max(0, offset / side))
}

/**
 * The CSS transform of the framed picture in frame `frame` of the shot: the camera of the engine at t = frame / frames.
 * @param size of the element that fills the frame, in CSS pixels
 */
export function transformAt(shot: Shot, frame: number, size: FrameSize): string {
  const target = targetOf(shot)
  const [layer] = camera(shot.move, frame / frameCount(shot), {
    seed: shot.seed,
    intensity: INTENSITY_SCALE[shot.intensity],
    aspect: shot.frame.width / shot.frame.height,
    seconds: shot.duration,
    depths: [1],
    ...(target === undefined ? {} : { target }),
  }).layers
  return layer === undefined || size.width === 0 || size.height === 0 ? 'none' : cssTransform(layer.view, size)
}

/** Place of an element inside its parent, as CSS percentages. */
export interface Placement {
  readonly insetInlineStart: string
  readonly insetBlockStart: string
  readonly inlineSize: string
  readonly blockSize: string
}

const percent = (value: number): string => `${value * 100}%`

/** Where the whole picture lies when the given box of it fills the frame. */
export function placeToShow(box: Rectangle): Placement {
  return {
    insetInlineStart: percent(-box.x / box.width),
    insetBlockStart: percent(-box.y / box.height),
    inlineSize: percent(1 / box.width),
    blockSize: percent(1 / box.height),
  }
}

/** Where something lies that covers the given share of the frame. */
export function placeAt(box: Rectangle): Placement {
  return {
    insetInlineStart: percent(box.x),
    insetBlockStart: percent(box.y),
    inlineSize: percent(box.width),
    blockSize: percent(box.height),
  }
}
