/** The camera: one pure function that the engine renders and the panel previews. */

import { ease } from './easing.ts'
import type { Rectangle } from './aspect.ts'
import { type Homography, type Point, showBox } from './matrix.ts'
import { clampedSpline } from './spline.ts'

/** The moves that exist, by their names in cinematography. */
export const CAMERA_MOVES = ['dolly_slow', 'dolly_out', 'pan_slow', 'crane_up', 'static_focus'] as const
export type CameraMove = (typeof CAMERA_MOVES)[number]

export const INTENSITIES = ['low', 'medium', 'high'] as const
export type Intensity = (typeof INTENSITIES)[number]

/** Amplitude of a move relative to medium. */
export const INTENSITY_SCALE: Readonly<Record<Intensity, number>> = { low: 0.6, medium: 1, high: 1.5 }

export interface CameraOptions {
  /** 0..4294967295. Decides what is random and nothing else. */
  readonly seed: number
  /** Scales the amplitude: 1 is medium. */
  readonly intensity: number
  /** Frame width divided by frame height. */
  readonly aspect: number
  /** Length of the clip: what happens in real time, like a whip pan or a hand's tremor, takes as long in every clip. */
  readonly seconds: number
  /** Box of the subject, as shares of the framed picture. */
  readonly subject?: Rectangle
  /** Point that the shot is of where no subject is known, as shares of the framed picture; else the centre. */
  readonly target?: Point
  /** Distance of each layer from the camera, background first, in units of the subject's: [1] is a whole picture, [2, 1] a cut-out. */
  readonly depths: readonly number[]
}

/** How one layer is seen. */
export interface CameraLayer {
  /** Output in [0,1]² to framed picture in [0,1]², row-major, y down. */
  readonly view: Homography
  /** 1 is sharp, 0 fully out of focus. */
  readonly focus: number
  /** 1 covers what is behind it. */
  readonly opacity: number
}

export interface CameraState {
  /** Background first. */
  readonly layers: readonly CameraLayer[]
  /** Share of the frame's time during which the shutter is open: 0 is no motion blur. */
  readonly shutter: number
}

/** A keyframe of an own path. */
export interface PathKeyframe {
  /** 0..1 of the clip's length. */
  readonly t: number
  /** Centre of what is seen, as shares of the framed picture. */
  readonly x: number
  readonly y: number
  /** Framed picture's width over the width that is seen, >= 1. */
  readonly zoom: number
  /** Degrees, clockwise turn of the camera. */
  readonly roll: number
}

/** A move by its name, or a path of two or more keyframes in ascending order of time. */
export type CameraChoice = CameraMove | { readonly path: readonly PathKeyframe[] }

/** Part of the framed picture that is seen: its centre and the share of each side. */
interface View {
  readonly x: number
  readonly y: number
  readonly share: number
}

const DOLLY_ZOOM = 0.2
const PAN_TRAVEL = 0.16
const CRANE_TRAVEL = 0.16
const BREATHING = 0.02

/**
 * Where the camera stands at a time of the clip. Pure: same arguments, same answer.
 * @param t 0..1 of the clip's length; frame n of a clip of N frames is at n/N
 */
export function camera(choice: CameraChoice, t: number, options: CameraOptions): CameraState {
  const at = Math.min(1, Math.max(0, t))
  const seen = inside(typeof choice === 'string' ? MOVES[choice](at, options) : along(choice.path, at))
  const view = showBox({ x: seen.x - seen.share / 2, y: seen.y - seen.share / 2, width: seen.share, height: seen.share })
  return { layers: options.depths.map(() => ({ view, focus: 1, opacity: 1 })), shutter: 0 }
}

/** The largest share of a framed picture's pixels a move ever spreads over the whole frame, as a zoom factor (>= 1). */
export function maximumZoom(choice: CameraChoice, options: CameraOptions): number {
  const instants = Array.from({ length: 33 }, (_, index) => index / 32)
  return Math.max(...instants.map((t) => 1 / (camera(choice, t, options).layers[0]?.view[0] ?? 1)))
}

const MOVES: Readonly<Record<CameraMove, (t: number, options: CameraOptions) => View>> = {
  dolly_slow: (t, options) => dolly(ease('smootherstep', t), options),
  dolly_out: (t, options) => dolly(1 - ease('smootherstep', t), options),
  pan_slow: (t, { intensity }) => {
    const travel = PAN_TRAVEL * intensity
    return { x: 0.5 + travel * (ease('smootherstep', t) - 0.5), y: 0.5, share: 1 - travel }
  },
  crane_up: (t, { intensity }) => {
    const travel = CRANE_TRAVEL * intensity
    return { x: 0.5, y: 0.5 - travel * (ease('smootherstep', t) - 0.5), share: 1 - travel }
  },
  static_focus: (t, { intensity }) => {
    const breath = (1 - Math.cos(2 * Math.PI * t)) / 2
    return { x: 0.5, y: 0.5, share: 1 / (1 + BREATHING * intensity * breath) }
  },
}

/** Zoom grows geometrically, so that the picture seems to come nearer at one pace. */
function dolly(eased: number, { intensity, subject, target: point }: CameraOptions): View {
  const share = (1 + DOLLY_ZOOM * intensity) ** -eased
  const target =
    subject === undefined ? (point ?? { x: 0.5, y: 0.5 }) : { x: subject.x + subject.width / 2, y: subject.y + subject.height / 2 }
  return { x: 0.5 + (target.x - 0.5) * eased, y: 0.5 + (target.y - 0.5) * eased, share }
}

function along(path: readonly PathKeyframe[], t: number): View {
  const follow = (value: (keyframe: PathKeyframe) => number): number =>
    clampedSpline(path.map((keyframe) => ({ t: keyframe.t, value: value(keyframe) })))(t)
  return { x: follow(({ x }) => x), y: follow(({ y }) => y), share: 1 / Math.max(1, Math.exp(follow(({ zoom }) => Math.log(zoom)))) }
}

/** Moves a view as little as it takes for no edge of the picture to show. */
function inside(view: View): View {
  const half = view.share / 2
  return { x: Math.min(1 - half, Math.max(half, view.x)), y: Math.min(1 - half, Math.max(half, view.y)), share: view.share }
}
