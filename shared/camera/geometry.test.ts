import { describe, expect, it } from 'vitest'
import {
  ASPECT_RATIOS,
  containRectangle,
  coverRectangle,
  cssTransform,
  ease,
  EASINGS,
  framing,
  frameSize,
  IDENTITY,
  invert,
  multiply,
  mulberry32,
  nearestAspectRatio,
  rectangleOfShape,
  RESOLUTIONS,
  swell,
  type Homography,
} from './index.ts'

describe('frame sizes', () => {
  it('are those of the contract, in every ratio and resolution', () => {
    const table = ASPECT_RATIOS.map((ratio) =>
      RESOLUTIONS.map((resolution) => frameSize(ratio, resolution)).map((s) => `${s.width}x${s.height}`),
    )
    expect(table).toEqual([
      ['1280x720', '1920x1080', '3840x2160'],
      ['720x1280', '1080x1920', '2160x3840'],
      ['720x720', '1080x1080', '2160x2160'],
      ['720x900', '1080x1350', '2160x2700'],
    ])
  })

  it('finds the ratio nearest to a picture', () => {
    expect(nearestAspectRatio({ width: 4000, height: 3000 })).toBe('1:1')
    expect(nearestAspectRatio({ width: 1600, height: 900 })).toBe('16:9')
    expect(nearestAspectRatio({ width: 1080, height: 1400 })).toBe('4:5')
    expect(nearestAspectRatio({ width: 500, height: 2000 })).toBe('9:16')
  })
})

describe('framing', () => {
  const portrait = { width: 1080, height: 1920 }

  it('crops the largest box of the frame’s shape, near the focus but inside the picture', () => {
    const box = coverRectangle({ width: 3000, height: 2000 }, portrait, { x: 0.95, y: 0.5 })
    expect((box.width * 3000) / (box.height * 2000)).toBeCloseTo(9 / 16, 10)
    expect(box.height).toBe(1)
    expect(box.x + box.width).toBeCloseTo(1, 10)
  })

  it('letterboxes the whole picture in the middle of the frame', () => {
    const box = containRectangle({ width: 3000, height: 2000 }, portrait)
    expect(box.width).toBe(1)
    expect(box.y).toBeCloseTo((1 - box.height) / 2, 10)
    expect((box.width * 1080) / (box.height * 1920)).toBeCloseTo(1.5, 10)
  })

  it('never shows more than the rectangle that was drawn', () => {
    const drawn = { x: 0.2, y: 0.1, width: 0.6, height: 0.3 }
    const box = rectangleOfShape(drawn, { width: 3000, height: 2000 }, portrait)
    expect((box.width * 3000) / (box.height * 2000)).toBeCloseTo(9 / 16, 10)
    expect(box.x).toBeGreaterThanOrEqual(drawn.x)
    expect(box.y).toBeGreaterThanOrEqual(drawn.y)
    expect(box.x + box.width).toBeLessThanOrEqual(drawn.x + drawn.width + 1e-12)
    expect(box.y + box.height).toBeLessThanOrEqual(drawn.y + drawn.height + 1e-12)
    expect(framing(drawn, { width: 3000, height: 2000 }, portrait)).toEqual({ kind: 'box', box })
  })
})

describe('homographies', () => {
  const tilted: Homography = [0.9, 0.1, 0.05, -0.08, 0.85, 0.1, 0.12, -0.07, 1]

  it('invert and multiply to the identity', () => {
    const product = multiply(tilted, invert(tilted))
    const scale = product[8]
    product.forEach((value, index) => expect(value / scale).toBeCloseTo(IDENTITY[index] ?? Number.NaN, 12))
    expect(() => invert([0, 0, 0, 0, 0, 0, 0, 0, 0])).toThrow(RangeError)
  })

  it('become the CSS matrix of the inverse, in pixels', () => {
    const numbers = cssTransform([0.5, 0, 0.25, 0, 0.5, 0.25, 0, 0, 1], { width: 200, height: 100 })
      .match(/-?[\d.]+/g)
      ?.slice(1)
      .map(Number)
    expect(numbers).toEqual([2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, -100, -50, 0, 1])
  })
})

describe('easing', () => {
  const h = 1e-3
  const second = (f: (t: number) => number, t: number): number => (f(t + h) - 2 * f(t) + f(t - h)) / h ** 2

  it.each(['smootherstep', 'rush'] as const)('%s goes from 0 to 1 without turning back, still at both ends', (name) => {
    const eased = (t: number): number => ease(name, t)
    let previous = 0
    for (let step = 0; step <= 1000; step++) {
      const value = eased(step / 1000)
      expect(value).toBeGreaterThanOrEqual(previous)
      previous = value
    }
    expect(previous).toBe(1)
    expect(Math.abs(second(eased, 0))).toBeLessThan(0.3)
    expect(Math.abs(second(eased, 1))).toBeLessThan(0.3)
  })

  it('knows no other easings than those', () => {
    expect(Object.keys(EASINGS)).toEqual(['smootherstep', 'rush'])
    expect(ease('rush', 0.5)).toBeLessThan(ease('smootherstep', 0.5))
  })

  it('swells and is gone again', () => {
    expect([-1, 0, 0.5, 1, 2].map(swell)).toEqual([0, 0, 1, 0, 0])
    expect(Math.abs(second(swell, 0))).toBeLessThan(0.3)
    expect(Math.abs(second(swell, 1))).toBeLessThan(0.3)
  })
})

describe('mulberry32', () => {
  it('repeats for a seed and differs between seeds', () => {
    const take = (seed: number): number[] => Array.from({ length: 5 }, mulberry32(seed))
    expect(take(1)).toEqual(take(1))
    expect(take(1)).not.toEqual(take(2))
    expect(take(4_294_967_295).every((value) => value >= 0 && value < 1)).toBe(true)
  })
})
