import { describe, expect, it } from 'vitest'
import { type Homography, IDENTITY } from 'shared/camera'
import { boxMatrices, boxSampling, drawnBox, planWarp } from './draw-plan.ts'
import type { Plane } from './memory.ts'
import { placedAt, plainDraw, type PictureSource } from './scene.ts'

const frame = { width: 200, height: 100 }
const plane: Plane = { address: 0, stride: 64, width: 16, height: 16 }
const opaque: PictureSource = { kind: 'picture', y: plane, u: plane, v: plane, alpha: null }
const cutOut: PictureSource = { ...opaque, alpha: { luma: plane, chroma: plane } }
const whole = { ...frame, left: 0, top: 0 }

describe('drawnBox', () => {
  it('is the whole frame for an opaque picture, wherever its own edges lie', () => {
    expect(drawnBox(plainDraw(0, placedAt(frame, { x: 20, y: 20, width: 50, height: 50 })), opaque, frame)).toEqual(whole)
  })

  it('is the even box around what has alpha', () => {
    const box = { x: 21.5, y: 30.2, width: 40, height: 21 }
    expect(drawnBox(plainDraw(0, placedAt(frame, box)), cutOut, frame)).toEqual({ left: 20, top: 30, width: 42, height: 22 })
  })

  it('is cut off by the frame and by the clip', () => {
    const view = placedAt(frame, { x: -30, y: 80, width: 100, height: 100 })
    expect(drawnBox(plainDraw(0, view), cutOut, frame)).toEqual({ left: 0, top: 80, width: 70, height: 20 })
    const clip = { x: 0.1, y: 0, width: 0.2, height: 0.9 }
    expect(drawnBox({ ...plainDraw(0, view), clip }, cutOut, frame)).toEqual({ left: 20, top: 80, width: 40, height: 10 })
  })

  it('is nothing for what lies outside', () => {
    expect(drawnBox(plainDraw(0, placedAt(frame, { x: 220, y: 10, width: 50, height: 50 })), cutOut, frame)).toBeNull()
    const clip = { x: 0.5, y: 0.5, width: 0, height: 0.2 }
    expect(drawnBox({ ...plainDraw(0, IDENTITY), clip }, opaque, frame)).toBeNull()
  })

  it('is the whole frame where a part of the source lies behind the camera', () => {
    expect(drawnBox(plainDraw(0, [1, 0, 0, 0, 1, 0, 1.5, 0, 0.4]), cutOut, frame)).toEqual(whole)
  })
})

describe('boxMatrices', () => {
  it('says the same as sampling where nothing turns', () => {
    const view: Homography = [0.7, 0, 0.12, 0, 0.6, 0.2, 0, 0, 1]
    const [source, box] = [
      { width: 333, height: 222 },
      { left: 14, top: 6, width: 100, height: 50 },
    ]
    const matrices = boxMatrices(view, source, frame, box)
    const scaled = boxSampling(view, source, frame, box)
    for (const plane of ['luma', 'chroma'] as const) {
      const [step, , start, , downStep, downStart] = matrices[plane]
      expect(step).toBeCloseTo(scaled[plane].across.step, 9)
      expect(start).toBeCloseTo(scaled[plane].across.start, 9)
      expect(downStep).toBeCloseTo(scaled[plane].down.step, 9)
      expect(downStart).toBeCloseTo(scaled[plane].down.start, 9)
    }
  })
})

describe('planWarp', () => {
  const source = { width: 240, height: 120 }
  const planOf = (view: Homography): ReturnType<typeof planWarp> => planWarp(boxMatrices(view, source, frame, whole).luma, frame, source)

  it('widens the filter by how far apart the samples lie, across and down', () => {
    const { step } = planOf([0.5, 1e-9, 0.1, 1e-9, 1, 0, 0, 0, 1])
    expect(step.across).toBeCloseTo(0.6, 6)
    expect(step.down).toBeCloseTo(1.2, 6)
  })

  it('takes four taps where hardly anything is made smaller, else eight', () => {
    expect(planOf([0.9, 1e-9, 0, 1e-9, 0.9, 0, 0, 0, 1])).toMatchObject({ kind: 'shear', taps: 4 })
    expect(planOf([0.9, 1e-9, 0, 1e-9, 1, 0, 0, 0, 1])).toMatchObject({ kind: 'shear', taps: 8 })
  })

  it.each([
    { kind: 'warp', near: [0, -0.9, 0.95, 0.9, 0, 0.05, 0, 0, 1], far: [0, -1.2, 1.1, 1.2, 0, -0.1, 0, 0, 1], expected: [2, 4, 4] },
    { kind: 'shear', near: [0.9, 0.01, 0, 0.01, 0.9, 0, 0, 0, 1], far: [1.2, 0.01, 0, 0.01, 1.2, 0, 0, 0, 1], expected: [2, 8, 4] },
  ] as const)('takes two taps only for colours that are not made smaller: $kind', ({ kind, near, far, expected }) => {
    const square = { width: 120, height: 120 }
    const tapsOf = (view: Homography, areColours: boolean): number =>
      planWarp(boxMatrices(view, square, square, { left: 0, top: 0, ...square }).chroma, square, square, areColours).taps
    expect(planOf(near).kind).toBe(kind)
    expect([tapsOf(near, true), tapsOf(far, true), tapsOf(near, false)]).toEqual(expected)
  })

  it('shears nothing whose rows run backwards, steeply, behind the camera or over too many columns', () => {
    expect(planOf([-0.9, 1e-9, 0.9, 1e-9, 0.9, 0, 0, 0, 1]).kind).toBe('warp')
    expect(planOf([0.9, 0, 0, 0.6, 0.9, 0, 0, 0, 1]).kind).toBe('warp')
    expect(planOf([0.9, 0, 0, 0, 0.9, 0, -1.2, 0, 1]).kind).toBe('warp')
    expect(planOf([0.9, 0, 0, 0, 0.9, 0, -0.9, 0, 1]).kind).toBe('warp')
  })
})
