import { describe, expect, it } from 'vitest'
import { formatBytes, formatClock, formatNumber, formatPrice, formatSpan } from './format.ts'

describe('formats', () => {
  it('read a clock', () => {
    expect([0, 7.9, 65, 3723, -1, Number.NaN].map(formatClock)).toEqual(['0:00', '0:07', '1:05', '1:02:03', '0:00', '0:00'])
  })

  it('say a length of time in its two largest units', () => {
    expect([0, 8.4, 59.6, 125, 3600, 3840].map(formatSpan)).toEqual(['0 s', '8 s', '1 min', '2 min 5 s', '1 h', '1 h 4 min'])
  })

  it('write numbers and bytes as the language does', () => {
    expect(formatNumber(4.5, 'de')).toBe('4,5')
    expect(formatBytes(0, 'en')).toBe('0 byte')
    expect(formatBytes(2_345_678, 'en')).toBe('2.3 MB')
    expect(formatBytes(999, 'de')).toMatch(/^999/)
  })

  it('show a price only where there is one', () => {
    expect(formatPrice(250_000)).toBe('$0.25')
    expect(formatPrice(0)).toBe('$0.00')
    expect([null, undefined, -1, 0.5].map(formatPrice)).toEqual([null, null, null, null])
  })
})
