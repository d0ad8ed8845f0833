/** Moves of the lens: everything grows alike, near and far. */

import { ease, swell } from '../easing.ts'
import { clamp, radians } from '../numbers.ts'
import { REST } from '../pose.ts'
import { happening, type Move, type Shot, vanishingPoint } from './move.ts'

const CRASH_ZOOM = 0.8
/** Seconds after which the zoom bursts in, and that it takes. */
const CRASH_FROM = 0.7
const CRASH_TAKES = 0.6
/** Where within that time the lens begins to go too far, and for how many times as long it swings back. */
const REBOUND_FROM = 0.75
const REBOUND_TAKES = 1.2
const REBOUND = 0.03
/** Share of the zoom that creeps on over the whole clip, so that it never stands dead. */
const CREEP = 0.08

/** The lens bursts in, accelerating, stops hard, swings back and creeps on. */
export const crashZoomIn: Move = {
  shutter: 0.8,
  pose: (t, shot) => {
    const nearest = 1 + CRASH_ZOOM * shot.strength
    const burst = happening(t, shot.seconds, CRASH_FROM, CRASH_TAKES)
    const eased = (1 - CREEP) * ease('rush', burst) + CREEP * ease('smootherstep', t)
    const zoom = nearest ** eased * (1 + REBOUND * shot.strength * swell((burst - REBOUND_FROM) / REBOUND_TAKES))
    const point = vanishingPoint(shot, nearest)
    return { ...REST, zoom, shiftX: point.x * (1 - 1 / zoom), shiftY: point.y * (1 - 1 / zoom) }
  },
}

const SPIRAL_LENS = 1.48
const SPIRAL_DOLLY = 0.05
/** Degrees. */
const SPIRAL_ROLL = 15

/** The camera rolls while the lens closes in and the camera follows a little. */
export const spiralZoom: Move = {
  shutter: 0.5,
  pose: (t, shot) => {
    const eased = ease('smootherstep', t)
    const roll = radians(SPIRAL_ROLL) * shot.strength
    const lens = SPIRAL_LENS ** shot.strength
    const nearer = 1 + SPIRAL_DOLLY * shot.strength
    const zoom = lens ** eased
    const z = 1 - nearer ** -eased
    const room = roomFor(shot, roll * eased, zoom / (1 - z))
    const last = roomFor(shot, roll, lens * nearer)
    const x = last.x > 0 ? clamp(shot.target.x / last.x, -1, 1) * room.x : 0
    const y = last.y > 0 ? clamp(shot.target.y / last.y, -1, 1) * room.y : 0
    return { ...REST, x, y, z, roll: roll * eased, zoom }
  },
}

/** How far the middle of a turned view may lie from the middle of the picture, in frame heights. */
function roomFor({ aspect }: Shot, roll: number, zoom: number): { readonly x: number; readonly y: number } {
  const [across, along] = [Math.sin(roll), Math.cos(roll)]
  return { x: (aspect - (aspect * along + across) / zoom) / 2, y: (1 - (along + aspect * across) / zoom) / 2 }
}

const BREATHING = 0.03
/** When the focus goes to the background and comes back, as shares of the clip. */
const FOCUS_AWAY = { from: 0.18, takes: 0.27 } as const
const FOCUS_BACK = { from: 0.58, takes: 0.27 } as const
/** How fast softness grows with the strength. */
const SOFTNESS = 1.6

/**
 * The camera stands still; the focus is pulled from the subject to the background and back, and the lens breathes with it. In a whole
 * picture everything is equally far away and stays sharp: only the lens breathes.
 */
export const staticFocus: Move = {
  shutter: 0,
  pose: (t, { strength }) => ({ ...REST, zoom: 1 + BREATHING * strength * pulled(t) }),
  look: (t, { strength, farthest }, depth) => {
    if (farthest === 1) return { focus: 1, opacity: 1 }
    // A lens blurs with the difference of the reciprocal distances; squared, it is sharp over a depth of field.
    const away = (1 - 1 / depth) / (1 - 1 / farthest) - pulled(t)
    return { focus: 1 - (1 - Math.exp(-SOFTNESS * strength)) * Math.min(1, away * away), opacity: 1 }
  },
}

/** 0 while the focus is on the subject, 1 while it is on the background. */
function pulled(t: number): number {
  return ease('smootherstep', (t - FOCUS_AWAY.from) / FOCUS_AWAY.takes) - ease('smootherstep', (t - FOCUS_BACK.from) / FOCUS_BACK.takes)
}
