import { describe, expect, it } from 'vitest'
import { formatUsd, priceOf, remainderOf, sumUsdMicros, usdMicros } from './amounts.ts'

describe('usdMicros', () => {
  it('refuses what is not a whole, safe, non-negative number', () => {
    for (const wrong of [0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) expect(() => usdMicros(wrong)).toThrow(RangeError)
    expect(usdMicros(250_000)).toBe(250_000)
  })
})

describe('price arithmetic', () => {
  it('adds and multiplies in integers, rounding a price up', () => {
    expect(sumUsdMicros(usdMicros(40_000), usdMicros(150_000), usdMicros(150_000))).toBe(340_000)
    expect(priceOf(usdMicros(50_000), 5)).toBe(250_000)
    expect(priceOf(usdMicros(33_333), 2.5)).toBe(83_333)
    expect(priceOf(usdMicros(1), 0.1)).toBe(1)
    expect(priceOf(usdMicros(10), 0.1 * 3)).toBe(3)
    expect(() => priceOf(usdMicros(1), Number.NaN)).toThrow(RangeError)
  })

  it('never leaves a negative remainder', () => {
    expect(remainderOf(usdMicros(10), usdMicros(4))).toBe(6)
    expect(remainderOf(usdMicros(4), usdMicros(10))).toBe(0)
  })
})

describe('formatUsd', () => {
  it.each([
    [0, '$0.00'],
    [340_000, '$0.34'],
    [1_840_000, '$1.84'],
    [2_500, '$0.0025'],
  ])('%d reads %s', (amount, text) => {
    expect(formatUsd(usdMicros(amount))).toBe(text)
  })
})
