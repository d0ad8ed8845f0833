import { beforeAll, describe, expect, it } from 'vitest'
import { type FrameSize, type Homography, multiply, project } from 'shared/camera'
import { boxMatrices, planWarp } from './draw-plan.ts'
import { plainDraw } from './scene.ts'
import { openDarkroom, type Darkroom } from './testing/darkroom.ts'

const FRAME = { width: 240, height: 176 }
const SOURCE = { width: 320, height: 240 }

let darkroom: Darkroom

beforeAll(async () => {
  darkroom = await openDarkroom()
})

/** A turn about the middle, in shares of a source of the given size, that shows `share` of it. */
function turned(degrees: number, share: number, { width, height }: FrameSize = SOURCE): Homography {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180) * share, Math.cos((degrees * Math.PI) / 180) * share]
  const about: Homography = [cosine, (-sine * height) / width, 0.5, (sine * width) / height, cosine, 0.5, 0, 0, 1]
  return multiply(about, [1, 0, -0.5, 0, 1, -0.5, 0, 0, 1])
}

const VIEWS = [
  { name: 'an orbit, in which columns stay columns', view: [0.72, 0, 0.12, 0.03, 0.7, 0.11, 0.11, 0, 1], kind: 'shear' },
  { name: 'a keystone', view: [0.72, 0.012, 0.12, 0.018, 0.7, 0.11, 0.11, 0.02, 1], kind: 'shear' },
  { name: 'a tilt backwards', view: [0.5, 0.05, 0.2, 0.01, 0.55, 0.15, 0.02, 0.22, 1], kind: 'shear' },
  { name: 'a turn by 3 degrees', view: turned(3, 0.7), kind: 'shear' },
  { name: 'a turn by 12 degrees', view: turned(12, 0.7), kind: 'shear' },
  { name: 'a turn back by 12 degrees', view: turned(-12, 0.72), kind: 'shear' },
  { name: 'a turn by 20 degrees', view: turned(20, 0.55), kind: 'warp' },
  { name: 'a turn by 100 degrees', view: turned(100, 0.5), kind: 'warp' },
  { name: 'a mirrored picture', view: [-0.7, 0, 0.85, 0, 0.7, 0.1, 0, 0, 1], kind: 'warp' },
] as const satisfies { name: string; view: Homography; kind: string }[]

const ALSO_SMALLER = [
  ...VIEWS,
  { name: 'a turn by 12 degrees, made smaller', view: turned(12, 1.3), kind: 'shear' },
  { name: 'a turn by 50 degrees, made smaller', view: turned(50, 1.3), kind: 'warp' },
] as const satisfies { name: string; view: Homography; kind: string }[]

/** Waves of 9 and 12 pixels: what they are between pixels is known. */
function waves(x: number, y: number): number {
  return 128 + 50 * Math.sin((2 * Math.PI * (x + 0.3 * y)) / 9) + 50 * Math.cos((2 * Math.PI * (y - 0.2 * x)) / 12)
}

function luma(view: Homography, frame: FrameSize = FRAME, pixel: (x: number, y: number) => number = waves): Uint8Array {
  const source = darkroom.picture(SOURCE.width, SOURCE.height, (x, y) => {
    const level = Math.round(pixel(x, y))
    return [level, level, level]
  })
  return darkroom.render(frame, [source], [[plainDraw(0, view)]]).y
}

function placeOf(index: number, view: Homography): { x: number; y: number } {
  const share = { x: ((index % FRAME.width) + 0.5) / FRAME.width, y: (Math.floor(index / FRAME.width) + 0.5) / FRAME.height }
  const at = project(view, share)
  return { x: at.x * SOURCE.width - 0.5, y: at.y * SOURCE.height - 0.5 }
}

function rms(a: Uint8Array, b: ArrayLike<number>): number {
  return Math.sqrt(a.reduce((sum, each, index) => sum + (each - (b[index] ?? 0)) ** 2, 0) / a.length)
}

/** The waves as the formula shows them in every pixel of a frame. */
function wavesSeen(view: Homography): Float64Array {
  return Float64Array.from({ length: FRAME.width * FRAME.height }, (_, index) => {
    const { x, y } = placeOf(index, view)
    return 16 + (219 / 255) * waves(x, y)
  })
}

