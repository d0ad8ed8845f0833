import { describe, expect, it } from 'vitest'
import { formatUsd, usdMicros } from './amounts.ts'
import { priceFor, UNCHANGED } from './pricing.ts'
import { type CostLine, segmentedCost } from './segmented-cost.ts'

/** A start frame once; for each 5 s a prediction, the next frame and the video: $0.15. */
const LINES: readonly CostLine[] = [
  { label: 'Start frame', unitUsdMicros: usdMicros(40_000), per: 'video' },
  { label: 'Predict', unitUsdMicros: usdMicros(10_000), per: 'segment' },
  { label: 'Next frame', unitUsdMicros: usdMicros(40_000), per: 'segment' },
  { label: 'Video', unitUsdMicros: usdMicros(100_000), per: 'segment' },
]

describe('the cost of a video in segments', () => {
  it.each([
    { seconds: 10, segments: 2, price: '$0.34' },
    { seconds: 30, segments: 6, price: '$0.94' },
    { seconds: 60, segments: 12, price: '$1.84' },
  ])('of $seconds s is $price', ({ seconds, segments, price }) => {
    const cost = segmentedCost(seconds, 5, LINES)
    expect(cost.segments).toBe(segments)
    expect(formatUsd(cost.usdMicros)).toBe(price)
    expect(cost.items.map(({ count }) => count)).toEqual([1, segments, segments, segments])
  })

  it('has a last segment that is bought whole', () => {
    expect(segmentedCost(11, 5, LINES).segments).toBe(3)
    expect(segmentedCost(0.3, 0.1, LINES).segments).toBe(3)
  })

  it('of one segment, marked up three times, is $0.45', () => {
    const costUsdMicros = segmentedCost(5, 5, LINES.slice(1)).usdMicros
    expect(formatUsd(priceFor({ ...UNCHANGED, markup: 3 }, { kind: 'reel', quality: 'draft', seconds: 5, costUsdMicros }))).toBe('$0.45')
  })
})
