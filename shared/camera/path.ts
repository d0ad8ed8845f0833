/** Own paths: the camera goes through the keyframes that were drawn on the picture. */

import type { PathKeyframe } from './choice.ts'
import type { Move } from './moves/move.ts'
import { clamp, radians } from './numbers.ts'
import { REST } from './pose.ts'
import { monotoneSpline } from './spline.ts'

/** What is wrong with a path, or null: it needs two keyframes whose times ascend. */
export function pathProblem(path: readonly Pick<PathKeyframe, 't'>[]): 'too_few_keyframes' | 'times_do_not_ascend' | null {
  if (path.length < 2) return 'too_few_keyframes'
  return path.slice(1).every(({ t }, index) => t > (path[index]?.t ?? t)) ? null : 'times_do_not_ascend'
}

/** Rounds off the corner that the room a turned view needs would have where the roll passes zero; a sine. */
const ROUNDING = 0.01

/** A keyframe by what a spline can go through without an edge ever showing. */
interface Bounded {
  readonly t: number
  readonly roll: number
  /** Logarithm of the magnification beyond what the roll needs; >= 0. */
  readonly nearer: number
  /** Place within the room that the view has, -1..1; null where it has none. */
  readonly across: number | null
  readonly down: number | null
}

/**
 * The move that shows each keyframe's rectangle at its time. A rectangle that reaches beyond the picture is brought inside: nearer as far
 * as its roll needs, then towards the middle. What is interpolated is the place within the room that is left, so everything between
 * two keyframes is inside as well. The lens gives what the roll needs and the camera travels the rest, so layers move apart.
 * Throws a RangeError for a path with a problem.
 */
export function pathMove(path: readonly PathKeyframe[], aspect: number): Move {
  const turns = path.some(({ roll }) => roll !== 0)
  const needs = (roll: number): Extent => extent(roll, aspect, turns ? ROUNDING : 0)
  const bounded = path.map((keyframe) => bound(keyframe, needs(radians(keyframe.roll)), aspect))
  const follow = (value: (keyframe: Bounded) => number): ((t: number) => number) =>
    monotoneSpline(bounded.map((keyframe) => ({ t: keyframe.t, value: value(keyframe) })))
  const [rollAt, nearerAt] = [follow(({ roll }) => roll), follow(({ nearer }) => nearer)]
  const acrossAt = follow(placed(bounded, ({ across }) => across))
  const downAt = follow(placed(bounded, ({ down }) => down))
  return {
    shutter: 0.5,
    extremes: () => [],
    pose: (t) => {
      const roll = rollAt(t)
      const needed = needs(roll)
      const share = Math.exp(-nearerAt(t))
      const x = (acrossAt(t) * (aspect - (needed.width * share) / needed.zoom)) / 2
      const y = (downAt(t) * (1 - (needed.height * share) / needed.zoom)) / 2
      return { ...REST, x, y, z: 1 - share, roll, zoom: needed.zoom }
    },
  }
}

interface Extent {
  /** Sides of the box around the turned frame, in frame heights. */
  readonly width: number
  readonly height: number
  /** The least magnification that fits it into the picture. */
  readonly zoom: number
}

function extent(roll: number, aspect: number, rounding: number): Extent {
  const across = Math.hypot(Math.sin(roll), rounding)
  const along = Math.hypot(Math.cos(roll), rounding)
  const [width, height] = [aspect * along + across, along + aspect * across]
  return { width, height, zoom: Math.max(1, width / aspect, height) }
}

function bound({ t, x, y, zoom, roll }: PathKeyframe, needed: Extent, aspect: number): Bounded {
  const nearer = Math.max(0, Math.log(zoom / needed.zoom))
  const least = needed.zoom * Math.exp(nearer)
  const [across, down] = [(aspect - needed.width / least) / 2, (1 - needed.height / least) / 2]
  return { t, roll: radians(roll), nearer, across: place((x - 0.5) * aspect, across), down: place(y - 0.5, down) }
}

function place(offset: number, room: number): number | null {
  return room > 1e-9 ? clamp(offset / room, -1, 1) : null
}

/** A keyframe without room has no place of its own: it takes its neighbour's, so that the way to or from it goes straight. */
function placed(bounded: readonly Bounded[], place_: (keyframe: Bounded) => number | null): (keyframe: Bounded) => number {
  return (keyframe) => {
    const index = bounded.indexOf(keyframe)
    const after = bounded.slice(index).find((each) => place_(each) !== null)
    const nearest = after ?? bounded.slice(0, index).findLast((each) => place_(each) !== null)
    return nearest === undefined ? 0 : (place_(nearest) ?? 0)
  }
}
