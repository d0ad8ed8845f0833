import { describe, expect, it } from 'vitest'
import { camera, maximumZoom } from '../index.ts'
import { CENTRE, INSTANTS, look, lookAtBoth, lookOf, WHOLE } from '../measure-views.ts'

describe('a static shot', () => {
  it('stands still while the focus goes to the background and back, and the lens breathes with it', () => {
    expect(lookOf('static_focus', 0, 1).focus).toBe(1)
    expect(lookOf('static_focus', 0, 0).focus).toBeLessThan(0.4)
    expect(lookOf('static_focus', 0.5, 1).focus).toBeLessThan(0.4)
    expect(lookOf('static_focus', 0.5, 0).focus).toBe(1)
    expect(lookOf('static_focus', 1, 1).focus).toBe(1)
    for (const t of INSTANTS) expect(look('static_focus', t)).toMatchObject({ centre: CENTRE, roll: 0 })
    expect(look('static_focus', 0.5).zoom).toBeCloseTo(1.03, 6)
    expect(look('static_focus', 1).zoom).toBeCloseTo(1, 6)
  })

  it('of a whole picture stays sharp', () => {
    for (const t of INSTANTS) expect(camera('static_focus', t, WHOLE).layers[0]).toMatchObject({ focus: 1, opacity: 1 })
  })
})

describe('a crash zoom', () => {
  it('bursts in within a second, faster towards its end than at its start, swings back and then hardly moves', () => {
    const zoom = (seconds: number): number => Math.log(look('crash_zoom_in', seconds / 5).zoom) / Math.log(1.8)
    expect(zoom(0.7)).toBeLessThan(0.03)
    expect(zoom(1.3)).toBeGreaterThan(0.9)
    expect(zoom(1.0) - zoom(0.7)).toBeLessThan(zoom(1.3) - zoom(1.0))
    expect(zoom(1.2)).toBeLessThan(zoom(1.5))
    expect(zoom(1.5)).toBeGreaterThan(zoom(1.9))
    expect(zoom(5)).toBeCloseTo(1, 6)
    expect(Math.abs(zoom(2.2) - zoom(4.9))).toBeLessThan(0.1)
    expect(lookAtBoth('crash_zoom_in', 0.5).background).toEqual(lookAtBoth('crash_zoom_in', 0.5).subject)
    expect(camera('crash_zoom_in', 0.2, WHOLE).shutter).toBeGreaterThanOrEqual(0.5)
    expect(maximumZoom('crash_zoom_in', WHOLE)).toBeLessThanOrEqual(2.2)
  })
})

describe('a spiral zoom', () => {
  it('turns as it closes in, both all the way', () => {
    INSTANTS.slice(1).forEach((t, index) => {
      const before = look('spiral_zoom', INSTANTS[index] ?? 0)
      expect(look('spiral_zoom', t).zoom).toBeGreaterThan(before.zoom)
      expect(look('spiral_zoom', t).roll).toBeGreaterThan(before.roll)
    })
    expect(look('spiral_zoom', 0)).toMatchObject({ roll: 0, centre: CENTRE })
    expect(look('spiral_zoom', 1).roll).toBeCloseTo(15, 3)
  })
})
