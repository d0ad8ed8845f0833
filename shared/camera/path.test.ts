import { array, assert, double, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { camera, invert, maximumZoom, monotoneSpline, pathProblem, type PathKeyframe, type Point, project } from './index.ts'
import { CENTRE, CUT_OUT, seen, WHOLE } from './measure-views.ts'

const PATH: readonly PathKeyframe[] = [
  { t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 },
  { t: 0.4, x: 0.3, y: 0.62, zoom: 2, roll: 0 },
  { t: 1, x: 0.7, y: 0.4, zoom: 3, roll: 0 },
]

function look(path: readonly PathKeyframe[], t: number, layer = 0, options = WHOLE) {
  const state = camera({ path }, t, options).layers[layer]
  if (state === undefined) throw new RangeError('there is no such layer')
  return seen(state.view, options.aspect)
}

describe('an own path', () => {
  it('shows each keyframe’s rectangle at its time', () => {
    for (const { t, x, y, zoom, roll } of PATH) {
      const { centre, ...rest } = look(PATH, t)
      expect(centre.x).toBeCloseTo(x, 9)
      expect(centre.y).toBeCloseTo(y, 9)
      expect(rest.zoom).toBeCloseTo(zoom, 6)
      expect(rest.roll).toBeCloseTo(roll, 6)
    }
    expect(maximumZoom({ path: PATH }, WHOLE)).toBeCloseTo(3, 6)
  })

  it('turns the camera clockwise by the roll, and shows a turned rectangle that fits as it was drawn', () => {
    const turned = { t: 1, x: 0.45, y: 0.52, zoom: 2, roll: 9 }
    const path = [{ t: 0, x: 0.5, y: 0.5, zoom: 1.5, roll: -4 }, turned]
    expect(look(path, 1)).toMatchObject({ zoom: expect.closeTo(2, 6), roll: expect.closeTo(9, 6) })
    expect(look(path, 1).centre).toMatchObject({ x: expect.closeTo(0.45, 9), y: expect.closeTo(0.52, 9) })
    expect(look(path, 0).roll).toBeCloseTo(-4, 6)
  })

  it('rests at both ends, holds before its first and after its last keyframe, and goes by smootherstep between two', () => {
    const path = [
      { t: 0.25, x: 0.4, y: 0.5, zoom: 2, roll: 0 },
      { t: 0.75, x: 0.6, y: 0.5, zoom: 2, roll: 0 },
    ]
    expect(look(path, 0.1)).toEqual(look(path, 0.25))
    expect(look(path, 0.9)).toEqual(look(path, 1))
    expect(look(path, 0.375).centre.x).toBeCloseTo(0.4 + 0.2 * (0.25 ** 3 * (0.25 * (0.25 * 6 - 15) + 10)), 9)
  })

  it('goes straight at what it zooms to from the full picture: the vanishing point stands still', () => {
    const path = [
      { t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 },
      { t: 1, x: 0.7, y: 0.4, zoom: 2, roll: 0 },
    ]
    const shown = (t: number): Point => {
      const [layer] = camera({ path }, t, WHOLE).layers
      if (layer === undefined) throw new RangeError('there is no layer')
      return project(invert(layer.view), { x: 0.9, y: 0.3 })
    }
    for (const t of [0.2, 0.5, 0.8, 1]) expect(shown(t)).toMatchObject({ x: expect.closeTo(0.9, 9), y: expect.closeTo(0.3, 9) })
  })

  it('brings a rectangle that reaches beyond the picture inside', () => {
    const path = [
      { t: 0, x: 0, y: 1, zoom: 2, roll: 0 },
      { t: 1, x: 0.5, y: 0.5, zoom: 1, roll: 20 },
    ]
    expect(look(path, 0).centre).toMatchObject({ x: expect.closeTo(0.25, 2), y: expect.closeTo(0.75, 2) })
    expect(look(path, 1).zoom).toBeGreaterThan(1.5)
    expect(look(path, 1).roll).toBeCloseTo(20, 6)
  })

  it('moves the layers of a cut-out apart, the subject as it was drawn', () => {
    expect(look(PATH, 1, 1, CUT_OUT).zoom).toBeCloseTo(3, 6)
    expect(look(PATH, 1, 0, CUT_OUT).zoom).toBeCloseTo(2 / (2 - (1 - 1 / 3)), 6)
    expect(look(PATH, 0, 0, CUT_OUT).centre).toEqual(CENTRE)
  })

  it('needs two keyframes whose times ascend', () => {
    expect(pathProblem(PATH)).toBeNull()
    expect(pathProblem(PATH.slice(1, 2))).toBe('too_few_keyframes')
    expect(pathProblem([])).toBe('too_few_keyframes')
    expect(pathProblem(PATH.toReversed())).toBe('times_do_not_ascend')
    expect(pathProblem([{ t: 0.5 }, { t: 0.5 }])).toBe('times_do_not_ascend')
    expect(() => camera({ path: PATH.slice(0, 1) }, 0, WHOLE)).toThrow(RangeError)
    expect(() => camera({ path: PATH.toReversed() }, 0, WHOLE)).toThrow(RangeError)
  })
})

describe('the monotone spline', () => {
  const value = double({ min: -5, max: 5, noNaN: true })
  const length = double({ min: 0.01, max: 1, noNaN: true })

  it('goes through its knots and never leaves the range between two of them', () => {
    assert(
      property(array(tuple(length, value), { minLength: 2, maxLength: 8 }), (spans) => {
        let at = 0
        const knots = spans.map(([span, height]) => ({ t: (at += span), value: height }))
        const spline = monotoneSpline(knots)
        knots.slice(1).forEach((to, index) => {
          const from = knots[index] ?? to
          expect(spline(to.t)).toBeCloseTo(to.value, 9)
          let previous = from.value
          for (let step = 0; step <= 50; step++) {
            const next = spline(from.t + ((to.t - from.t) * step) / 50)
            expect((next - previous) * Math.sign(to.value - from.value)).toBeGreaterThanOrEqual(-1e-9)
            previous = next
          }
        })
      }),
      { numRuns: 200 },
    )
  })

  it('runs through a knot on the way without stopping', () => {
    const spline = monotoneSpline([
      { t: 0, value: 0 },
      { t: 1, value: 1 },
      { t: 2, value: 2 },
    ])
    expect((spline(1.01) - spline(0.99)) / 0.02).toBeCloseTo(1, 2)
    expect((spline(0.01) - spline(0)) / 0.01).toBeLessThan(0.01)
  })
})
