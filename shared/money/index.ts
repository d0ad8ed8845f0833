/** Money in integer micro-dollars: 1 USD = 1,000,000. Nothing here ever holds a fraction of one. */

export { formatUsd, MICROS_PER_USD, NOTHING, priceOf, remainderOf, sumUsdMicros, type UsdMicros, usdMicros } from './amounts.ts'
export { agreedPrice, type FixedPrice, finalPrice, priceFor, type Pricing, type Terms, termsFor, UNCHANGED, type Work } from './pricing.ts'
export { type CostLine, type PricedLine, segmentedCost, type SegmentedCost } from './segmented-cost.ts'
