/** The camera: one pure function that the engine renders and the panel previews. */

import type { CameraChoice, CameraOptions, CameraState } from './choice.ts'
import { wayIn } from './from-whole.ts'
import type { Homography } from './matrix.ts'
import { MOVES } from './moves/index.ts'
import { type Move, type Shot, shotOf } from './moves/move.ts'
import { clamp } from './numbers.ts'
import { closer, magnification, shareInside } from './overscan.ts'
import { pathMove } from './path.ts'
import { type Pose, viewOf } from './pose.ts'

/** Enough instants for what a move does over a whole clip; what it does in real time stays within its first and last instant. */
const INSTANTS = Array.from({ length: 65 }, (_, index) => index / 64)
const SHARP = { focus: 1, opacity: 1 } as const

/**
 * Where the camera stands at a time of the clip, and how each layer looks from there. Pure: same arguments, same answer. No edge of the
 * framed picture is ever inside the frame. Throws a RangeError for a path of fewer than two keyframes or of times that do not ascend.
 * @param t 0..1 of the clip's length; frame n of a clip of N frames is at n/N
 */
export function camera(choice: CameraChoice, t: number, options: CameraOptions): CameraState {
  return cameraFor(choice, options)(t)
}

/**
 * The largest magnification that any sharp layer is ever seen at, as a zoom factor (>= 1): more pixels than the frame has, times this, are
 * never needed. What is out of focus needs as much less.
 */
export function maximumZoom(choice: CameraChoice, options: CameraOptions): number {
  const at = cameraFor(choice, options)
  const needed = INSTANTS.flatMap((t) =>
    at(t).layers.map(({ view, focus, opacity }) => (opacity === 0 ? 1 : 1 + (magnification(view) - 1) * focus)),
  )
  return Math.max(1, ...needed)
}

/** The camera of a shot at any time: `camera` for many frames, with everything worked out once that is the same in all of them. */
export function cameraFor(choice: CameraChoice, options: CameraOptions): (t: number) => CameraState {
  const shot = shotOf(options)
  const { depths, aspect } = options
  const move: Move = typeof choice === 'string' ? MOVES[choice] : pathMove(choice.path, aspect)
  if (options.from === 'whole') return leavingWhole(move, shot, options)
  const share = shareInside(extremes(move, shot).flatMap((pose) => depths.map((depth) => viewOf(pose, depth, aspect))))
  return (t) => {
    const at = clamp(t, 0, 1)
    const pose = move.pose(at, shot)
    const layers = depths.map((depth) => ({ view: closer(viewOf(pose, depth, aspect), share), ...(move.look?.(at, shot, depth) ?? SHARP) }))
    return { layers, shutter: move.shutter }
  }
}

/** The camera of a shot that begins at the whole picture. */
function leavingWhole(move: Move, shot: Shot, { depths, aspect }: CameraOptions): (t: number) => CameraState {
  const views = (pose: Pose): readonly Homography[] => depths.map((depth) => viewOf(pose, depth, aspect))
  const way = wayIn(move, shot, views, INSTANTS)
  return (t) => {
    const at = clamp(t, 0, 1)
    const share = way.share(at)
    const layers = views(way.pose(at)).map((view, index) => {
      const { focus, opacity } = move.look?.(at, shot, depths[index] ?? 1) ?? SHARP
      return { view: closer(view, share), focus: way.look(at, focus), opacity: way.look(at, opacity) }
    })
    return { layers, shutter: move.shutter }
  }
}

function extremes(move: Move, shot: Shot): readonly Pose[] {
  return move.extremes?.(shot) ?? INSTANTS.map((t) => move.pose(t, shot))
}
