import { priceOf, usdMicros } from 'shared/money'
import type { Provider, ProviderList, ProviderModel } from 'shared/wire'
import { z } from 'zod'
import { type Catalog, CATALOG, type CatalogModel, type CatalogProvider } from './catalog.ts'

/** How long past runs of one model took, in seconds, oldest to newest or in any order. */
export type PastRuns = (provider: string, model: string) => readonly number[]

/** Below this many runs a typical time would be a guess. */
export const MINIMUM_SAMPLES = 3

/** Every provider with its models, prices and typical times, and one line that says which to take. */
export function listProviders(pastRuns: PastRuns, catalog: Catalog = CATALOG): ProviderList {
  return { items: catalog.map((provider) => present(provider, pastRuns)), recommendation: recommend(catalog) }
}

/**
 * The nearest-rank percentile, null below three samples.
 * @param share 0..1
 */
export function percentile(samples: readonly number[], share: number): number | null {
  if (samples.length < MINIMUM_SAMPLES) return null
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

function present(provider: CatalogProvider, pastRuns: PastRuns): Provider {
  return {
    id: provider.id,
    name: provider.name,
    status: 'available',
    configure: provider.configure,
    kinds: [...new Set(provider.models.flatMap(({ capabilities }) => capabilities.kinds))],
    models: provider.models.map((model) => presentModel(model, pastRuns(provider.id, model.id))),
  }
}

function presentModel(model: CatalogModel, runs: readonly number[]): ProviderModel {
  return {
    id: model.id,
    capabilities: model.capabilities,
    prices: [...model.prices],
    pricePerSecondUsdMicros: perSecond(model),
    quality: model.quality,
    speed: model.speed,
    typicalSeconds: { p50: percentile(runs, 0.5), p90: percentile(runs, 0.9) },
    maxDuration: model.capabilities.duration.maximum,
    recommendedFor: model.recommendedFor,
    notes: [...model.notes],
    providerOptions: optionsSchema(model),
    ...(model.retiredOn === undefined ? {} : { retiredOn: model.retiredOn }),
  }
}

/** As JSON Schema, so that a client can offer what a model takes without knowing the model. */
function optionsSchema(model: CatalogModel): ProviderModel['providerOptions'] {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(model.options, { io: 'input' })
  return schema
}

/** The lowest price of a second; a price for a whole run is spread over the longest clip. */
function perSecond(model: CatalogModel): number {
  const { maximum } = model.capabilities.duration
  return Math.min(...model.prices.map(({ per, usdMicros: price }) => (per === 'second' ? price : priceOf(usdMicros(price), 1 / maximum))))
}

function recommend(catalog: Catalog): string {
  const free = catalog.find(({ models }) => models.some(({ prices }) => prices.every(({ usdMicros: price }) => price === 0)))
  const first = free ?? catalog[0]
  if (first === undefined) return ''
  const model = first.models[0]
  return `${first.name}: ${model?.recommendedFor ?? ''}.`
}
