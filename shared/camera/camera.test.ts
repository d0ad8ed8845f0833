/** What holds for every move, in every shape, strength, depth and seed. */

import { array, assert, constantFrom, double, integer, property, record, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ASPECT_RATIOS,
  aspectValue,
  camera,
  CAMERA_MOVES,
  CAMERA_STARTS,
  cameraFor,
  type CameraChoice,
  type CameraOptions,
  IDENTITY,
  maximumZoom,
  project,
} from './index.ts'
import { CUT_OUT, WHOLE } from './measure-views.ts'
import { distance, motionField, smallestDistance } from './motion-field.ts'

const share = double({ min: 0, max: 1, noNaN: true })
const box = tuple(share, share, share, share).map(([x, y, right, down]) => {
  const [width, height] = [0.02 + right * (0.98 - x * 0.98), 0.02 + down * (0.98 - y * 0.98)]
  return { x: x * 0.98, y: y * 0.98, width, height }
})
const shots = record({
  seed: integer({ min: 0, max: 4_294_967_295 }),
  intensity: double({ min: 0, max: 4, noNaN: true }),
  aspect: constantFrom(...ASPECT_RATIOS.map(aspectValue), 2.39, 0.4),
  seconds: constantFrom(0.5, 1, 3.7, 5, 12, 60),
  subject: box,
  depths: constantFrom([1], [2, 1], [3, 1.6, 1], [1.3, 1], [8, 1]),
  from: constantFrom(...CAMERA_STARTS),
})
const keyframes = array(
  record({ x: share, y: share, zoom: double({ min: 1, max: 8, noNaN: true }), roll: double({ min: -30, max: 30, noNaN: true }) }),
  {
    minLength: 2,
    maxLength: 6,
  },
).map((path) => ({ path: path.map((keyframe, index) => ({ ...keyframe, t: index / (path.length - 1) })) }))

const CORNERS = [0, 1].flatMap((x) => [0, 1].map((y) => ({ x, y })))

/** How far any layer's edge is ever inside the frame at some times; 0 where none is. */
function edge(choice: CameraChoice, times: readonly number[], options: CameraOptions): number {
  const at = cameraFor(choice, options)
  const points = times.flatMap((t) => at(t).layers.flatMap(({ view }) => CORNERS.map((corner) => project(view, corner))))
  return Math.max(...points.flatMap(({ x, y }) => [-x, -y, x - 1, y - 1]))
}

const someTimes = array(share, { minLength: 20, maxLength: 20 }).map((times) => [0, ...times, 1])

describe('no edge ever shows', () => {
  it.each(CAMERA_MOVES)('in %s', (move) => {
    assert(
      property(shots, someTimes, (shot, times) => {
        expect(edge(move, times, shot)).toBeLessThanOrEqual(1e-9)
      }),
      { numRuns: 60 },
    )
  })

  it('on own paths, however wild', () => {
    assert(
      property(keyframes, shots, someTimes, (path, shot, times) => {
        expect(edge(path, times, shot)).toBeLessThanOrEqual(1e-9)
      }),
      { numRuns: 300 },
    )
  })
})

/** All that is seen at some times, each as one row of numbers. */
function rows(choice: CameraChoice, times: readonly number[], options: CameraOptions): readonly (readonly number[])[] {
  const at = cameraFor(choice, options)
  return times.map((t) => at(t).layers.flatMap(({ view, focus, opacity }) => [...view, focus, opacity]))
}

/** The largest difference of any number's second derivative from one step of time to the next. */
function jump(choice: CameraChoice, steps: number, options: CameraOptions): number {
  const times = Array.from({ length: steps + 1 }, (_, index) => index / steps)
  const seen = rows(choice, times, options)
  let largest = 0
  for (let row = 3; row <= steps; row++)
    seen[row]?.forEach((value, column) => {
      const [before, at, after] = [seen[row - 3]?.[column] ?? 0, seen[row - 2]?.[column] ?? 0, seen[row - 1]?.[column] ?? 0]
      largest = Math.max(largest, Math.abs(value - 3 * after + 3 * at - before) * steps ** 2)
    })
  return largest
}

