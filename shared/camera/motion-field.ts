/** How a move makes the points of a picture run over the frame, as one vector: for telling moves apart. */

import { cameraFor } from './camera.ts'
import type { CameraMove, CameraOptions } from './choice.ts'
import { invert, type Point, project } from './matrix.ts'

const STEPS = 40
const GRID: readonly Point[] = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) => [0.1, 0.3, 0.5, 0.7, 0.9].map((y) => ({ x, y })))

/**
 * Optical flow of each layer at 25 points of the frame over 40 steps of the clip, in frame heights a step, one after another. At each point
 * and step it is where what is seen there will be seen a step later.
 */
export function motionField(move: CameraMove, options: CameraOptions): readonly number[] {
  const at = cameraFor(move, options)
  const states = Array.from({ length: STEPS + 1 }, (_, step) => at(step / STEPS))
  return states.slice(1).flatMap((after, step) =>
    after.layers.flatMap(({ view }, layer) => {
      const before = states[step]?.layers[layer]?.view ?? view
      const back = invert(view)
      return GRID.flatMap((point) => {
        const { x, y } = project(back, project(before, point))
        return [(x - point.x) * options.aspect, y - point.y]
      })
    }),
  )
}

/** Half the distance of two motion fields brought to the same length: 0 is the same motion, 1 the opposite one. */
export function distance(a: readonly number[], b: readonly number[]): number {
  const [lengthOfA, lengthOfB] = [Math.hypot(...a), Math.hypot(...b)]
  return Math.hypot(...a.map((value, index) => value / lengthOfA - (b[index] ?? 0) / lengthOfB)) / 2
}

/** The two moves whose motion fields are nearest, and how near they are. */
export function smallestDistance(
  moves: readonly CameraMove[],
  options: CameraOptions,
): { readonly pair: readonly CameraMove[]; readonly distance: number } {
  const fields = moves.map((move) => ({ move, field: motionField(move, options) }))
  const pairs = fields.flatMap((one, index) =>
    fields.slice(index + 1).map((other) => ({ pair: [one.move, other.move], distance: distance(one.field, other.field) })),
  )
  return pairs.reduce((nearest, each) => (each.distance < nearest.distance ? each : nearest))
}
