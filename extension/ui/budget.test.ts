import { describe, expect, it } from 'vitest'
import { budgetLevel, missingFor, readDollars } from './budget.ts'

const budget = (spent: number, held = 0, exposure = 0, monthly: number | null = 10_000_000) => ({
  monthlyUsdMicros: monthly,
  spentUsdMicros: spent,
  heldUsdMicros: held,
  exposureUsdMicros: exposure,
})

describe('a budget', () => {
  it('counts what is held and what is open like what is spent', () => {
    expect(
      [budget(4_999_999), budget(3_000_000, 1_000_000, 1_000_000), budget(8_000_000), budget(9_000_000, 500_000, 500_000)].map(budgetLevel),
    ).toEqual(['fine', 'half', 'near', 'over'])
    expect(budgetLevel(budget(99_000_000, 0, 0, null))).toBe('fine')
    expect(budgetLevel(budget(0, 0, 0, 0))).toBe('over')
  })

  it('says what is missing for a price', () => {
    expect(missingFor(2_000_000, budget(8_000_000))).toBe(0)
    expect(missingFor(2_000_001, budget(8_000_000))).toBe(1)
    expect(missingFor(500_000, budget(12_000_000))).toBe(500_000)
    expect(missingFor(0, budget(12_000_000))).toBe(0)
    expect(missingFor(1_000_000, budget(5, 0, 0, null))).toBe(0)
  })

  it('is read from what people type', () => {
    expect(['25', ' $25.50 ', '0,5', '12.345678', '0'].map(readDollars)).toEqual([25_000_000, 25_500_000, 500_000, 12_345_678, 0])
    expect(['', 'a lot', '-5', '1.2345678', '1e3', '1.000,50'].map(readDollars)).toEqual([null, null, null, null, null, null])
  })
})