describe('every motion is C2', () => {
  const path = {
    path: [
      { t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 },
      { t: 0.3, x: 0.2, y: 0.7, zoom: 2.5, roll: 8 },
      { t: 0.75, x: 0.8, y: 0.3, zoom: 1.8, roll: -6 },
      { t: 1, x: 0.5, y: 0.4, zoom: 1.2, roll: 0 },
    ],
  }

  it.each([...CAMERA_MOVES, path])('%s: the steps of its second derivative shrink with the step of time', (choice) => {
    for (const shot of [WHOLE, CUT_OUT, { ...CUT_OUT, depths: [3, 1.6, 1] }, { ...CUT_OUT, from: 'whole' as const }]) {
      const [coarse, fine] = [jump(choice, 500, shot), jump(choice, 2000, shot)]
      // Where the second derivative jumps, so does its difference, at any step; where it runs on, a quarter of the step is a quarter of it.
      expect(fine).toBeLessThanOrEqual(Math.max(0.4 * coarse, 1e-5))
    }
  })
})

describe('a shot that begins at the whole picture', () => {
  it.each(CAMERA_MOVES)('shows it as it is, sharp and unmoved, and goes over into %s', (move) => {
    assert(
      property(shots, double({ min: 0.5, max: 1, noNaN: true }), (options, later) => {
        const shot = { ...options, from: 'whole' as const }
        for (const { view, focus, opacity } of camera(move, 0, shot).layers) {
          expect(view).toEqual(IDENTITY.map((value) => expect.closeTo(value, 12)))
          expect([focus, opacity]).toEqual([1, 1])
        }
        const centres = (from: 'move' | 'whole') =>
          camera(move, later, { ...options, from }).layers.flatMap(({ view, focus, opacity }) => {
            const { x, y } = project(view, { x: 0.5, y: 0.5 })
            return [x, y, focus, opacity]
          })
        expect(centres('whole')).toEqual(centres('move').map((value) => expect.closeTo(value, 9)))
      }),
      { numRuns: 40 },
    )
  })
})

describe('intensity', () => {
  it.each(CAMERA_MOVES)('scales the amplitude of %s', (move) => {
    for (const shot of [WHOLE, CUT_OUT]) {
      const amplitudes = [0.3, 0.6, 1, 1.5, 2].map((intensity) => Math.hypot(...motionField(move, { ...shot, intensity })))
      amplitudes.slice(1).forEach((amplitude, index) => expect(amplitude).toBeGreaterThan(1.05 * (amplitudes[index] ?? 0)))
    }
  })
})

describe('the seed', () => {
  it.each(CAMERA_MOVES)('decides of %s what is random and nothing else', (move) => {
    const [one, other] = [1, 2].map((seed) => rows(move, [0.37], { ...CUT_OUT, seed }))
    if (move === 'handheld_subtle') expect(one).not.toEqual(other)
    else expect(one).toEqual(other)
    expect(maximumZoom(move, { ...CUT_OUT, seed: 1 })).toBeCloseTo(maximumZoom(move, { ...CUT_OUT, seed: 2 }), 1)
    expect(rows(move, [0.37], CUT_OUT)).toEqual(rows(move, [0.37], CUT_OUT))
  })
})

/** Motion fields of unit length lie at least this far apart; 0 is the same motion, 1 its opposite. */
const APART = 0.25

describe('the moves', () => {
  it.for([
    ['whole pictures', WHOLE],
    ['cut-outs', CUT_OUT],
    ['whole pictures upright', { ...WHOLE, aspect: 9 / 16 }],
    ['cut-outs upright', { ...CUT_OUT, aspect: 9 / 16 }],
  ] as const)('of %s all differ from one another', async ([, shot], { annotate }) => {
    const nearest = smallestDistance(CAMERA_MOVES, shot)
    await annotate(`${nearest.pair.join(' and ')} are nearest, ${nearest.distance.toFixed(3)} apart; at least ${APART} is asked for`)
    expect(nearest.distance).toBeGreaterThanOrEqual(APART)
  })

  it('are as far from themselves as nothing and from their way back as can be', () => {
    const [into, out] = [motionField('dolly_slow', WHOLE), motionField('dolly_out', WHOLE)]
    expect(distance(into, into)).toBe(0)
    expect(distance(into, out)).toBeGreaterThan(0.95)
  })

  it.each(CAMERA_MOVES)('%s cuts off little, and has a layer for each depth', (move) => {
    const most = move === 'crash_zoom_in' ? 2.2 : 1.6
    for (const aspect of ASPECT_RATIOS.map(aspectValue))
      for (const shot of [WHOLE, CUT_OUT]) expect(maximumZoom(move, { ...shot, aspect })).toBeLessThanOrEqual(most)
    expect(camera(move, 0.5, { ...CUT_OUT, depths: [3, 2, 1] }).layers).toHaveLength(3)
  })
})
