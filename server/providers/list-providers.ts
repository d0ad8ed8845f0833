import { priceOf, usdMicros } from 'shared/money'
import { ASPECT_RATIOS } from 'shared/camera'
import { CLIP_RESOLUTIONS, type Provider, type ProviderList, type ProviderModel } from 'shared/wire'
import { z } from 'zod'
import { type CatalogModel, type CatalogProvider, type ClipModel, idempotencyOf, type ImageModel } from './catalog.ts'
import type { Market } from './choose-model.ts'
import { maximumOf } from './native-seconds.ts'
import { framesOf } from './remote-model.ts'

/** How long past runs of one model took, in seconds, oldest to newest or in any order. */
export type PastRuns = (provider: string, model: string) => readonly number[]

/** Below this many runs a typical time would be a guess. */
export const MINIMUM_SAMPLES = 3

/** Every provider with its status, models, prices and typical times, and one line that says which to take. */
export function listProviders(pastRuns: PastRuns, market: Market): ProviderList {
  return {
    items: market.catalog.map((provider) => present(provider, market.status(provider.id), pastRuns)),
    recommendation: recommend(market),
  }
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

function present(provider: CatalogProvider, status: Provider['status'], pastRuns: PastRuns): Provider {
  return {
    id: provider.id,
    name: provider.name,
    status,
    configure: provider.configure,
    pricesOf: provider.pricesOf,
    kinds: [...new Set(provider.models.map(({ kind }) => kind))],
    models: provider.models.map((model) => presentModel(model, pastRuns(provider.id, model.id))),
  }
}

function presentModel(model: CatalogModel, runs: readonly number[]): ProviderModel {
  const terms = termsOf(model, runs)
  const idempotency = idempotencyOf(model)
  switch (model.kind) {
    case 'clip': {
      const { capabilities } = model
      return { ...terms, kind: 'clip', capabilities, pricePerSecondUsdMicros: perSecond(model), maxDuration: capabilities.duration.maximum }
    }
    case 'image':
      return { ...terms, kind: 'image', capabilities: { kinds: ['image'], ...imageAbility(model), idempotency } }
    case 'speech': {
      const { textLength, languages, speed, words, draft = false } = model.native === null ? model.own : model.native
      const capabilities = { textLength, languages: copyOf(languages), speed, words, draft, idempotency }
      return { ...terms, kind: 'speech', capabilities: { kinds: ['speech'], ...capabilities } }
    }
    case 'music': {
      const { seconds, promptLength, seed } = model.native === null ? model.own : model.native
      return { ...terms, kind: 'music', capabilities: { kinds: ['music'], duration: seconds, promptLength, seed, idempotency } }
    }
    case 'transcript': {
      const { maximumSeconds, words, languages } = model.native === null ? model.own : model.native
      const capabilities = { maximumSeconds, words, languages: copyOf(languages), idempotency }
      return { ...terms, kind: 'transcript', capabilities: { kinds: ['transcript'], ...capabilities } }
    }
    default: {
      const { maximumSeconds, stems } = model.native === null ? model.own : model.native
      return { ...terms, kind: 'stems', capabilities: { kinds: ['stems'], maximumSeconds, stems: [...stems], idempotency } }
    }
  }
}

function termsOf(model: CatalogModel, runs: readonly number[]) {
  const told = model.native?.typicalSeconds ?? null
  return {
    id: model.id,
    prices: [...model.prices],
    ...(model.additions === undefined ? {} : { additions: [...model.additions] }),
    quality: model.quality,
    speed: model.speed,
    typicalSeconds: { p50: percentile(runs, 0.5) ?? told, p90: percentile(runs, 0.9) },
    recommendedFor: model.recommendedFor,
    notes: [...model.notes],
    providerOptions: optionsSchema(model),
    ...(model.retiredOn === undefined ? {} : { retiredOn: new Date(model.retiredOn).toISOString() }),
  }
}

function imageAbility(model: ImageModel) {
  if (model.native === null) {
    const frames = { aspectRatios: [...ASPECT_RATIOS], resolutions: [...CLIP_RESOLUTIONS] }
    return { modes: [...model.own.modes], ...frames, promptLength: 0, references: 0, seed: true, cameras: true }
  }
  const { modes, sizes, promptLength, pictures, seed } = model.native
  return { modes: [...modes], ...framesOf(sizes), promptLength, references: pictures.references, seed, cameras: false }
}

function copyOf(list: readonly string[] | null): string[] | null {
  return list === null ? null : [...list]
}

/** As JSON Schema, so that a client can offer what a model takes without knowing the model. */
function optionsSchema(model: CatalogModel): ProviderModel['providerOptions'] {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(model.options, { io: 'input' })
  return schema
}

/** The lowest price of a second; a price for a whole run is spread over the longest clip. */
function perSecond({ prices, native, capabilities }: ClipModel): number {
  const longest = native === null ? capabilities.duration.maximum : maximumOf(native.seconds)
  return Math.min(...prices.map(({ per, usdMicros: price }) => (per === 'second' ? price : priceOf(usdMicros(price), 1 / longest))))
}

/** The first choice for a draft and for a finished clip among what is set up; what is free, where nothing else is. */
function recommend({ catalog, status }: Market): string {
  const usable = catalog.filter(({ id }) => status(id) !== 'unconfigured')
  const models = usable.flatMap((provider) => provider.models.filter(({ kind }) => kind === 'clip').map((model) => ({ provider, model })))
  const best = (quality: ProviderModel['quality']) =>
    models
      .filter(({ model }) => model.rank[quality] !== undefined)
      .toSorted((a, b) => (a.model.rank[quality] ?? 0) - (b.model.rank[quality] ?? 0))[0]
  const [draft, high] = [best('draft') ?? best('standard'), best('high') ?? best('standard')]
  if (draft !== undefined && high !== undefined && draft !== high) {
    return `Use ${draft.provider.name} ${draft.model.id} for drafts and ${high.provider.name} ${high.model.id} for finished clips.`
  }
  const only = draft ?? high ?? models.find(({ provider }) => provider.workshop === 'embedded')
  return only === undefined ? '' : `${only.provider.name}: ${only.model.recommendedFor}.`
}
