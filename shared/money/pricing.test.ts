import { describe, expect, it } from 'vitest'
import { usdMicros } from './amounts.ts'
import { finalPrice, priceFor, type Pricing, termsFor, UNCHANGED } from './pricing.ts'

const clip = (costUsdMicros: number, seconds = 5, quality = 'draft') => ({
  kind: 'clip',
  quality,
  seconds,
  costUsdMicros: usdMicros(costUsdMicros),
})

describe('the price of work', () => {
  it('is its cost where the owner has set nothing', () => {
    expect(priceFor(UNCHANGED, clip(150_000))).toBe(150_000)
    expect(priceFor(UNCHANGED, clip(0))).toBe(0)
  })

  it('is the cost times the mark-up, rounded up', () => {
    expect(priceFor({ ...UNCHANGED, markup: 3 }, clip(150_000))).toBe(450_000)
    expect(priceFor({ ...UNCHANGED, markup: 1.1 }, clip(1))).toBe(2)
  })

  const byLength: Pricing = {
    markup: 3,
    failed: 'cost',
    fixed: [
      { kind: 'clip', upToSeconds: 60, usdMicros: 3_000_000 },
      { kind: 'clip', upToSeconds: 10, usdMicros: 500_000 },
      { kind: 'clip', upToSeconds: 30, usdMicros: 1_500_000 },
      { kind: 'clip', upToSeconds: 10, quality: 'master', usdMicros: 900_000 },
      { kind: 'image', usdMicros: 1 },
    ],
  }

  it.each([
    [10, 'draft', 500_000],
    [30, 'draft', 1_500_000],
    [60, 'draft', 3_000_000],
    [10, 'master', 900_000],
    [11, 'master', 1_500_000],
    [61, 'draft', 450_000],
  ])('of %d s in %s is the fixed one of its length, %d, and cost with mark-up beyond them', (seconds, quality, expected) => {
    expect(priceFor(byLength, clip(150_000, seconds, quality))).toBe(expected)
  })

  it('of a job that was not completed is what was really charged, or nothing', () => {
    const failed = { completed: false, costUsdMicros: usdMicros(40_000) }
    expect(finalPrice(termsFor(byLength, clip(0)), failed)).toBe(40_000)
    expect(finalPrice(termsFor({ ...byLength, failed: 'nothing' }, clip(0)), failed)).toBe(0)
    expect(finalPrice(termsFor(byLength, clip(0)), { ...failed, completed: true })).toBe(500_000)
  })
})
