import { type Arbitrary, assert, constantFrom, double, integer, oneof, property, record, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, coverRectangle, frameSize, type Rectangle, rectangleOfShape } from './aspect.ts'
import { aim, framing } from './framing.ts'

const side = integer({ min: 64, max: 8000 })
const picture = record({ width: side, height: side })
const frame = constantFrom(...ASPECT_RATIOS).map((ratio) => frameSize(ratio, '1080p'))
const share = double({ min: 0, max: 1, noNaN: true })
const point = record({ x: share, y: share })
/** Two numbers in ascending order, at least a hundredth apart: a side of a box inside the picture. */
const span = tuple(double({ min: 0, max: 0.99, noNaN: true }), share).map(([low, extent]) => ({
  low,
  extent: 0.01 + extent * (0.99 - low),
}))
const rectangle: Arbitrary<Rectangle> = tuple(span, span).map(([across, down]) => ({
  x: across.low,
  y: down.low,
  width: across.extent,
  height: down.extent,
}))

const contains = (outer: Rectangle, inner: Rectangle, slack = 1e-9): boolean =>
  inner.x >= outer.x - slack &&
  inner.y >= outer.y - slack &&
  inner.x + inner.width <= outer.x + outer.width + slack &&
  inner.y + inner.height <= outer.y + outer.height + slack

const WHOLE = { x: 0, y: 0, width: 1, height: 1 }

describe('framing', () => {
  it('crops so that all of a subject that fits is seen, and blurs where more than a tenth of it would be lost', () => {
    let [crops, blurs] = [0, 0]
    assert(
      property(picture, frame, rectangle, point, (size, shape, subject, focus) => {
        const window = coverRectangle(size, shape)
        const seen = framing('crop', size, shape, { subject, focus })
        const tooLarge = subject.width > window.width * 1.1 || subject.height > window.height * 1.1
        if (tooLarge) {
          blurs += 1
          expect(seen).toEqual(framing('blur', size, shape))
          return
        }
        crops += 1
        if (seen.kind !== 'box') throw new Error('the subject would have fitted')
        expect(contains(WHOLE, seen.box)).toBe(true)
        expect(seen.box.width).toBeCloseTo(window.width, 12)
        expect(seen.box.height).toBeCloseTo(window.height, 12)
        if (subject.width <= window.width && subject.height <= window.height) expect(contains(seen.box, subject)).toBe(true)
      }),
      { numRuns: 2000 },
    )
    expect(Math.min(crops, blurs)).toBeGreaterThan(100)
  })

  it('puts the subject in the middle where the picture reaches far enough', () => {
    const subject = { x: 0.5, y: 0.3, width: 0.1, height: 0.4 }
    const seen = framing('crop', { width: 3200, height: 1800 }, frameSize('9:16', '1080p'), { subject, focus: { x: 0.1, y: 0.1 } })
    if (seen.kind !== 'box') throw new Error('the subject fits')
    expect(seen.box.x + seen.box.width / 2).toBeCloseTo(0.55, 12)
  })

  it('keeps the focus where no subject is known', () => {
    assert(
      property(picture, frame, point, (size, shape, focus) => {
        const seen = framing('crop', size, shape, { focus })
        expect(seen).toEqual({ kind: 'box', box: coverRectangle(size, shape, focus) })
        expect(framing('crop', size, shape, { focus, subject: null })).toEqual(seen)
        if (seen.kind === 'box') expect(contains(seen.box, { ...focus, width: 0, height: 0 })).toBe(true)
      }),
    )
  })

  it('follows a rectangle drawn by hand and a blur that was asked for, whatever the subject is', () => {
    assert(
      property(picture, frame, rectangle, rectangle, (size, shape, drawn, subject) => {
        const seen = framing(drawn, size, shape, { subject, focus: { x: 0, y: 1 } })
        expect(seen).toEqual({ kind: 'box', box: rectangleOfShape(drawn, size, shape) })
        expect(framing('blur', size, shape, { subject })).toEqual(framing('blur', size, shape))
      }),
    )
  })
})

describe('aim', () => {
  it('tells the camera only of what is in sight, where it is in sight', () => {
    assert(
      property(picture, frame, oneof(constantFrom('crop' as const, 'blur' as const), rectangle), rectangle, point, (...given) => {
        const [size, shape, fit, subject, focus] = given
        const seen = framing(fit, size, shape, { subject, focus })
        const told = aim(seen, { subject, focus })
        if (told.subject !== undefined) expect(contains(WHOLE, told.subject)).toBe(true)
        if (told.target !== undefined) expect(contains(WHOLE, { ...told.target, width: 0, height: 0 })).toBe(true)
        if (seen.kind === 'blur') {
          expect(told.subject?.width).toBeCloseTo(subject.width * seen.placed.width, 9)
          expect(told.target?.y).toBeCloseTo(seen.placed.y + focus.y * seen.placed.height, 9)
        }
      }),
    )
  })

  it('measures in the box that fills the frame, and leaves out what the box does not show', () => {
    const box = { x: 0.5, y: 0, width: 0.25, height: 0.5 }
    const subject = { x: 0.55, y: 0.25, width: 0.3, height: 0.5 }
    const told = aim({ kind: 'box', box }, { subject, focus: { x: 0.2, y: 0.2 } })
    expect(told.target).toBeUndefined()
    expect(told.subject?.x).toBeCloseTo(0.2, 12)
    expect(told.subject?.y).toBeCloseTo(0.5, 12)
    expect(told.subject?.width).toBeCloseTo(0.8, 12)
    expect(told.subject?.height).toBeCloseTo(0.5, 12)
    expect(aim({ kind: 'box', box }, { subject: { x: 0, y: 0.6, width: 0.4, height: 0.3 } })).toEqual({})
    expect(aim({ kind: 'box', box }, {})).toEqual({})
  })
})
