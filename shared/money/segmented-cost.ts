import { priceOf, sumUsdMicros, type UsdMicros } from './amounts.ts'

/** One thing that is bought: once for a video, or once for each of its segments. */
export interface CostLine {
  readonly label: string
  readonly unitUsdMicros: UsdMicros
  readonly per: 'video' | 'segment'
}

/** A line of an estimate. */
export interface PricedLine {
  readonly label: string
  readonly count: number
  readonly unitUsdMicros: UsdMicros
  readonly usdMicros: UsdMicros
}

export interface SegmentedCost {
  readonly segments: number
  readonly items: readonly PricedLine[]
  readonly usdMicros: UsdMicros
}

/** What a video costs that is made of segments of a length, the last one bought whole. Lengths in seconds, above 0. */
export function segmentedCost(seconds: number, secondsPerSegment: number, lines: readonly CostLine[]): SegmentedCost {
  // A millionth of a segment absorbs binary rounding such as 0.3 / 0.1, so that no segment is bought for it.
  const segments = Math.ceil(seconds / secondsPerSegment - 1e-6)
  const items = lines.map(({ label, unitUsdMicros, per }) => {
    const count = per === 'segment' ? segments : 1
    return { label, count, unitUsdMicros, usdMicros: priceOf(unitUsdMicros, count) }
  })
  return { segments, items, usdMicros: sumUsdMicros(...items.map((item) => item.usdMicros)) }
}
