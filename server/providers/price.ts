import { formatUsd, priceOf, type UsdMicros, usdMicros } from 'shared/money'
import type { ModelPrice } from 'shared/wire'
import type { CatalogModel } from './catalog.ts'
import type { Mode } from './port.ts'

/** What a price depends on. */
export interface PricedBy {
  readonly mode: Mode
  readonly tier: string | null
  readonly audio: boolean
  /** Seconds that are bought. */
  readonly seconds: number
}

export interface Price {
  readonly unit: UsdMicros
  /** Seconds or runs. */
  readonly count: number
  readonly total: UsdMicros
}

/** The prices of a model that apply; the catalog's check makes sure that there is exactly one. */
export function pricesFor(model: CatalogModel, { mode, tier, audio }: Omit<PricedBy, 'seconds'>): readonly ModelPrice[] {
  return model.prices.filter(
    (price) =>
      (price.tier === undefined || price.tier === tier) &&
      (price.audio === undefined || price.audio === audio) &&
      (price.modes === undefined || price.modes.includes(mode)),
  )
}

/** What a model asks for what is bought of it. Throws where no price applies: a hole of the catalog. */
export function priceFor(model: CatalogModel, by: PricedBy): Price {
  const [price] = pricesFor(model, by)
  if (price === undefined) throw new Error(`${model.id} has no price for ${by.mode} at ${by.tier ?? 'any size'}`)
  const unit = usdMicros(price.usdMicros)
  const count = price.per === 'second' ? by.seconds : 1
  const least = model.native?.minimumUsdMicros ?? 0
  return { unit, count, total: usdMicros(Math.max(priceOf(unit, count), least)) }
}

/** What the cheapest clip of this length would cost, for a request that the model cannot do as it is. */
export function listPrice(model: CatalogModel, seconds: number): UsdMicros {
  const least = model.native?.minimumUsdMicros ?? 0
  const totals = model.prices.map(({ per, usdMicros: price }) => priceOf(usdMicros(price), per === 'second' ? seconds : 1))
  return usdMicros(Math.max(least, Math.min(...totals)))
}

/** A tip in words: what is saved, with whom and instead of whom. */
export function savingText(saved: UsdMicros, instead: string, of: string): string {
  return `Save ${formatUsd(saved)} by using ${instead} instead of ${of}`
}
