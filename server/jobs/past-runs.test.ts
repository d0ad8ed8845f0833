import { describe, expect, it } from 'vitest'
import { remainingSeconds } from './past-runs.ts'

const run = (seconds: number, workPixels: number, manner = 'image realistic') => ({
  totalMs: seconds * 1000,
  generatingMs: seconds * 800,
  workPixels,
  manner,
})
const row = { status: 'processing', stage: 'generating', progress: 15, work_pixels: 2000, manner: 'image realistic' } as const

describe('the time that is left', () => {
  it('comes from the medians of past runs, scaled by pixels', () => {
    const runs = [run(10, 1000), run(11, 1000), run(90, 1000)]
    expect(remainingSeconds(row, runs)).toBe(22)
    expect(remainingSeconds({ ...row, progress: 47.5 }, runs)).toBe(13)
  })

  it('is told by runs in the same manner as soon as there are three', () => {
    const plain = [run(10, 1000), run(10, 1000), run(10, 1000)]
    const anime = [run(40, 1000, 'image anime'), run(40, 1000, 'image anime')]
    const styled = { ...row, manner: 'image anime' }
    expect(remainingSeconds(styled, [...plain, ...anime])).toBe(20)
    expect(remainingSeconds(styled, [...plain, ...anime, run(40, 1000, 'image anime')])).toBe(80)
  })

  it('is not told below three runs, nor outside of generating', () => {
    expect(remainingSeconds(row, [run(10, 1000), run(10, 1000)])).toBeNull()
    expect(remainingSeconds({ ...row, stage: 'encoding', progress: 82 }, [run(1, 1), run(1, 1), run(1, 1)])).toBeNull()
  })
})
