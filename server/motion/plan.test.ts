import { describe, expect, it } from 'vitest'
import { IDENTITY, multiply, project, showBox } from 'shared/camera'
import { framedToRegion, planSource, sampling, taps } from './plan.ts'

const frame = { width: 1080, height: 1920 }

describe('planSource', () => {
  it('shrinks so that the closest view shows one pixel of the picture per pixel of the frame', () => {
    const box = { x: 0.3125, y: 0, width: 0.375, height: 1 }
    const { resized, region } = planSource({ width: 6000, height: 4000 }, frame, box, 1.2)
    expect(resized.width * box.width).toBeGreaterThanOrEqual(1080 * 1.2)
    expect(resized.width * box.width).toBeLessThan(1080 * 1.2 + 1)
    expect(region.width).toBeLessThan(1080 * 1.2 + 20)
    expect(region.left).toBeLessThanOrEqual(resized.width * box.x)
    expect(region.left + region.width).toBeGreaterThanOrEqual(resized.width * (box.x + box.width))
  })

  it('leaves a picture that is small already as it is', () => {
    const { resized, region } = planSource({ width: 300, height: 200 }, frame, { x: 0, y: 0, width: 1, height: 1 }, 1.2)
    expect(resized).toEqual({ width: 300, height: 200 })
    expect(region).toEqual({ left: 0, top: 0, width: 300, height: 200 })
  })

  it('keeps at least a pixel of a sliver', () => {
    const { region } = planSource({ width: 1, height: 5000 }, frame, { x: 0, y: 0.4, width: 1, height: 0.0001 }, 1.2)
    expect(region.width).toBe(1)
    expect(region.height).toBeGreaterThan(0)
  })

  it('maps a point of the framed picture to the same point of the region, to a fraction of a pixel', () => {
    const box = { x: 0.1234, y: 0.2, width: 0.4, height: 0.5 }
    const plan = planSource({ width: 4001, height: 2999 }, frame, box, 1.37)
    const point = { x: 0.77, y: 0.31 }
    const inPicture = project(showBox(box), point)
    const inRegion = project(framedToRegion(box, plan), point)
    expect(inRegion.x * plan.region.width + plan.region.left).toBeCloseTo(inPicture.x * plan.resized.width, 8)
    expect(inRegion.y * plan.region.height + plan.region.top).toBeCloseTo(inPicture.y * plan.resized.height, 8)
  })
})

describe('sampling', () => {
  it('is the identity for a source of the frame’s size', () => {
    const { luma, chroma } = sampling(IDENTITY, frame, frame)
    for (const { across, down } of [luma, chroma]) {
      expect(across).toEqual({ start: 0, step: 1 })
      expect(down).toEqual({ start: 0, step: 1 })
    }
  })

  it('moves chroma by half of what luma moves, as both are sited', () => {
    const shifted = showBox({ x: 6 / 1080, y: 10 / 1920, width: 1, height: 1 })
    const { luma, chroma } = sampling(shifted, frame, frame)
    expect(luma.across.start).toBeCloseTo(6, 10)
    expect(chroma.across.start).toBeCloseTo(3, 10)
    expect(chroma.down.start).toBeCloseTo(5, 10)
  })

  it('refuses a view that turns', () => {
    expect(() => sampling(multiply([1, 0.1, 0, 0, 1, 0, 0, 0, 1], IDENTITY), frame, frame)).toThrow(RangeError)
  })
})

describe('taps', () => {
  it('widens the filter where the picture is made smaller', () => {
    expect([0.5, 1, 1.2, 1.4, 2].map(taps)).toEqual([
      { across: 4, down: 4 },
      { across: 4, down: 4 },
      { across: 8, down: 6 },
      { across: 8, down: 8 },
      { across: 8, down: 8 },
    ])
  })
})
