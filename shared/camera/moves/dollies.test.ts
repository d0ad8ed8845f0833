import { describe, expect, it } from 'vitest'
import { camera, maximumZoom, type Point } from '../index.ts'
import { CENTRE, CUT_OUT, INSTANTS, look, lookAtBoth, lookOf, shown, SUBJECT, viewAt, WHOLE } from '../measure-views.ts'

describe('a dolly', () => {
  it('in comes nearer at one pace, the subject faster than the background, and out is the same way back', () => {
    INSTANTS.slice(1).forEach((t, index) => {
      const before = lookAtBoth('dolly_slow', INSTANTS[index] ?? 0)
      const after = lookAtBoth('dolly_slow', t)
      expect(after.subject.zoom / before.subject.zoom).toBeGreaterThanOrEqual(after.background.zoom / before.background.zoom)
    })
    expect(look('dolly_slow', 0)).toMatchObject({ centre: CENTRE, zoom: expect.closeTo(1, 9) })
    expect(lookAtBoth('dolly_slow', 1).subject.zoom).toBeCloseTo(1.2, 6)
    expect(lookAtBoth('dolly_slow', 1).background.zoom).toBeCloseTo(2 / (2 - (1 - 1 / 1.2)), 6)
    expect(viewAt('dolly_out', 0.3)).toEqual(viewAt('dolly_slow', 0.7).map((value) => expect.closeTo(value, 9)))
  })

  it('brings the target towards the middle of the frame', () => {
    const target = { x: 0.9, y: 0.45 }
    const point = shown(viewAt('dolly_slow', 1, { ...WHOLE, target }), target)
    expect(point.x).toBeLessThan(0.9 - 0.01)
    expect(point.y).toBeCloseTo(0.5, 6)
  })
})

describe('a dolly zoom', () => {
  it('keeps the box of the subject within 2 % while the background changes by 15 % and more', () => {
    const corners = [
      { x: SUBJECT.x, y: SUBJECT.y },
      { x: SUBJECT.x + SUBJECT.width, y: SUBJECT.y + SUBJECT.height },
    ]
    const box = (t: number): readonly Point[] => corners.map((corner) => shown(viewAt('dolly_zoom', t, CUT_OUT, 1), corner))
    for (const t of INSTANTS)
      box(t).forEach((corner, index) => {
        expect(Math.abs(corner.x - (corners[index]?.x ?? 0))).toBeLessThan(0.02 * SUBJECT.width)
        expect(Math.abs(corner.y - (corners[index]?.y ?? 0))).toBeLessThan(0.02 * SUBJECT.height)
      })
    const { background } = lookAtBoth('dolly_zoom', 0)
    expect(background.zoom / lookAtBoth('dolly_zoom', 1).background.zoom).toBeGreaterThanOrEqual(1.15)
  })

  it('of a whole picture changes the perspective around a subject that keeps its size', () => {
    const leaning = (t: number): { width: number; top: number; bottom: number } => {
      const view = viewAt('dolly_zoom', t, { ...WHOLE, target: CENTRE })
      const wide = (y: number): number => shown(view, { x: 0.6, y }).x - shown(view, { x: 0.4, y }).x
      return { width: wide(0.5), top: wide(0.1), bottom: wide(0.9) }
    }
    const [first, last] = [leaning(0), leaning(1)]
    expect(last.width / first.width).toBeCloseTo(1, 3)
    expect(first.top / first.bottom / (last.top / last.bottom)).toBeGreaterThan(1.06)
  })
})

describe('a push through', () => {
  it('passes the subject, which grows, blurs and fades, and leaves the background', () => {
    expect(lookAtBoth('through_object', 1).subject.zoom).toBeGreaterThan(3)
    expect(lookOf('through_object', 0, 1)).toMatchObject({ focus: 1, opacity: 1 })
    expect(lookOf('through_object', 0.6, 1).focus).toBeLessThan(0.7)
    expect(lookOf('through_object', 1, 1)).toMatchObject({ focus: 0, opacity: 0 })
    for (const t of INSTANTS) expect(lookOf('through_object', t, 0)).toMatchObject({ focus: 1, opacity: 1 })
    INSTANTS.slice(1).forEach((t, index) => {
      expect(lookAtBoth('through_object', t).subject.zoom).toBeGreaterThan(lookAtBoth('through_object', INSTANTS[index] ?? 0).subject.zoom)
    })
    expect(maximumZoom('through_object', CUT_OUT)).toBeLessThanOrEqual(1.6)
  })

  it('of a whole picture goes through a blur and emerges sharp and nearer', () => {
    const focus = (t: number): number => camera('through_object', t, WHOLE).layers[0]?.focus ?? Number.NaN
    expect([focus(0), focus(0.5), focus(1)]).toEqual([1, 0, 1])
    expect(look('through_object', 1).zoom).toBeCloseTo(1.5, 6)
  })
})
