/** Moves along the optical axis: the camera itself travels, so near things grow faster than far ones. */

import { ease, swell } from '../easing.ts'
import { radians } from '../numbers.ts'
import { around, type Pose, REST } from '../pose.ts'
import { type Move, type Shot, vanishingPoint } from './move.ts'

const DOLLY_ZOOM = 0.2

/** The subject grows geometrically, so that it seems to come nearer at one pace. */
function approach(eased: number, shot: Shot, zoom: number): Pose {
  const z = 1 - zoom ** -eased
  const point = vanishingPoint(shot, zoom)
  return { ...REST, x: point.x * z, y: point.y * z, z }
}

export const dollyIn: Move = {
  shutter: 0,
  pose: (t, shot) => approach(ease('smootherstep', t), shot, 1 + DOLLY_ZOOM * shot.strength),
}

export const dollyOut: Move = {
  shutter: 0,
  pose: (t, shot) => approach(1 - ease('smootherstep', t), shot, 1 + DOLLY_ZOOM * shot.strength),
}

/** How far behind its place at rest the camera starts, in distances of the subject. */
const RETREAT = 0.6
/** Degrees by which a whole picture leans from first to last. */
const LEAN = 18

/**
 * The camera comes nearer while the lens widens, so that the subject keeps its size and the background stretches away behind it. It comes
 * along the ray through the subject, and the lens shifts to keep it in place. In a whole picture nothing can stretch: it leans around
 * the subject, which keeps its size while the perspective around it changes.
 */
export const dollyZoom: Move = {
  shutter: 0,
  pose: (t, { strength, target, aspect, farthest }) => {
    const eased = ease('smootherstep', t)
    if (farthest === 1) return around(target, 0, (eased - 0.5) * radians(LEAN) * strength, aspect)
    const z = -RETREAT * strength * (1 - eased)
    const shift = -z / (1 - z)
    return { ...REST, x: target.x * z, y: target.y * z, z, zoom: 1 - z, shiftX: target.x * shift, shiftY: target.y * shift }
  },
}

/** What is left of a layer's distance, in distances of the subject, when it starts and ends to fade and to blur. */
const FADES = { from: 0.6, to: 0.36 } as const
const BLURS = { from: 0.8, to: 0.36 } as const
const WHOLE_PUSH = 0.5
/** When a whole picture is out of focus, as shares of the clip. */
const VEIL = { from: 0.27, to: 0.73 } as const

/**
 * The camera flies straight at the subject, which grows past it, out of focus and fading, until only what was behind it is seen. A whole
 * picture is pushed into, goes out of focus in the middle of the way and emerges sharp and nearer.
 */
export const throughObject: Move = {
  shutter: 0.5,
  pose: (t, shot) => {
    if (shot.farthest === 1) {
      const eased = ease('smootherstep', (t - VEIL.from) / (VEIL.to - VEIL.from))
      return approach(0.08 * t + 0.92 * eased, shot, 1 + WHOLE_PUSH * shot.strength)
    }
    const z = (0.55 + 0.15 * shot.strength) * ease('smootherstep', t)
    return { ...REST, x: shot.target.x * z, y: shot.target.y * z, z }
  },
  look: (t, shot, depth) => {
    if (shot.farthest === 1) return { focus: 1 - swell((t - VEIL.from) / (VEIL.to - VEIL.from)), opacity: 1 }
    const left = depth - throughObject.pose(t, shot).z
    return {
      focus: ease('smootherstep', (left - BLURS.to) / (BLURS.from - BLURS.to)),
      opacity: ease('smootherstep', (left - FADES.to) / (FADES.from - FADES.to)),
    }
  },
}
