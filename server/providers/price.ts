import { formatUsd, priceOf, sumUsdMicros, type UsdMicros, usdMicros } from 'shared/money'
import type { ModelPrice } from 'shared/wire'
import type { CatalogModel } from './catalog.ts'
import type { Mode } from './port.ts'

/** What a price depends on. */
export interface PricedBy {
  /** Null where what is made has no ways of working. */
  readonly mode: Mode | null
  readonly tier: string | null
  readonly audio: boolean
  /** Seconds that are bought, or listened to. */
  readonly seconds: number
  /** Of the prompt, or of the text that is spoken. */
  readonly characters?: number
  /** Pictures that it is made from. */
  readonly inputs?: number
}

export interface Price {
  readonly unit: UsdMicros
  /** Seconds, runs, pictures, thousands of characters or minutes. */
  readonly count: number
  readonly total: UsdMicros
}

/** The prices of a model that apply; the catalog's check makes sure that there is exactly one. */
export function pricesFor(model: CatalogModel, by: Pick<PricedBy, 'mode' | 'tier' | 'audio'>): readonly ModelPrice[] {
  return model.prices.filter((price) => applies(price, by))
}

/** What a model asks for what is bought of it. Throws where no price applies: a hole of the catalog. */
export function priceFor(model: CatalogModel, by: PricedBy): Price {
  const [price] = pricesFor(model, by)
  if (price === undefined) throw new Error(`${model.id} has no price for ${by.mode ?? model.kind} at ${by.tier ?? 'any size'}`)
  const unit = usdMicros(price.usdMicros)
  const count = countOf(price, by)
  const additions = (model.additions ?? []).filter((each) => applies(each, by))
  const total = sumUsdMicros(priceOf(unit, count), ...additions.map((each) => priceOf(usdMicros(each.usdMicros), countOf(each, by))))
  return { unit, count, total: usdMicros(Math.max(total, leastOf(model))) }
}

/** What the cheapest work of this length would cost, for a request that the model cannot do as it is. */
export function listPrice(model: CatalogModel, by: Omit<PricedBy, 'mode' | 'tier' | 'audio'>): UsdMicros {
  const totals = model.prices.map((price) => priceOf(usdMicros(price.usdMicros), countOf(price, by)))
  return usdMicros(Math.max(leastOf(model), Math.min(...totals)))
}

/** A tip in words: what is saved, with whom and instead of whom. */
export function savingText(saved: UsdMicros, instead: string, of: string): string {
  return `Save ${formatUsd(saved)} by using ${instead} instead of ${of}`
}

function applies(price: ModelPrice, { mode, tier, audio }: Pick<PricedBy, 'mode' | 'tier' | 'audio'>): boolean {
  return (
    (price.tier === undefined || price.tier === tier) &&
    (price.audio === undefined || price.audio === audio) &&
    (price.modes === undefined || (mode !== null && price.modes.includes(mode)))
  )
}

function countOf({ per }: ModelPrice, { seconds, characters = 0, inputs = 0 }: Omit<PricedBy, 'mode' | 'tier' | 'audio'>): number {
  switch (per) {
    case 'second':
      return seconds
    case 'minute':
      return seconds / 60
    case 'thousand_characters':
      return characters / 1000
    case 'input_image':
      return inputs
    default:
      return 1
  }
}

function leastOf(model: CatalogModel): number {
  return model.kind === 'clip' ? (model.native?.minimumUsdMicros ?? 0) : 0
}
