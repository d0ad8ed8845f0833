import { describe, expect, it } from 'vitest'
import { cropFilter, deliveredSize, windowOf } from './reframe.ts'

const WIDE = { width: 1920, height: 1080 }

describe('reframing', () => {
  it('takes the largest window that a film has of an aspect ratio', () => {
    expect(windowOf(WIDE, [9, 16])).toEqual({ width: 608, height: 1080 })
    expect(windowOf(WIDE, [1, 1])).toEqual({ width: 1080, height: 1080 })
    expect(windowOf({ width: 1080, height: 1920 }, [16, 9])).toEqual({ width: 1080, height: 608 })
    expect(windowOf(WIDE, [16, 9])).toEqual(WIDE)
  })

  it('delivers what platforms know', () => {
    expect(deliveredSize(WIDE, [9, 16])).toEqual({ width: 1080, height: 1920 })
    expect(deliveredSize({ width: 720, height: 1280 }, [4, 5])).toEqual({ width: 720, height: 900 })
    expect(deliveredSize({ width: 3840, height: 2160 }, [1, 1])).toEqual({ width: 2160, height: 2160 })
    expect(deliveredSize({ width: 640, height: 360 }, [16, 9])).toEqual({ width: 1280, height: 720 })
  })

  it('keeps each subject in the window, and the window in the film', () => {
    const focus = [
      { start: 0, end: 5, x: 0.5, y: 0.5 },
      { start: 5, end: 10, x: 0.99, y: 0.5 },
      { start: 10, end: 15, x: 0, y: 0.2 },
    ]
    const filter = cropFilter(WIDE, { width: 608, height: 1080 }, focus)
    expect(filter).toBe("crop=w=608:h=1080:x='656+(656)*gte(t,4.999)*lt(t,9.999)+(-656)*gte(t,9.999)*lt(t,14.999)':y='0'")
  })
})
