import { describe, expect, it } from 'vitest'
import { TEMPLATE_EASINGS } from './easing.ts'
import { planFrames } from './raster/lottie.ts'
import { largest, onwards, swaying, tween, valueAt } from './track.ts'

describe('a track', () => {
  it('rests before its first and after its last keyframe, and eases between them', () => {
    const track = tween(10, 20, 1, 2, 'easeInOutCubic')
    expect([0, 1, 2, 3, 9].map((at) => valueAt(track, at))).toEqual([10, 10, 15, 20, 20])
  })

  it('goes on from where it ended', () => {
    const track = onwards(tween(0, 1, 0, 1, 'linear'), 5, 3, 2, 'linear')
    expect([0.5, 1, 3, 4, 5].map((at) => valueAt(track, at))).toEqual([0.5, 1, 1, 3, 5])
    expect(largest(track)).toBe(5)
  })

  it('sways around its value', () => {
    const track = swaying(3, 0.5, 4, 0)
    expect([0, 1, 2, 3].map((at) => Number(valueAt(track, at).toFixed(6)))).toEqual([3, 3.5, 3, 2.5])
    expect(largest(track)).toBe(3.5)
  })
})

describe('an easing', () => {
  it.each(Object.entries(TEMPLATE_EASINGS))('%s goes from 0 to 1', (_, easing) => {
    expect(easing(0)).toBeCloseTo(0, 9)
    expect(easing(1)).toBeCloseTo(1, 9)
  })
})

describe('the frames of an animation', () => {
  const bytes = (size: number, { frames, density }: ReturnType<typeof planFrames>): number => frames * (size * density) ** 2 * 5.5

  it('are all drawn where there is room', () => {
    expect(planFrames({ width: 200, height: 200 }, 2, 30)).toEqual({ frames: 60, frameRate: 30, density: 1 })
  })

  it('become fewer, then smaller, to keep to the memory they may take', () => {
    const fewer = planFrames({ width: 640, height: 640 }, 2, 30)
    expect(fewer.frameRate).toBeLessThan(30)
    expect(fewer.density).toBeCloseTo(1, 1)
    const smaller = planFrames({ width: 1300, height: 1300 }, 10, 60)
    expect(smaller).toMatchObject({ frames: 120, frameRate: 12 })
    expect(smaller.density).toBeLessThan(0.5)
    for (const [size, plan] of [
      [640, fewer],
      [1300, smaller],
    ] as const)
      expect(bytes(size, plan)).toBeLessThanOrEqual(96 * 1024 * 1024 * 1.01)
  })
})
