import { describe, expect, it } from 'vitest'
import { advance, isTerminal, progressWithin, STAGE_RANGES, STAGES } from './index.ts'

describe('stage ranges', () => {
  it('cover 0 to 100 without a gap, in the order of the stages', () => {
    let reached = 0
    for (const stage of STAGES) {
      const [from, to] = STAGE_RANGES[stage]
      expect(from).toBe(reached)
      expect(to).toBeGreaterThanOrEqual(from)
      reached = to
    }
    expect(reached).toBe(100)
  })

  it('map a fraction of a stage into its range and clamp what lies outside', () => {
    expect(progressWithin('generating', 0)).toBe(15)
    expect(progressWithin('generating', 0.5)).toBe(47.5)
    expect(progressWithin('generating', 7)).toBe(80)
    expect(progressWithin('encoding', Number.NaN)).toBe(80)
  })
})

describe('advance', () => {
  it('never falls and never passes 100', () => {
    expect(advance(42, 17)).toBe(42)
    expect(advance(42, 50)).toBe(50)
    expect(advance(99, 1000)).toBe(100)
    expect(advance(10, Number.NaN)).toBe(10)
  })
})

describe('isTerminal', () => {
  it('knows the three ends and takes an unknown status for an open one', () => {
    expect(['completed', 'failed', 'cancelled'].every(isTerminal)).toBe(true)
    expect(['queued', 'processing', 'cancelling', 'paused'].some(isTerminal)).toBe(false)
  })
})
