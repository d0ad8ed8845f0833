import { describe, expect, it } from 'vitest'
import { type CameraMove, type Homography } from '../index.ts'
import { CUT_OUT, INSTANTS, look, lookAtBoth, shown, SUBJECT, viewAt } from '../measure-views.ts'

describe('an arc', () => {
  /** How much a line across the picture shortens from one side to the other: lines meet on the side the camera looks to, where this is positive. */
  const converging = (view: Homography): number => -view[6] / view[8]

  it.each(['orbit', 'bullet_time'] as const)('%s goes around the subject, moves the vanishing point and slides the background', (move) => {
    const middle = { x: SUBJECT.x + SUBJECT.width / 2, y: SUBJECT.y + SUBJECT.height / 2 }
    for (const t of INSTANTS) {
      const point = shown(viewAt(move, t, CUT_OUT, 1), middle)
      expect(Math.abs(point.x - shown(viewAt(move, 0, CUT_OUT, 1), middle).x)).toBeLessThan(0.02)
    }
    const points = INSTANTS.map((t) => converging(viewAt(move, t)))
    expect(Math.min(...points)).toBeLessThan(-0.05)
    expect(Math.max(...points)).toBeGreaterThan(0.05)
    const slid = lookAtBoth(move, 1).background.centre.x - lookAtBoth(move, 0).background.centre.x
    const turned = converging(viewAt(move, 1, CUT_OUT)) - converging(viewAt(move, 0, CUT_OUT))
    expect(Math.abs(slid)).toBeGreaterThan(0.05)
    expect(Math.sign(slid)).toBe(Math.sign(turned))
  })

  it('of bullet time is shot in little more than a second and then held; an orbit keeps one pace', () => {
    const turned = (move: CameraMove, seconds: number): number => {
      const at = (t: number): number => converging(viewAt(move, t))
      return (at(seconds / 5) - at(0)) / (at(1) - at(0))
    }
    expect(turned('bullet_time', 1.7) - turned('bullet_time', 0.4)).toBeGreaterThan(0.85)
    expect(turned('bullet_time', 5) - turned('bullet_time', 2)).toBeLessThan(0.1)
    for (const seconds of [1, 2, 3, 4]) expect(turned('orbit', seconds)).toBeCloseTo(seconds / 5, 1)
  })
})

describe('a drone', () => {
  it('flies on and banks into its turns: the roll follows the sideways acceleration', () => {
    const h = 1 / 80
    /** Turning moves all layers alike, travelling moves one twice as near twice as far: the difference is the way travelled. */
    const sideways = (t: number): number => {
      const { background, subject } = lookAtBoth('fpv_drone', t)
      return subject.centre.x - background.centre.x
    }
    const inner = Array.from({ length: 79 }, (_, index) => (index + 1) * h)
    const rolls = inner.map((t) => look('fpv_drone', t).roll)
    const accelerations = inner.map((t) => sideways(t + h) - 2 * sideways(t) + sideways(t - h))
    expect(correlation(rolls, accelerations)).toBeGreaterThan(0.9)
    expect(Math.max(...rolls)).toBeGreaterThan(3)
    expect(Math.min(...rolls)).toBeLessThan(-3)
    expect(look('fpv_drone', 1).zoom).toBeGreaterThan(1.2 * look('fpv_drone', 0).zoom)
  })
})

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  const product = a.reduce((sum, value, index) => sum + (value - ma) * ((b[index] ?? mb) - mb), 0)
  const spread = (values: readonly number[], middle: number): number =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0))
  return product / (spread(a, ma) * spread(b, mb))
}
