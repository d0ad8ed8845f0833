import type { Capabilities, ClipProviderModel, Provider, ProviderModel } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { cheaperMaker } from './cheaper.ts'
import { candidatesFor, clipModels, reachOf } from './reach.ts'

const NATIVE: NonNullable<Capabilities['native']> = {
  durations: [5, 10],
  sizes: [{ width: 1280, height: 720, tier: '720p' }],
  frameRate: 24,
  promptLength: 1000,
  references: 0,
  audio: 'never',
  cancel: 'free',
  concurrency: 5,
  resultSeconds: null,
  deadlineSeconds: 600,
}
const CAN: Capabilities = {
  kinds: ['clip'],
  modes: ['text', 'image'],
  duration: { minimum: 3, maximum: 10, step: 0.5 },
  aspectRatios: ['16:9'],
  resolutions: ['720p'],
  frameRates: [24],
  styles: ['realistic'],
  cameras: [],
  cameraPaths: false,
  lightings: [],
  smoothing: true,
  audio: false,
  seed: true,
  negativePrompt: false,
  idempotency: 'none',
}

function model(
  id: string,
  can: Partial<Capabilities>,
  options: readonly string[],
  more: Partial<ClipProviderModel> = {},
): ClipProviderModel {
  return {
    kind: 'clip',
    id,
    capabilities: { ...CAN, ...can },
    prices: [],
    pricePerSecondUsdMicros: 0,
    quality: 'draft',
    speed: 'fast',
    typicalSeconds: { p50: null, p90: null },
    maxDuration: 10,
    recommendedFor: '',
    notes: [],
    providerOptions: { type: 'object', properties: Object.fromEntries(options.map((name) => [name, { type: 'string' }])) },
    ...more,
  }
}

function provider(id: string, status: Provider['status'], models: ProviderModel[]): Provider {
  return { id, name: id.toUpperCase(), status, configure: `Set ${id}`, kinds: ['clip'], models }
}

const engine = provider('local', 'available', [model('motion-1', {}, ['template', 'overlay'])])
const plain = model('plain', { native: NATIVE }, ['watermark', 'motion'])
const rich = model(
  'rich',
  {
    native: { ...NATIVE, promptLength: 50_000, references: 3, audio: 'optional' },
    modes: ['text', 'first_last', 'references'],
    negativePrompt: true,
    duration: { minimum: 3, maximum: 20, step: 0.5 },
  },
  ['motion'],
)
const gone = model('gone', { native: NATIVE }, [], { retiredOn: '2026-09-24T00:00:00Z' })
const { capabilities: _clips, pricePerSecondUsdMicros: _second, maxDuration: _longest, ...anything } = plain
const painter: ProviderModel = {
  ...anything,
  id: 'painter',
  kind: 'image',
  capabilities: {
    kinds: ['image'],
    modes: ['text'],
    aspectRatios: ['16:9'],
    resolutions: ['720p'],
    promptLength: 1000,
    references: 0,
    seed: false,
    cameras: false,
    idempotency: 'none',
  },
}
const keyed = { items: [engine, provider('runway', 'degraded', [plain, gone, painter]), provider('fal', 'available', [rich])] }

describe('who comes into question', () => {
  const now = Date.parse('2026-11-21')
  it('is what makes clips and has not ended', () => {
    expect(clipModels(keyed, now).map(({ model }) => model.id)).toEqual(['motion-1', 'plain', 'rich'])
    expect(clipModels(keyed, Date.parse('2026-09-01')).map(({ model }) => model.id)).toContain('gone')
  })

  it('is everybody on the network, the engine only where there is nobody else or it is named', () => {
    const ids = (items: Provider[], maker: Parameters<typeof candidatesFor>[0] = null): readonly string[] =>
      candidatesFor(maker, clipModels({ items }, now)).map(({ model }) => model.id)
    expect(ids(keyed.items)).toEqual(['plain', 'rich'])
    expect(ids([engine, provider('fal', 'unconfigured', [rich])])).toEqual(['motion-1'])
    expect(ids(keyed.items, { provider: 'local', model: null })).toEqual(['motion-1'])
    expect(ids(keyed.items, { provider: 'fal', model: 'rich' })).toEqual(['rich'])
    expect(ids(keyed.items, { provider: 'fal', model: 'other' })).toEqual([])
  })
})

describe('what can be asked', () => {
  it('is what anybody can, but of options only those that everybody takes', () => {
    expect(reachOf(null, keyed)).toEqual({
      embedded: false,
      options: new Set(['motion']),
      negativePrompt: true,
      lastImage: true,
      references: 3,
      audio: true,
      promptMaximum: 500,
      durationMaximum: 10,
    })
  })

  it('goes as far as the model that is named', () => {
    expect(reachOf({ provider: 'fal', model: 'rich' }, keyed)).toMatchObject({ promptMaximum: 20_000, durationMaximum: 20 })
    expect(reachOf({ provider: 'runway', model: 'plain' }, keyed)).toMatchObject({
      promptMaximum: 1000,
      options: new Set(['watermark', 'motion']),
      lastImage: false,
      references: 0,
      negativePrompt: false,
    })
  })

  it('is what the engine takes while nothing is known of others', () => {
    expect(reachOf(null, null)).toMatchObject({ embedded: true, promptMaximum: 500 })
    expect(reachOf({ provider: 'gone', model: 'gone' }, keyed).embedded).toBe(true)
    expect(reachOf({ provider: 'local', model: 'motion-1' }, keyed)).toMatchObject({
      embedded: true,
      options: new Set(['template', 'overlay']),
    })
  })
})

describe('the cheaper maker', () => {
  const entry = (id: string, usdMicros: number, available = true) => ({ provider: id, model: `${id}-1`, usdMicros, available })
  const estimate = {
    usdMicros: 600_000,
    savingsTip: { text: '', usdMicros: 400_000, provider: 'fal' },
    byProvider: [entry('runway', 200_000), entry('fal', 200_000, false), { ...entry('fal', 200_000), model: 'fal-2' }],
  }
  it('is the model of the tip that asks the lower price and can do it', () => {
    expect(cheaperMaker(estimate)).toEqual({ provider: 'fal', model: 'fal-2' })
    expect(cheaperMaker({ ...estimate, byProvider: estimate.byProvider.slice(0, 2) })).toBeNull()
    const { savingsTip: _tip, ...without } = estimate
    expect(cheaperMaker(without)).toBeNull()
  })
})
