/** What a move is, and what it is told of the shot. */

import type { Point } from '../matrix.ts'
import { clamp } from '../numbers.ts'
import type { CameraOptions } from '../choice.ts'
import type { Pose } from '../pose.ts'

/** A shot as the moves see it. Lengths in frame heights from the centre, as in a pose. */
export interface Shot {
  readonly aspect: number
  readonly seconds: number
  readonly seed: number
  /** Amplitude, 1 is medium. */
  readonly strength: number
  /** Centre of what the shot is of. */
  readonly target: Point
  /** Distance of the farthest layer in units of the subject's; 1 is a whole picture, in which nothing can be moved apart. */
  readonly farthest: number
}

export interface Move {
  /** Share of the frame's time during which the shutter is open. */
  readonly shutter: number
  /** @param t 0..1 of the clip's length */
  pose(t: number, shot: Shot): Pose
  /** Poses that no other pose of the move reaches beyond; those at even instants where it is left out. */
  extremes?(shot: Shot): readonly Pose[]
  /** Share of the clip over which a shot that begins at the whole picture goes over into the move; half of it where left out. */
  goesOver?(shot: Shot): number
  /** How a layer is seen, where that is not simply sharp. */
  look?(t: number, shot: Shot, depth: number): { readonly focus: number; readonly opacity: number }
}

/** Beyond this, moves would show hardly anything of the picture. */
const STRONGEST = 2

/** What the moves need of the options. */
export function shotOf({ aspect, seconds, seed, intensity, subject, target, depths }: CameraOptions): Shot {
  const { x, y } = subject === undefined ? (target ?? { x: 0.5, y: 0.5 }) : middle(subject)
  return {
    aspect,
    seconds,
    seed,
    strength: clamp(intensity, 0, STRONGEST),
    target: { x: (clamp(x, 0, 1) - 0.5) * aspect, y: clamp(y, 0, 1) - 0.5 },
    farthest: Math.max(1, ...depths),
  }
}

function middle({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

/**
 * The point to draw nearer to, so that the target comes to lie in the middle of the frame when the picture is magnified by `zoom`, or as
 * near to it as the picture's edges allow. It stays where it is in the frame: the vanishing point of the way.
 */
export function vanishingPoint({ target, aspect }: Shot, zoom: number): Point {
  const part = 1 - 1 / zoom
  if (part <= 0) return { x: 0, y: 0 }
  return { x: clamp(target.x / part, -aspect / 2, aspect / 2), y: clamp(target.y / part, -0.5, 0.5) }
}

/** A happening in real time: 0..1 over the given seconds, which shrink in clips that are too short for them. */
export function happening(t: number, seconds: number, from: number, takes: number): number {
  const pace = Math.max(1, (from + takes) / (0.8 * seconds))
  return (t * seconds * pace - from) / takes
}
