import {
  aim,
  type Aim,
  type CameraChoice,
  cameraFor,
  type CameraState,
  cssTransform,
  DEFOCUS_DEVIATION,
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
  /** Box of what it shows, as shares of its sides; null where none is known. */
  readonly subject: Rectangle | null
}

/** Everything that decides how the frames of a clip look. */
export interface Shot {
  readonly picture: ShotPicture | null
  /** Size of the finished frame in its own pixels; only its shape matters here. */
  readonly frame: FrameSize
  readonly fit: Fit
  readonly move: CameraChoice
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
  return framing(fit, picture, frame, picture)
}

/** What the camera is told of the picture, as the engine is. */
export function aimOf(shot: Pick<Shot, 'picture' | 'fit' | 'frame'>): Aim {
  return aim(shotFraming(shot), shot.picture ?? {})
}

/** How an element is shown, as CSS properties. */
export interface Appearance {
  readonly transform: string
  readonly filter: string
  readonly opacity: string
}

/**
 * How the framed picture looks in frame `frame` of the shot: the camera of the engine at t = frame / frames.
 * @param size of the element that fills the frame, in CSS pixels
 */
export function appearanceAt(shot: Shot, frame: number, size: FrameSize): Appearance {
  const [layer] = cameraOf(shot)(frame / frameCount(shot)).layers
  if (layer === undefined || size.width === 0 || size.height === 0) return { transform: 'none', filter: 'none', opacity: '1' }
  const blur = (1 - layer.focus) * DEFOCUS_DEVIATION * Math.max(size.width, size.height)
  return {
    transform: cssTransform(layer.view, size),
    filter: blur === 0 ? 'none' : `blur(${blur.toFixed(3)}px)`,
    opacity: String(layer.opacity),
  }
}

/** What is the same in all frames of a shot is worked out once, for as long as the shot is shown. */
const cameras = new WeakMap<Shot, (t: number) => CameraState>()

function cameraOf(shot: Shot): (t: number) => CameraState {
  const known = cameras.get(shot)
  if (known !== undefined) return known
  const made = cameraFor(shot.move, {
    seed: shot.seed,
    intensity: INTENSITY_SCALE[shot.intensity],
    aspect: shot.frame.width / shot.frame.height,
    seconds: shot.duration,
    depths: [1],
    ...aimOf(shot),
  })
  cameras.set(shot, made)
  return made
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