describe('a homography', () => {
  it.each(VIEWS)('of $name shows what the formula says, to a level', ({ view, kind }) => {
    expect(planWarp(boxMatrices(view, SOURCE, FRAME, { ...FRAME, left: 0, top: 0 }).luma, FRAME, SOURCE).kind).toBe(kind)
    // Catmull-Rom itself damps a wave of 9 pixels by about one level in a hundred.
    expect(rms(luma(view), wavesSeen(view))).toBeLessThan(1)
  })

  it.each(ALSO_SMALLER)('of $name lies where it should to a hundredth of a pixel', ({ view }) => {
    const ramp = luma(view, FRAME, (x) => 20 + 0.66 * x)
    const inside = Array.from(ramp).flatMap((level, index) => {
      const { x } = placeOf(index, view)
      return x > 2 && x < SOURCE.width - 3 ? [(level - 16) * (255 / 219) - (20 + 0.66 * x)] : []
    })
    expect(Math.abs(inside.reduce((sum, each) => sum + each, 0) / inside.length) / 0.66).toBeLessThan(0.02)
  })

  it.each(ALSO_SMALLER)('of $name has its colours where they belong, to a tenth of a pixel', ({ view }) => {
    for (const { axis, size, rise } of [
      { axis: 'x', size: SOURCE.width, rise: 0.66 },
      { axis: 'y', size: SOURCE.height, rise: 0.87 },
    ] as const) {
      const source = darkroom.picture(SOURCE.width, SOURCE.height, (x, y) => {
        const ramp = Math.round(rise * (axis === 'x' ? x : y))
        return [230 - ramp, 230 - ramp, 20 + ramp]
      })
      const { u } = darkroom.render(FRAME, [source], [[plainDraw(0, view)]])
      const errors = Array.from(u).flatMap((level, index) => {
        const [column, row] = [index % (FRAME.width / 2), Math.floor(index / (FRAME.width / 2))]
        const at = project(view, { x: (2 * column + 0.5) / FRAME.width, y: (2 * row + 1) / FRAME.height })
        const place = at[axis] * size - 0.5
        // Cb is 112 / 255 times what blue has more than the other two.
        const seen = ((level - 128) * (255 / 112) + 210) / (2 * rise)
        return place < 4 || place > size - 5 ? [] : [seen - place]
      })
      expect(errors.length).toBeGreaterThan(5000)
      expect(Math.abs(errors.reduce((sum, each) => sum + each, 0) / errors.length)).toBeLessThan(0.1)
    }
  })

  it.each(ALSO_SMALLER)('of $name keeps a flat picture flat', ({ view }) => {
    const source = darkroom.picture(SOURCE.width, SOURCE.height, () => [200, 40, 90])
    const { y, u, v } = darkroom.render(FRAME, [source], [[plainDraw(0, view)]])
    for (const plane of [y, u, v]) expect(new Set(plane).size).toBe(1)
  })

  it.each([0, 30])('turned by %i degrees sees the edge go on outside of the picture, in every corner', (degrees) => {
    const view = turned(degrees, 3)
    const tilted: Homography = multiply(view, [1, 0, 0, 0, 1, 0, 0.001, 0, 1])
    const seen = luma(tilted, FRAME, (x, y) => (x < 160 ? 60 : 120) + (y < 120 ? 0 : 60))
    for (const index of [0, FRAME.width - 1, seen.length - FRAME.width, seen.length - 1]) {
      const { x, y } = placeOf(index, tilted)
      expect(Math.abs(x - 160)).toBeGreaterThan(10)
      expect(seen[index]).toBe(Math.round(16 + (219 / 255) * ((x < 160 ? 60 : 120) + (y < 120 ? 0 : 60))))
    }
  })

  it.each([0.8, 1, 1.1, 1.25, 1.5, 1.9])('looks like scaling at %f source pixels a pixel', (step) => {
    const frame = { width: 160, height: 120 }
    const view: Homography = [(step * 160) / 320, 0, 0.013, 0, (step * 120) / 240, 0.017, 0, 0, 1]
    const detail = (x: number, y: number): number => waves(x, y) + (x % 7 < 2 ? 20 : -10) + (y % 11 < 3 ? 15 : -5)
    const scaled = luma(view, frame, detail)
    const nearly: Homography = [view[0], 1e-7, view[2], 1e-7, view[4], view[5], 0, 0, 1]
    expect(20 * Math.log10(255 / rms(luma(nearly, frame, detail), scaled))).toBeGreaterThan(45)
  })

  it.each([0.8, 1, 1.3, 1.6, 1.95])('mirrored looks like scaling at %f source pixels a pixel', (step) => {
    const frame = { width: 160, height: 120 }
    const detail = (x: number, y: number): number => waves(x, y) + (x % 7 < 2 ? 20 : -10) + (y % 11 < 3 ? 15 : -5)
    const [width, height] = [(step * 160) / 320, (step * 120) / 240]
    const scaled = luma([width, 0, 0.013, 0, height, 0.017, 0, 0, 1], frame, detail)
    const mirrored = luma([-width, 0, 0.987, 0, height, 0.017, 0, 0, 1], frame, (x, y) => detail(319 - x, y))
    expect(20 * Math.log10(255 / rms(mirrored, scaled))).toBeGreaterThan(35)
  })

  it('does not change its look where one way of rendering ends and the other begins', () => {
    const [below, above] = [turned(13.2, 0.6), turned(13.8, 0.6)]
    const kinds = [below, above].map(
      (view) => planWarp(boxMatrices(view, SOURCE, FRAME, { ...FRAME, left: 0, top: 0 }).luma, FRAME, SOURCE).kind,
    )
    expect(kinds).toEqual(['shear', 'warp'])
    const errors = [below, above].map((view) => rms(luma(view), wavesSeen(view)))
    expect(Math.abs((errors[0] ?? 0) - (errors[1] ?? 0))).toBeLessThan(0.1)
  })

  it.each([2, 6, 14, 18, 30])('fills a frame %i pixels wide and nothing else', (width) => {
    const frame = { width, height: 8 }
    const source = darkroom.picture(SOURCE.width, SOURCE.height, () => [255, 255, 255])
    for (const { view } of VIEWS) {
      const { y, u, v } = darkroom.render(frame, [source], [[plainDraw(0, view)]])
      expect([new Set(y), new Set(u), new Set(v)]).toEqual([new Set([235]), new Set([128]), new Set([128])])
    }
  })
})
