/** What a camera shows, measured on its views alone: for tests. */

import { camera } from './camera.ts'
import type { CameraMove, CameraOptions } from './choice.ts'
import { type Homography, invert, type Point, project } from './matrix.ts'

/** A whole picture in landscape for five seconds. */
export const WHOLE: CameraOptions = { seed: 42, intensity: 1, aspect: 16 / 9, seconds: 5, depths: [1] }
export const SUBJECT = { x: 0.42, y: 0.32, width: 0.22, height: 0.55 }
/** The same with the subject cut out. */
export const CUT_OUT: CameraOptions = { ...WHOLE, depths: [2, 1], subject: SUBJECT }
export const CENTRE: Point = { x: 0.5, y: 0.5 }
export const INSTANTS = Array.from({ length: 51 }, (_, index) => index / 50)

export interface Seen {
  /** Where the middle of the frame looks. */
  readonly centre: Point
  /** Magnification in the middle of the frame. */
  readonly zoom: number
  /** Degrees by which the camera is turned clockwise. */
  readonly roll: number
}

/** What the view of a layer shows in the middle of the frame. */
export function seen(view: Homography, aspect: number): Seen {
  const h = 1e-4
  const [left, right] = [project(view, { x: 0.5 - h, y: 0.5 }), project(view, { x: 0.5 + h, y: 0.5 })]
  const across = { x: (right.x - left.x) * aspect, y: right.y - left.y }
  return {
    centre: project(view, CENTRE),
    zoom: (2 * h * aspect) / Math.hypot(across.x, across.y),
    roll: (Math.atan2(across.y, across.x) * 180) / Math.PI,
  }
}

/** The view of a layer; throws where there is none. */
export function viewAt(move: CameraMove, t: number, options: CameraOptions = WHOLE, layer = 0): Homography {
  const state = camera(move, t, options).layers[layer]
  if (state === undefined) throw new RangeError('there is no such layer')
  return state.view
}

export function look(move: CameraMove, t: number, more: Partial<CameraOptions> = {}): Seen {
  const options = { ...WHOLE, ...more }
  return seen(viewAt(move, t, options), options.aspect)
}

/** The two layers of the cut-out. */
export function lookAtBoth(move: CameraMove, t: number): { readonly background: Seen; readonly subject: Seen } {
  return { background: seen(viewAt(move, t, CUT_OUT, 0), CUT_OUT.aspect), subject: seen(viewAt(move, t, CUT_OUT, 1), CUT_OUT.aspect) }
}

/** Where a point of the picture is shown. */
export function shown(view: Homography, point: Point): Point {
  return project(invert(view), point)
}

/** Focus and opacity of a layer of the cut-out. */
export function lookOf(move: CameraMove, t: number, layer: number): { readonly focus: number; readonly opacity: number } {
  return camera(move, t, CUT_OUT).layers[layer] ?? { focus: Number.NaN, opacity: Number.NaN }
}
