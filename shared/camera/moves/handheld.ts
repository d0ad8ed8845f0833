/** The tremor of a hand. */

import { radians } from '../numbers.ts'
import { type Pose, REST } from '../pose.ts'
import { mulberry32 } from '../random.ts'
import type { Move, Shot } from './move.ts'

/** Hertz. Below it lies drift, above it what a body's mass no longer lets through. */
export const HANDHELD_BAND = { from: 0.3, to: 4 } as const
const SINES = 8

/** Furthest that each can ever go: turns and steps as shares of the frame's shorter side, roll in degrees, step forward. */
const TURN = 0.02
const STEP = 0.016
const ROLL = 0.8
const FORWARD = 0.012

interface Sine {
  readonly hertz: number
  readonly phase: number
  readonly weight: number
}

/**
 * One direction's tremor: sines spread over the band, weighted by 1/f as the sway of a standing body is; the weights sum to 1, so that it
 * stays within -1..1.
 */
function tremor(random: () => number): readonly Sine[] {
  const octaves = Math.log(HANDHELD_BAND.to / HANDHELD_BAND.from)
  const sines = Array.from({ length: SINES }, (_, index) => {
    const hertz = HANDHELD_BAND.from * Math.exp((octaves * (index + random())) / SINES)
    return { hertz, phase: 2 * Math.PI * random(), weight: 1 / hertz }
  })
  const sum = sines.reduce((total, { weight }) => total + weight, 0)
  return sines.map((sine) => ({ ...sine, weight: sine.weight / sum }))
}

function at(sines: readonly Sine[], seconds: number): number {
  return sines.reduce((sum, { hertz, phase, weight }) => sum + weight * Math.sin(2 * Math.PI * hertz * seconds + phase), 0)
}

/** A hand holds the camera: it sways and turns a little, never the same way twice. The seed is the hand. */
export const handheldSubtle: Move = {
  shutter: 0.5,
  pose: (t, shot) => {
    const random = mulberry32(shot.seed)
    const seconds = t * shot.seconds
    const next = (): number => at(tremor(random), seconds)
    return held(shot, { turnX: next(), turnY: next(), stepX: next(), stepY: next(), roll: next(), forward: next() })
  },
  extremes: (shot) =>
    [-1, 1].flatMap((across) =>
      [-1, 1].flatMap((down) =>
        [-1, 1].map((roll) => held(shot, { turnX: across, turnY: down, stepX: across, stepY: down, roll, forward: -1 })),
      ),
    ),
}

type Hand = Readonly<Record<'turnX' | 'turnY' | 'stepX' | 'stepY' | 'roll' | 'forward', number>>

function held({ aspect, strength }: Shot, hand: Hand): Pose {
  const side = Math.min(1, aspect) * strength
  return {
    ...REST,
    x: STEP * side * hand.stepX,
    y: STEP * side * hand.stepY,
    z: FORWARD * strength * hand.forward,
    roll: radians(ROLL) * strength * hand.roll,
    shiftX: TURN * side * hand.turnX,
    shiftY: TURN * side * hand.turnY,
  }
}
