import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthsOf, segmentCount, timelineOf } from './index.ts'

const boundary = fc.record({
  kind: fc.constantFrom('cut', 'continuous', 'dissolve', 'wipe', 'circleopen'),
  seconds: fc.double({ min: 0, max: 3, noNaN: true }),
})
const parts = fc.array(fc.record({ length: fc.double({ min: 0.01, max: 60, noNaN: true }), boundary }), { minLength: 1, maxLength: 30 })
const frameRate = fc.constantFrom(24, 30, 60)

describe('a time line', () => {
  it.each([
    ['cut', 0, 10],
    ['continuous', 2, 10],
    ['dissolve', 0.5, 9.5],
    ['fade', 4, 7.5],
  ])('of two segments of 5 s with %s of %d s lasts %d s', (kind, seconds, duration) => {
    const both = [
      { length: 5, boundary: { kind, seconds } },
      { length: 5, boundary: { kind: 'dissolve', seconds: 1 } },
    ]
    const { parts, duration: whole } = timelineOf(both, 30)
    expect(whole).toBe(duration)
    expect(parts).toEqual([
      { start: 0, end: 5, overlap: 10 - duration },
      { start: duration - 5, end: duration, overlap: 0 },
    ])
  })

  it('is nothing without segments', () => expect(timelineOf([], 30)).toEqual({ parts: [], duration: 0 }))

  it('consists of whole frames, is as long as its segments less what they share, and has no frame of three', () => {
    fc.assert(
      fc.property(parts, frameRate, (given, fps) => {
        const { parts: placed, duration } = timelineOf(given, fps)
        const frames = (seconds: number): number => {
          const count = seconds * fps
          expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-6)
          return Math.round(count)
        }
        let total = 0
        for (const [index, { start, end, overlap }] of placed.entries()) {
          const length = frames(end) - frames(start)
          expect(length).toBe(Math.max(1, Math.round((given[index]?.length ?? 0) * fps)))
          total += length - frames(overlap)
          const next = placed[index + 1]
          if (next === undefined) expect(overlap).toBe(0)
          else expect(frames(next.start)).toBe(frames(end) - frames(overlap))
          const afterNext = placed[index + 2]
          if (afterNext !== undefined) expect(frames(afterNext.start)).toBeGreaterThanOrEqual(frames(end))
        }
        expect(frames(duration)).toBe(total)
      }),
    )
  })
})

describe('the lengths of segments', () => {
  it.each([
    [3, 1],
    [5, 1],
    [10, 2],
    [15, 3],
    [30, 6],
    [60, 12],
  ])('%d s are %d segments', (seconds, count) => expect(segmentCount(seconds)).toBe(count))

  it('go by weight', () => {
    expect(lengthsOf(15, [1, 1, 1])).toEqual([5, 5, 5])
    expect(lengthsOf(10, [1, 3])).toEqual([3, 7])
    expect(lengthsOf(10, [1, 9], 3)).toEqual([3.5, 6.5])
  })

  it('sum up to the film exactly, in half seconds, none shorter than the shortest', () => {
    const weights = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 40 })
    const minimum = fc.constantFrom(1, 1.5, 3)
    fc.assert(
      fc.property(weights, minimum, fc.integer({ min: 0, max: 600 }), (shares, least, more) => {
        const film = shares.length * least + more * 0.5
        const lengths = lengthsOf(film, shares, least)
        expect(lengths).toHaveLength(shares.length)
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(film)
        for (const length of lengths) {
          expect(length).toBeGreaterThanOrEqual(least)
          expect((length * 2) % 1).toBe(0)
        }
      }),
    )
  })
})
