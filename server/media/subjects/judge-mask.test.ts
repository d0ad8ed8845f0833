import { describe, expect, it } from 'vitest'
import { judgeMask } from './judge-mask.ts'
import type { Grid } from './network.ts'

const SIDE = 100

function mask(value: (x: number, y: number) => number): Grid {
  return {
    width: SIDE,
    height: SIDE,
    values: Float32Array.from({ length: SIDE * SIDE }, (_, at) => value(at % SIDE, Math.floor(at / SIDE))),
  }
}

/** A disc whose edge is two pixels soft. */
const disc =
  (cx: number, cy: number, radius: number, level = 1) =>
  (x: number, y: number): number =>
    level * Math.min(1, Math.max(0, (radius - Math.hypot(x - cx, y - cy)) / 2 + 0.5))

const within = (left: number, top: number, right: number, bottom: number) => (x: number, y: number) =>
  Number(x >= left && x < right && y >= top && y < bottom)

describe('judgeMask', () => {
  it('takes a sure mask with an honest edge, and boxes it', () => {
    const { box, refusal, quality, measures } = judgeMask(mask(disc(50, 60, 20)))
    expect({ refusal, quality }).toEqual({ refusal: null, quality: 1 })
    expect(measures.area).toBeCloseTo((Math.PI * 20 ** 2) / SIDE ** 2, 2)
    expect(box?.x).toBeCloseTo(0.3, 1)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeCloseTo(0.81, 1)
  })

  it.each([
    ['nothing', () => 0.1],
    ['nothing', disc(50, 50, 30, 0.4)],
    ['too_small', disc(50, 50, 8)],
    ['too_large', within(5, 5, 98, 98)],
    ['cut_off', within(0, 0, 40, 100)],
  ] as const)('refuses what is %s', (expected, value) => {
    expect(judgeMask(mask(value)).refusal).toBe(expected)
  })

  it('is unsure of what is half there, away from any edge', () => {
    const [sure, ghost] = [disc(35, 50, 20), disc(70, 50, 18, 0.6)]
    const judged = judgeMask(mask((x, y) => Math.max(sure(x, y), ghost(x, y))))
    expect(judged.refusal).toBe('unsure')
    expect(judged.measures.haze).toBeGreaterThan(0.3)
  })

  it('is unsure of parts that may be two things, one of which it may have missed', () => {
    const parts = [disc(25, 30, 15), disc(75, 30, 14), disc(50, 75, 14)]
    expect(judgeMask(mask((x, y) => Math.max(...parts.map((part) => part(x, y))))).refusal).toBe('unsure')
  })

  it('leaves out crumbs and faint smears that are not near the subject, and keeps its soft edge', () => {
    const [subject, crumb, smear] = [disc(40, 50, 18), disc(85, 15, 2), disc(85, 80, 8, 0.3)]
    const judged = judgeMask(mask((x, y) => Math.max(subject(x, y), crumb(x, y), smear(x, y))))
    expect(judged.refusal).toBeNull()
    expect((judged.box?.x ?? 1) + (judged.box?.width ?? 1)).toBeLessThan(0.62)
    const at = (x: number, y: number): number => judged.mask.values[y * SIDE + x] ?? Number.NaN
    expect([at(85, 15), at(85, 80), at(40, 50)]).toEqual([0, 0, 1])
    expect(judged.mask.values.some((value) => value > 0 && value < 1)).toBe(true)
  })

  it('gives no box for a guess, and one for what may steer a crop though it is not fit for cutting out', () => {
    expect(judgeMask(mask(disc(50, 50, 20, 0.55))).box).toBeNull()
    const doubtful = judgeMask(mask((x, y) => Math.max(disc(45, 50, 20)(x, y), 0.7 * within(60, 40, 75, 60)(x, y))))
    expect(doubtful.box).not.toBeNull()
    expect(doubtful.refusal).toBe('unsure')
  })
})
