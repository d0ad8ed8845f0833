import { rectangleOfShape } from 'shared/camera'
import { describe, expect, it } from 'vitest'
import { dragCorner, keyToBox, moveBox, rectangleOf, scaleBox, SMALLEST_SCALE, WHOLE } from './hand-box.ts'

const picture = { width: 4000, height: 3000 }
const frame = { width: 1080, height: 1920 }
const shapeOf = (box: { width: number; height: number }): number => (box.width * picture.width) / (box.height * picture.height)

function expectInside(box: { x: number; y: number; width: number; height: number }): void {
  expect(box.x).toBeGreaterThanOrEqual(0)
  expect(box.y).toBeGreaterThanOrEqual(0)
  expect(box.x + box.width).toBeLessThanOrEqual(1 + 1e-9)
  expect(box.y + box.height).toBeLessThanOrEqual(1 + 1e-9)
}

describe('hand box', () => {
  it('has the shape of the frame, so that the engine shows exactly what was drawn', () => {
    const drawn = rectangleOf({ x: 0.7, y: 0.3, scale: 0.4 }, picture, frame)
    expect(shapeOf(drawn)).toBeCloseTo(1080 / 1920)
    const rendered = rectangleOfShape(drawn, picture, frame)
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(rendered[side]).toBeCloseTo(drawn[side])
  })

  it('stops at the edges however far it is moved, and comes back at once', () => {
    const pushed = moveBox(WHOLE, { x: 9, y: -9 }, picture, frame)
    expectInside(rectangleOf(pushed, picture, frame))
    const back = moveBox(pushed, { x: -0.1, y: 0 }, picture, frame)
    expect(rectangleOf(back, picture, frame).x).toBeCloseTo(rectangleOf(pushed, picture, frame).x - 0.1)
  })

  it('keeps the opposite corner where it is while a corner is dragged', () => {
    const box = { x: 0.5, y: 0.5, scale: 0.5 }
    const before = rectangleOf(box, picture, frame)
    const after = rectangleOf(dragCorner(box, 'bottom-right', { x: 0.6, y: 0.6 }, picture, frame), picture, frame)
    expect(after.x).toBeCloseTo(before.x)
    expect(after.y).toBeCloseTo(before.y)
    const other = rectangleOf(dragCorner(box, 'top-left', { x: 0.45, y: 0.4 }, picture, frame), picture, frame)
    expect(other.x + other.width).toBeCloseTo(before.x + before.width)
    expect(other.y + other.height).toBeCloseTo(before.y + before.height)
  })

  it('never leaves the picture, turns over or vanishes while a corner is dragged anywhere', () => {
    for (const corner of ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const) {
      for (const to of [-2, 0, 0.3, 0.5, 0.8, 1, 3]) {
        const box = dragCorner({ x: 0.4, y: 0.6, scale: 0.5 }, corner, { x: to, y: 1 - to }, picture, frame)
        expect(box.scale).toBeGreaterThanOrEqual(SMALLEST_SCALE)
        const rectangle = rectangleOf(box, picture, frame)
        expectInside(rectangle)
        expect(shapeOf(rectangle)).toBeCloseTo(1080 / 1920)
      }
    }
  })

  it('is moved and resized by keys alone', () => {
    const box = { x: 0.5, y: 0.5, scale: 0.5 }
    expect(keyToBox(box, { key: 'ArrowRight', shiftKey: false }, picture, frame)?.x).toBeGreaterThan(0.5)
    expect(keyToBox(box, { key: 'ArrowUp', shiftKey: false }, picture, frame)?.y).toBeLessThan(0.5)
    expect(keyToBox(box, { key: 'ArrowUp', shiftKey: true }, picture, frame)?.scale).toBeGreaterThan(0.5)
    expect(keyToBox(box, { key: 'ArrowLeft', shiftKey: true }, picture, frame)?.scale).toBeLessThan(0.5)
    expect(keyToBox(box, { key: 'Tab', shiftKey: true }, picture, frame)).toBeNull()
  })

  it('keeps its size relative to the frame through changes of shape', () => {
    const box = scaleBox({ x: 0.2, y: 0.8, scale: 0.6 }, 1, picture, frame)
    expect(rectangleOf(box, picture, { width: 16, height: 9 }).width).toBeCloseTo(0.6)
    expect(rectangleOf(box, picture, frame).height).toBeCloseTo(0.6)
  })
})
