import { NOTHING, priceOf, type UsdMicros, usdMicros } from './amounts.ts'

/** One price of the owner's own, for all work that it fits. */
export interface FixedPrice {
  readonly kind: string
  /** Only this tier; every tier where it is left out. */
  readonly quality?: string | undefined
  /** Only work up to this long, in seconds; any length where it is left out. */
  readonly upToSeconds?: number | undefined
  readonly usdMicros: number
}

/** What the owner asks users for, apart from what providers take. */
export interface Pricing {
  /** Price = cost × this; 1 passes the cost on. */
  readonly markup: number
  readonly fixed: readonly FixedPrice[]
  /** What a job that was not completed costs its user: what a provider really charged for it, or nothing. */
  readonly failed: 'cost' | 'nothing'
}

/** What a job's price depends on besides its cost. */
export interface Work {
  readonly kind: string
  readonly quality: string
  readonly seconds: number
}

/** The pricing of one job, frozen when its money is held: a later change of the settings does not touch it. */
export interface Terms {
  readonly markup: number
  /** The price whatever the cost turns out to be; null: cost with mark-up. */
  readonly fixedUsdMicros: number | null
  readonly failed: Pricing['failed']
}

/** Users pay what providers take. */
export const UNCHANGED: Pricing = { markup: 1, fixed: [], failed: 'cost' }

/** What a job is to be charged by: of the fixed prices that fit, the shortest length wins, then the one that names the tier. */
export function termsFor(pricing: Pricing, work: Work): Terms {
  const [best] = pricing.fixed.filter((price) => fits(price, work)).toSorted(moreSpecificFirst)
  return { markup: pricing.markup, fixedUsdMicros: best?.usdMicros ?? null, failed: pricing.failed }
}

/** What a user is told, and what is held of the prepaid credits, for work that will cost this much. */
export function agreedPrice(terms: Terms, costUsdMicros: UsdMicros): UsdMicros {
  return terms.fixedUsdMicros === null ? priceOf(costUsdMicros, terms.markup) : usdMicros(terms.fixedUsdMicros)
}

/** What a user is charged for a job that is over and was charged this much by providers. */
export function finalPrice(terms: Terms, end: { readonly completed: boolean; readonly costUsdMicros: UsdMicros }): UsdMicros {
  if (end.completed) return agreedPrice(terms, end.costUsdMicros)
  return terms.failed === 'cost' ? end.costUsdMicros : NOTHING
}

/** What a user is charged for work that costs this much, by the settings as they are now. */
export function priceFor(pricing: Pricing, work: Work & { readonly costUsdMicros: UsdMicros }): UsdMicros {
  return agreedPrice(termsFor(pricing, work), work.costUsdMicros)
}

function fits({ kind, quality, upToSeconds }: FixedPrice, work: Work): boolean {
  return kind === work.kind && (quality === undefined || quality === work.quality) && work.seconds <= (upToSeconds ?? Infinity)
}

function moreSpecificFirst(a: FixedPrice, b: FixedPrice): number {
  const [lengthOfA, lengthOfB] = [a.upToSeconds ?? Infinity, b.upToSeconds ?? Infinity]
  if (lengthOfA !== lengthOfB) return lengthOfA < lengthOfB ? -1 : 1
  return Number(a.quality === undefined) - Number(b.quality === undefined)
}
