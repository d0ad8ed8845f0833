import { describe, expect, it } from 'vitest'
import { camera } from '../index.ts'
import { CENTRE, CUT_OUT, INSTANTS, look, lookAtBoth, shown, viewAt, WHOLE } from '../measure-views.ts'

describe('a pan', () => {
  it('turns to the right at one height, one size and without parallax', () => {
    for (const t of INSTANTS) {
      const { background, subject: near } = lookAtBoth('pan_slow', t)
      expect(near).toEqual(background)
      expect(near.zoom).toBeCloseTo(1 / 0.84, 6)
      expect(near.centre.y).toBeCloseTo(lookAtBoth('pan_slow', 0).subject.centre.y, 9)
    }
    expect(look('pan_slow', 1).centre.x - look('pan_slow', 0).centre.x).toBeCloseTo(0.16, 9)
  })
})

describe('a crane', () => {
  it('goes up, so that everything sinks in the frame and the near sinks further than the far', () => {
    const sunk = (layer: number): number =>
      shown(viewAt('crane_up', 1, CUT_OUT, layer), CENTRE).y - shown(viewAt('crane_up', 0, CUT_OUT, layer), CENTRE).y
    expect(sunk(0)).toBeGreaterThan(0.08)
    expect(sunk(1)).toBeCloseTo(2 * sunk(0), 6)
    expect(look('crane_up', 1).centre.y - look('crane_up', 0).centre.y).toBeCloseTo(-0.16, 9)
    for (const t of INSTANTS) expect(look('crane_up', t)).toMatchObject({ zoom: expect.closeTo(1 / 0.84, 6), roll: 0 })
  })
})

describe('a whip pan', () => {
  it.each([1.5, 5, 30])('goes six tenths of its way to the right within 0.4 s, with a blur, in a clip of %d s', (seconds) => {
    const x = (at: number): number => look('whip_pan_right', at / seconds, { seconds }).centre.x
    const way = x(seconds) - x(0)
    expect(way).toBeGreaterThan(0.2)
    const steps = Array.from({ length: 200 }, (_, index) => (index / 200) * (seconds - 0.4))
    expect(Math.max(...steps.map((from) => (x(from + 0.4) - x(from)) / way))).toBeGreaterThanOrEqual(0.6)
    expect(camera('whip_pan_right', 0.1, { ...WHOLE, seconds }).shutter).toBeGreaterThanOrEqual(0.5)
  })

  it('goes a little too far and comes back, at one height', () => {
    const x = (at: number): number => look('whip_pan_right', at / 5).centre.x
    expect(x(1.2)).toBeGreaterThan(x(1.6))
    expect(x(5)).toBeGreaterThan(x(1.6))
    for (const t of INSTANTS) expect(look('whip_pan_right', t).centre.y).toBeCloseTo(0.5, 9)
  })
})
