/** Moves that begin at the whole picture as it is, so that a shot follows the frame before it without a seam. Pure. */

import { ease } from './easing.ts'
import type { Move, Shot } from './moves/move.ts'
import type { Homography } from './matrix.ts'
import { roomInside } from './overscan.ts'
import { type Pose, REST } from './pose.ts'

/** Share of the clip over which a shot goes over into its move, unless the move says otherwise. */
const GOES_OVER = 0.5
/** Between the instants that are looked at, a way may need more room by this share, and by this much. */
const MORE = { share: 0.03, amount: 1e-3 } as const

/** A move's way from the whole picture into its own. */
export interface WayIn {
  /** How much of the move is seen at a time: from 0, the picture as it is, to 1. Begins and ends smoothly (C2). */
  weight(t: number): number
  pose(t: number): Pose
  /** A trait of the move's look as far as it is seen yet: sharp and opaque in the beginning. */
  look(t: number, trait: number): number
  /** The share of each side that is seen of a view at a time, so that no edge ever shows; 1 in the beginning. */
  share(t: number): number
}

/**
 * The way of a move that begins at the whole picture: each part of its pose is mixed with that of the camera at rest, by more and more.
 * The lens becomes longer in the same measure as the move needs it to.
 * @param views how all layers are seen from a pose
 * @param instants times of the clip that are looked at, ascending
 */
export function wayIn(move: Move, shot: Shot, views: (pose: Pose) => readonly Homography[], instants: readonly number[]): WayIn {
  const over = move.goesOver?.(shot) ?? GOES_OVER
  const weight = (t: number): number => ease('smootherstep', t / over)
  const ends = move.extremes?.(shot) ?? []
  const needed = instants.map((t) => {
    const share = weight(t)
    const poses = ends.length > 0 ? ends : [move.pose(t, shot)]
    return share === 0 ? 0 : (1 - roomInside(poses.flatMap((pose) => views(mixed(pose, share))))) / share
  })
  const most = Math.max(0, ...needed)
  const cut = most === 0 ? 0 : most * (1 + MORE.share) + MORE.amount
  return {
    weight,
    pose: (t) => mixed(move.pose(t, shot), weight(t)),
    look: (t, trait) => 1 - weight(t) * (1 - trait),
    share: (t) => 1 - weight(t) * cut,
  }
}

/** A pose between rest (0) and itself (1). What magnifies does so at one pace. */
function mixed(pose: Pose, share: number): Pose {
  return {
    x: REST.x + share * (pose.x - REST.x),
    y: REST.y + share * (pose.y - REST.y),
    z: 1 - (1 - pose.z) ** share,
    yaw: share * pose.yaw,
    pitch: share * pose.pitch,
    roll: share * pose.roll,
    zoom: pose.zoom ** share,
    shiftX: share * pose.shiftX,
    shiftY: share * pose.shiftY,
  }
}
