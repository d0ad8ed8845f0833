/** Moves across the picture. A pan turns, so it moves near and far alike; a crane travels, so it moves the near further than the far. */

import { ease, swell } from '../easing.ts'
import { clamp } from '../numbers.ts'
import { REST } from '../pose.ts'
import { happening, type Move, type Shot } from './move.ts'

/** Shares of the frame's side. */
const PAN_TRAVEL = 0.16
const CRANE_TRAVEL = 0.16

/** The camera turns to the right. So small a turn has no keystone to speak of, and without it keeps the sharpest filter. */
export const panSlow: Move = {
  shutter: 0,
  pose: (t, { strength, target, aspect }) => {
    const travel = PAN_TRAVEL * strength
    const shiftX = travel * (ease('smootherstep', t) - 0.5) * aspect
    return { ...REST, zoom: 1 / (1 - travel), shiftX, shiftY: clamp(target.y, -travel / 2, travel / 2) }
  },
}

/** The camera rises. */
export const craneUp: Move = {
  shutter: 0,
  pose: (t, { strength, target, aspect }) => {
    const travel = CRANE_TRAVEL * strength
    const room = (travel * aspect) / 2
    return { ...REST, x: clamp(target.x, -room, room), y: travel * (0.5 - ease('smootherstep', t)), zoom: 1 / (1 - travel) }
  },
}

const WHIP_ZOOM = 0.58
/** The way ends at least this far beyond the middle, as a share of the room to the right. */
const WHIP_BEYOND = 1 / 3
/** Seconds after which the camera is torn away, that it takes, and that it takes to come back from too far. */
const WHIP_FROM = 0.5
const WHIP_TAKES = 0.55
const SETTLE_FROM = 0.85
const SETTLE_TAKES = 0.7
/** Share of the way by which it goes too far. */
const OVERSHOOT = 0.035
/** Share of the way that is not whipped but drifted, over the whole clip. */
const DRIFT = 0.15

/** The camera is torn from the left of the picture onto its target, goes a little too far, settles and drifts on. */
export const whipPanRight: Move = {
  shutter: 0.9,
  pose: (t, shot) => {
    const zoom = 1 + WHIP_ZOOM * shot.strength
    const room = (1 - 1 / zoom) / 2
    const end = clamp(shot.target.x / shot.aspect, WHIP_BEYOND * room, (1 - 2 * OVERSHOOT) * room)
    const torn = ease('smootherstep', happening(t, shot.seconds, WHIP_FROM, WHIP_TAKES))
    const gone = (1 - DRIFT) * torn + DRIFT * ease('smootherstep', t) + OVERSHOOT * swell(settling(t, shot))
    return { ...REST, zoom, shiftX: (gone * (room + end) - room) * shot.aspect, shiftY: clamp(shot.target.y, -room, room) }
  },
  // Later the camera would be torn away from where it has not come to yet.
  goesOver: (shot) => WHIP_FROM / (WHIP_FROM + WHIP_TAKES * happening(1, shot.seconds, WHIP_FROM, WHIP_TAKES)),
}

/** The settling belongs to the whip and shrinks with it in a short clip. */
function settling(t: number, { seconds }: Shot): number {
  const torn = happening(t, seconds, WHIP_FROM, WHIP_TAKES)
  return (WHIP_FROM + torn * WHIP_TAKES - SETTLE_FROM) / SETTLE_TAKES
}
