import { describe, expect, it } from 'vitest'
import { profile } from './profile.ts'

describe('the profile', () => {
  it.each([24, 30, 60] as const)('has closed GOPs of half a second and a whole number of ticks a frame at %i fps', (frameRate) => {
    const { gopFrames, timescale, videoArguments } = profile(frameRate)
    expect(gopFrames / frameRate).toBe(0.5)
    expect(timescale % frameRate).toBe(0)
    expect(videoArguments.join(' ')).toContain(`-g ${gopFrames} -keyint_min ${gopFrames} -sc_threshold 0`)
  })

  it('has a name of its own for each frame rate', () => {
    expect(new Set([24, 30, 60].map((rate) => profile(rate === 24 ? 24 : rate === 30 ? 30 : 60).id)).size).toBe(3)
  })
})
