/** The camera: one pure function that the engine renders and the panel previews. */

import { ease } from './easing.ts'
import { type Homography, type Point, showBox } from './matrix.ts'

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
  /** What the shot is of, as shares of the framed picture; the centre where nothing is known. */
  readonly subject?: Point
  /** How many layers are moved apart, background first. */
  readonly layers: number
}

export interface CameraState {
  /** One homography a layer, background first: output in [0,1]² to framed picture in [0,1]², row-major, y down. */
  readonly layers: readonly Homography[]
  /** 1 is sharp, 0 fully out of focus. */
  readonly focus: number
  /** Share of the frame's time during which the shutter is open: 0 is no motion blur. */
  readonly shutter: number
}

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
export function camera(move: CameraMove, t: number, options: CameraOptions): CameraState {
  const view = inside(MOVES[move](Math.min(1, Math.max(0, t)), options))
  const homography = showBox({ x: view.x - view.share / 2, y: view.y - view.share / 2, width: view.share, height: view.share })
  return { layers: Array.from({ length: options.layers }, () => homography), focus: 1, shutter: 0 }
}

/** The largest share of a framed picture's pixels a move ever spreads over the whole frame, as a zoom factor (>= 1). */
export function maximumZoom(move: CameraMove, options: CameraOptions): number {
  const instants = Array.from({ length: 33 }, (_, index) => index / 32)
  return Math.max(...instants.map((t) => 1 / (camera(move, t, { ...options, layers: 1 }).layers[0]?.[0] ?? 1)))
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
function dolly(eased: number, { intensity, subject }: CameraOptions): View {
  const share = (1 + DOLLY_ZOOM * intensity) ** -eased
  const target = subject ?? { x: 0.5, y: 0.5 }
  return { x: 0.5 + (target.x - 0.5) * eased, y: 0.5 + (target.y - 0.5) * eased, share }
}

/** Moves a view as little as it takes for no edge of the picture to show. */
function inside(view: View): View {
  const half = view.share / 2
  return { x: Math.min(1 - half, Math.max(half, view.x)), y: Math.min(1 - half, Math.max(half, view.y)), share: view.share }
}
