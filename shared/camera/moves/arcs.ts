/** Moves on curved ways, which turn the picture's perspective. */

import { ease } from '../easing.ts'
import { radians } from '../numbers.ts'
import { around, focalLength, REST } from '../pose.ts'
import { happening, type Move, type Shot, vanishingPoint } from './move.ts'

/** Degrees from first to last around a whole picture. */
const ORBIT_ANGLE = 22
const BULLET_ANGLE = 26
/** What an angle costs: a layer turned away narrows to one side, and layers slide against one another. */
const NARROWING = 0.6
const SLIDING = 2.6

/** The arc that a shot has room for, in radians: the more of the picture an angle costs, the smaller it is. */
function arc(degrees: number, { strength, farthest, aspect }: Shot): number {
  const width = aspect / focalLength(aspect)
  const cost = 0.5 + NARROWING * width + (SLIDING * (1 - 1 / farthest)) / width
  return (radians(degrees) * strength) / cost
}

/** The camera goes around the subject at one pace. */
export const orbit: Move = {
  shutter: 0,
  pose: (t, shot) => around(shot.target, arc(ORBIT_ANGLE, shot) * (t - 0.5), 0, shot.aspect),
}

/** Seconds after which the arc begins, and that it takes. */
const BULLET_FROM = 0.4
const BULLET_TAKES = 1.3
const BULLET_PUSH = 0.06
/** Share of the arc that creeps on over the whole clip. */
const BULLET_CREEP = 0.12

/** The camera shoots around the frozen subject while the lens closes in, and then holds. */
export const bulletTime: Move = {
  shutter: 0.5,
  pose: (t, shot) => {
    const fast = ease('smootherstep', happening(t, shot.seconds, BULLET_FROM, BULLET_TAKES))
    const eased = (1 - BULLET_CREEP) * fast + BULLET_CREEP * t
    const pose = around(shot.target, arc(BULLET_ANGLE, shot) * (0.5 - eased), 0, shot.aspect)
    return { ...pose, zoom: (1 + BULLET_PUSH * shot.strength) ** eased }
  },
}

const FLIGHT_ZOOM = 0.32
/** Share of the frame's width. */
const FLIGHT_WEAVE = 0.03
const FLIGHT_DIP = 0.025
/** Degrees. */
const FLIGHT_BANK = 4
const FLIGHT_HEADING = 0.8

/**
 * The camera flies on at one pace in a curve to the right and one to the left. It banks into each as a multirotor does, its roll following
 * the sideways acceleration, and looks where it flies.
 */
export const fpvDrone: Move = {
  shutter: 0.5,
  pose: (t, shot) => {
    const { aspect, strength } = shot
    const nearest = 1 + FLIGHT_ZOOM * strength
    const z = 1 - nearest ** -t
    const point = vanishingPoint(shot, nearest)
    const phase = 2 * Math.PI * t
    return {
      ...REST,
      x: point.x * z - FLIGHT_WEAVE * strength * aspect * Math.sin(phase),
      y: point.y * z + (FLIGHT_DIP * strength * (1 - Math.cos(phase))) / 2,
      z,
      roll: radians(FLIGHT_BANK) * strength * Math.sin(phase),
      yaw: -radians(FLIGHT_HEADING) * strength * Math.cos(phase),
    }
  },
}
