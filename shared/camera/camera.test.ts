import { describe, expect, it } from 'vitest'
import {
  ASPECT_RATIOS,
  CAMERA_MOVES,
  aspectValue,
  camera,
  containRectangle,
  coverRectangle,
  cssTransform,
  ease,
  EASINGS,
  framing,
  frameSize,
  IDENTITY,
  invert,
  maximumZoom,
  multiply,
  mulberry32,
  nearestAspectRatio,
  project,
  rectangleOfShape,
  RESOLUTIONS,
  type CameraMove,
  type CameraOptions,
  type Homography,
} from './index.ts'

const options: CameraOptions = { seed: 42, intensity: 1, aspect: 9 / 16, seconds: 5, depths: [1] }

function view(move: CameraMove, t: number, more: Partial<CameraOptions> = {}): { x: number; y: number; share: number } {
  const layer = camera(move, t, { ...options, ...more }).layers[0]
  if (layer === undefined) throw new Error('the camera gave no layer')
  return { ...project(layer.view, { x: 0.5, y: 0.5 }), share: layer.view[0] }
}

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
  it.each(Object.keys(EASINGS))('%s goes from 0 to 1 without turning back, still at both ends', (name) => {
    const easing = name === 'smootherstep' ? name : undefined
    if (easing === undefined) throw new Error(`no test for ${name}`)
    let previous = 0
    for (let step = 0; step <= 1000; step++) {
      const value = ease(easing, step / 1000)
      expect(value).toBeGreaterThanOrEqual(previous)
      previous = value
    }
    expect(previous).toBe(1)
    const h = 1e-3
    const secondDerivative = (t: number): number => (ease(easing, t + h) - 2 * ease(easing, t) + ease(easing, t - h)) / h ** 2
    expect(Math.abs(secondDerivative(0))).toBeLessThan(0.1)
    expect(Math.abs(secondDerivative(1))).toBeLessThan(0.1)
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

describe('camera', () => {
  it.each(CAMERA_MOVES)('%s never shows an edge, at any aspect, intensity and instant', (move) => {
    for (const ratio of ASPECT_RATIOS)
      for (const intensity of [0.6, 1, 1.5])
        for (const target of [
          { x: 0, y: 0 },
          { x: 0.5, y: 0.5 },
          { x: 1, y: 1 },
        ])
          for (let step = 0; step <= 60; step++) {
            const { layers } = camera(move, step / 60, { ...options, aspect: aspectValue(ratio), intensity, target })
            for (const corner of [
              { x: 0, y: 0 },
              { x: 1, y: 0 },
              { x: 0, y: 1 },
              { x: 1, y: 1 },
            ]) {
              const seen = project(layers[0]?.view ?? IDENTITY, corner)
              expect(Math.min(seen.x, seen.y)).toBeGreaterThanOrEqual(-1e-9)
              expect(Math.max(seen.x, seen.y)).toBeLessThanOrEqual(1 + 1e-9)
            }
          }
  })

  it('dolly_slow goes in at an even rate towards the subject, dolly_out is the same way back', () => {
    const shares = Array.from({ length: 11 }, (_, step) => view('dolly_slow', step / 10).share)
    shares.slice(1).forEach((share, index) => expect(share).toBeLessThan(shares[index] ?? 0))
    expect(shares[0]).toBe(1)
    expect(view('dolly_slow', 1, { target: { x: 0.9, y: 0.5 } }).x).toBeGreaterThan(0.55)
    expect(view('dolly_out', 0.3).share).toBeCloseTo(1 / 1.2 ** (1 - ease('smootherstep', 0.3)), 10)
    expect(view('dolly_out', 1).share).toBe(1)
  })

  it('pan_slow turns to the right at one size and one height', () => {
    expect(view('pan_slow', 1).x - view('pan_slow', 0).x).toBeCloseTo(0.16, 10)
    expect(view('pan_slow', 0.3).y).toBe(0.5)
    expect(view('pan_slow', 0.3).share).toBeCloseTo(view('pan_slow', 0.8).share, 10)
  })

  it('crane_up rises and does nothing else', () => {
    expect(view('crane_up', 1).y - view('crane_up', 0).y).toBeCloseTo(-0.16, 10)
    expect(view('crane_up', 0.4).x).toBe(0.5)
  })

  it('static_focus stays where it is and only breathes', () => {
    expect(view('static_focus', 0).share).toBe(1)
    expect(view('static_focus', 0.5).share).toBeCloseTo(1 / 1.02, 10)
    expect(view('static_focus', 1).share).toBeCloseTo(1, 10)
    expect(view('static_focus', 0.7)).toMatchObject({ x: 0.5, y: 0.5 })
  })

  it.each(CAMERA_MOVES)('%s scales with intensity, gives one homography a layer and is pure', (move) => {
    expect(maximumZoom(move, { ...options, intensity: 1.5 })).toBeGreaterThan(maximumZoom(move, { ...options, intensity: 0.6 }))
    expect(camera(move, 0.37, { ...options, depths: [3, 2, 1] }).layers).toHaveLength(3)
    expect(camera(move, 0.37, options)).toEqual(camera(move, 0.37, options))
  })
})
