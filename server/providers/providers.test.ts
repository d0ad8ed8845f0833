import { providerList, resolvedClip } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  CATALOG,
  type Catalog,
  checkCatalog,
  clipAdjustments,
  clipGenerationFor,
  estimateOf,
  listProviders,
  type Market,
  percentile,
  rankModels,
  reviveNames,
} from './index.ts'
import { LOCAL, MOTION } from './local/catalog.ts'
import type { NativeModel } from './catalog.ts'
import { type RemoteModel, remoteModel } from './remote-model.ts'

const request = resolvedClip.parse({
  kind: 'clip',
  prompt: 'a slow look at a chair',
  duration: 5,
  aspectRatio: '16:9',
  resolution: '720p',
  frameRate: 30,
  fit: 'crop',
  style: 'realistic',
  motionIntensity: 'medium',
  camera: 'dolly_slow',
  seed: 1,
  audio: 'auto',
  smoothing: 'none',
  quality: 'draft',
  fallback: true,
})
const motion = MOTION

/** A model of a provider that is asked over the network, at a price for each second. */
function far(
  id: string,
  usdMicros: number,
  change: Partial<Omit<RemoteModel, 'native'>> & { readonly native?: Partial<NativeModel> } = {},
) {
  const { native = {}, ...rest } = change
  return remoteModel({
    id,
    kind: 'clip',
    quality: 'standard',
    rank: {},
    speed: 'medium',
    recommendedFor: 'Tests',
    notes: ['Only a test.'],
    options: z.strictObject({}),
    prices: [{ per: 'second', usdMicros }],
    native: {
      modes: ['text', 'image'],
      seconds: [4, 6, 8],
      sizes: [
        { name: '1280:720', tier: '720p', width: 1280, height: 720 },
        { name: '720:1280', tier: '720p', width: 720, height: 1280 },
      ],
      frameRate: 24,
      audio: 'never',
      seed: false,
      negativePrompt: false,
      promptLength: 100,
      promptNeeded: true,
      pictures: { mimes: ['image/jpeg'], maximumBytes: 1e6, references: 0 },
      maximumVideoBytes: null,
      typicalSeconds: 60,
      concurrency: 2,
      idempotency: 'none',
      resultSeconds: null,
      cancel: 'free',
      deadlineSeconds: 300,
      ...native,
    },
    ...rest,
  })
}

const provider = (id: string, ...models: ReturnType<typeof far>[]): Catalog[number] => ({
  id,
  name: id.toUpperCase(),
  workshop: 'remote',
  configure: `${id.toUpperCase()}_KEY`,
  pricesOf: '2026-11-01',
  models,
  retired: [],
})
const market = (catalog: Catalog, without: readonly string[] = []): Market => ({
  catalog,
  status: (id) => (without.includes(id) ? 'unconfigured' : 'available'),
})
const end = (t: number) => ({ t, x: 0.5, y: 0.5, zoom: 1, roll: 0 })
const cheap = provider('cheap', far('penny', 10_000))
const dear = provider('dear', far('gold', 33_333, { rank: { standard: 1 } }))
const all = market([LOCAL, cheap, dear])
const namesOf = (asked: typeof request, where: Market = all): readonly string[] => {
  const ranked = rankModels(asked, where)
  return ranked.ok ? ranked.value.map(({ model }) => model.id) : [ranked.problem.code]
}

describe('the catalog', () => {
  it('is listed as the wire has it', () => {
    const list = listProviders(() => [], { catalog: CATALOG, status: () => 'unconfigured' })
    expect(providerList.safeParse(list).error?.issues ?? []).toEqual([])
  })

  it('has no holes', () => {
    expect(checkCatalog()).toEqual([])
    expect(CATALOG.flatMap(({ models }) => models).length).toBeGreaterThan(20)
  })

  it('is found out when it has', () => {
    const broken = {
      ...LOCAL,
      models: [{ ...motion, prices: [], capabilities: { ...motion.capabilities, modes: ['text' as const], cameras: [] } }],
    }
    expect(checkCatalog([broken, LOCAL])).toEqual([
      'provider local is listed twice',
      'local/motion-1 has no cameras',
      'local/motion-1 has 0 prices for text, not one',
    ])
  })

  it('has one price for each way of buying, and says what a model cannot be', () => {
    const sound = far('loud', 1, { native: { audio: 'optional' }, prices: [{ per: 'second', usdMicros: 1, audio: true }] })
    const torn = far('torn', 1, { native: { modes: ['text', 'references', 'extend'], concurrency: 0 } })
    expect(checkCatalog([provider('p', sound), { ...provider('q', torn), pricesOf: null }])).toEqual([
      'p/loud has 0 prices for text at 720p without sound, not one',
      'p/loud has 0 prices for image at 720p without sound, not one',
      'q does not say when its prices were looked up',
      'q/torn contradicts itself about references',
      'q/torn contradicts itself about clips as input',
      'q/torn may run no request at all',
    ])
    const gone = { ...cheap, retired: [{ id: 'old', retiredOn: '2026-01-01', successor: 'dear/none', why: 'it is gone' }] }
    expect(checkCatalog([gone])).toEqual(['old is replaced by dear/none, which is not in the catalog'])
  })
})

describe('choosing a model', () => {
  it('goes by the tier, then by price, and leaves free work to those who ask for it', () => {
    expect(namesOf(request)).toEqual(['penny', 'gold'])
    expect(namesOf({ ...request, quality: 'standard' })).toEqual(['gold', 'penny'])
    expect(namesOf({ ...request, quality: 'master' })).toEqual(['gold', 'penny'])
    expect(namesOf({ ...request, provider: 'local' })).toEqual(['motion-1'])
    expect(namesOf(request, market(all.catalog, ['cheap', 'dear']))).toEqual(['motion-1'])
    expect(namesOf({ ...request, camera: { path: [end(0), end(1)] } })).toEqual(['motion-1'])
  })

  it('puts those that are down last', () => {
    expect(namesOf(request, { ...all, status: (id) => (id === 'cheap' ? 'down' : 'available') })).toEqual(['gold', 'penny'])
  })

  it('refuses what nobody can do, naming the option and what would do', () => {
    const problem = { code: 'unsupported_option', issues: [{ path: 'provider', allowed: ['local', 'cheap', 'dear'] }] }
    expect(rankModels({ ...request, provider: 'runway' }, all)).toMatchObject({ ok: false, problem })
    expect(rankModels({ ...request, model: 'gen9' }, all)).toMatchObject({ ok: false, problem: { issues: [{ path: 'model' }] } })
    const { prompt: _prompt, ...speechless } = request
    const refused = (change: object) =>
      rankModels(resolvedClip.parse({ ...speechless, prompt: 'a slow look', provider: 'cheap', ...change }), all)
    for (const [change, issue] of [
      [{ resolution: '4k' }, { path: 'resolution', allowed: ['720p', '1080p'] }],
      [{ duration: 9 }, { path: 'duration', range: { maximum: 8 } }],
      [{ negativePrompt: 'no rain' }, { path: 'negativePrompt' }],
      [{ audio: true }, { path: 'audio' }],
      [{ image: 'ast_1', lastImage: 'ast_2' }, { path: 'lastImage' }],
      [{ references: ['ast_1'] }, { path: 'references' }],
      [{ video: 'ast_1', videoMode: 'extend' }, { path: 'videoMode' }],
      [{ image: 'ast_1', prompt: undefined }, { path: 'prompt' }],
      [{ prompt: 'x'.repeat(101) }, { path: 'prompt', range: { maximum: 100 } }],
      [{ camera: { path: [end(0), end(1)] } }, { path: 'camera' }],
      [{ providerOptions: { steps: 4 } }, { path: 'providerOptions.steps' }],
    ] as const) {
      expect(refused(change), issue.path).toMatchObject({
        ok: false,
        problem: { code: 'unsupported_option', params: { option: issue.path } },
      })
      const { ok, ...rest } = refused(change)
      expect(ok).toBe(false)
      expect(rest).toMatchObject({ problem: { issues: expect.arrayContaining([expect.objectContaining(issue)]) } })
    }
  })

  it('says what to set where only a provider that is not set up could', () => {
    const without = market([LOCAL, cheap], ['cheap'])
    expect(rankModels({ ...request, provider: 'cheap' }, without)).toMatchObject({
      problem: { action: 'add_key', params: { provider: 'cheap' } },
    })
  })

  it('refuses options that the engine does not take, each by its path', () => {
    const refused = (providerOptions: object) => rankModels({ ...request, provider: 'local', providerOptions: { ...providerOptions } }, all)
    expect(refused({ template: 'quote', overlay: 'hearts', parallax: 'off', lightingStrength: 0.5, bars: true }).ok).toBe(true)
    expect(refused({ template: 'poster' })).toMatchObject({
      problem: { code: 'unsupported_option', issues: [{ path: 'providerOptions.template', allowed: expect.arrayContaining(['quote']) }] },
    })
    const overlays = ['confetti', 'sparkles', 'hearts', 'snow']
    expect(overlays.map((overlay) => refused({ overlay }).ok)).toEqual([true, true, true, true])
    expect(refused({ overlay: 'fog' })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.overlay', allowed: overlays }] } })
    expect(refused({ lightingStrength: 2 })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.lightingStrength' }] } })
    expect(refused({ bars: 'yes' })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.bars' }] } })
  })

  it('of the engine goes by what it can restyle and how long', () => {
    expect(namesOf({ ...request, provider: 'local', video: 'ast_1', videoMode: 'restyle', duration: 7.3 })).toEqual(['motion-1'])
    expect(namesOf({ ...request, provider: 'local', duration: 7.3 })).toEqual(['unsupported_option'])
  })
})

describe('what a model is sent', () => {
  const [model] = cheap.models
  if (model?.kind !== 'clip' || model.native === null) throw new Error('no model')
  const { native } = model

  it('is the shortest length and the smallest size that hold what was asked for, and said where it differs', () => {
    const asked = { ...request, aspectRatio: '4:5' as const, resolution: '1080p' as const, asked: ['seed'] }
    expect(clipGenerationFor(model, native, asked)).toMatchObject({
      seconds: 6,
      size: { name: '720:1280' },
      audio: false,
      seed: null,
      mode: 'text',
    })
    expect(clipAdjustments(model, native, asked).map(({ code }) => code)).toEqual([
      'duration_bought_longer',
      'upscaledFrom',
      'cut_to_shape',
      'frameRateFrom',
      'seed_not_used',
    ])
    const fitting = { ...request, duration: 6, frameRate: 24 as const }
    expect(clipAdjustments(model, native, fitting)).toEqual([])
  })

  it('says in words what the model has no setting for, and only what was asked for', () => {
    expect(clipGenerationFor(model, native, request).prompt).toBe('a slow look at a chair')
    const asked = { ...request, lighting: 'golden_hour' as const, style: 'anime' as const, asked: ['lighting', 'style'] }
    expect(clipGenerationFor(model, native, asked).prompt).toBe('a slow look at a chair. Anime style. Golden-hour light, low and warm.')
    expect(clipGenerationFor(model, { ...native, promptLength: 40 }, asked).prompt).toBe('a slow look at a chair. Anime style.')
  })

  it('has sound where it is asked for, or costs nothing extra', () => {
    const prices = (extra: number) => [true, false].map((audio) => ({ per: 'second' as const, usdMicros: audio ? 1 + extra : 1, audio }))
    const made = (extra: number, audio: 'auto' | boolean) => {
      const loud = far('loud', 1, { native: { audio: 'optional' }, prices: prices(extra) })
      return loud.native === null ? null : clipGenerationFor(loud, loud.native, { ...request, audio }).audio
    }
    expect([made(0, 'auto'), made(1, 'auto'), made(1, true), made(0, false)]).toEqual([true, false, true, false])
  })
})

describe('an estimate', () => {
  const estimated = (change: Partial<typeof request>) => {
    const asked = { ...request, ...change }
    const ranked = rankModels(asked, all)
    const [choice] = ranked.ok ? ranked.value : []
    if (choice === undefined) throw new Error('nobody can')
    return estimateOf(asked, choice, all)
  }

  it('is the exact price of what is bought, item by item and for every model', () => {
    expect(estimated({ quality: 'standard' })).toMatchObject({
      usdMicros: 199_998,
      provider: 'dear',
      model: 'gold',
      items: [{ count: 6, unitUsdMicros: 33_333, usdMicros: 199_998 }],
      byProvider: [
        { provider: 'local', usdMicros: 0, available: true },
        { provider: 'cheap', usdMicros: 60_000, available: true },
        { provider: 'dear', usdMicros: 199_998, available: true },
      ],
      savingsTip: { text: 'Save $0.139998 by using CHEAP penny instead of DEAR gold', usdMicros: 139_998, provider: 'cheap' },
    })
    expect(estimated({})).not.toHaveProperty('savingsTip')
  })

  it('says why a model cannot', () => {
    const { byProvider } = estimated({ resolution: '4k' })
    expect(byProvider).toMatchObject([
      { available: true },
      { available: false, reason: expect.stringContaining('enlarged') },
      { available: false },
    ])
  })

  it('counts the least that a run costs', () => {
    const asked = { ...request, provider: 'least' }
    const least = market([provider('least', far('run', 10, { native: { minimumUsdMicros: 500 } }))])
    expect(rankModels(asked, least)).toMatchObject({ value: [{ usdMicros: 500 }] })
  })
})

describe('a name that is gone', () => {
  const gone = { id: 'old', retiredOn: '2026-09-24', successor: 'dear/gold', why: 'its maker has ended it' }
  const catalog = [cheap, { ...dear, retired: [gone] }]

  it('goes to what does its work now, and says so', () => {
    expect(reviveNames({ ...request, model: 'old' }, catalog)).toMatchObject({
      value: {
        request: { provider: 'dear', model: 'gold' },
        adjustments: [{ field: 'model', asked: 'old', got: 'dear/gold', code: 'model_retired' }],
      },
    })
    expect(reviveNames({ ...request, provider: 'old' }, catalog)).toMatchObject({ value: { adjustments: [{ field: 'provider' }] } })
    expect(reviveNames(request, catalog)).toMatchObject({ value: { request, adjustments: [] } })
  })

  it('is refused where nothing may take its place', () => {
    const refused = reviveNames({ ...request, model: 'old', fallback: false }, catalog)
    expect(refused).toMatchObject({ problem: { code: 'unsupported_option', issues: [{ path: 'model', allowed: ['dear/gold'] }] } })
    expect(refused.ok ? '' : refused.problem.detail).toContain('2026-09-24')
  })
})

describe('the list of providers', () => {
  it('tells typical times from three runs on, and recommends one', () => {
    expect(percentile([1, 2], 0.5)).toBeNull()
    const list = listProviders(() => [4, 1, 3, 2], market([LOCAL]))
    expect(list.items[0]?.models[0]?.typicalSeconds).toEqual({ p50: 2, p90: 4 })
    expect(list.items[0]?.models[0]?.providerOptions).toMatchObject({ type: 'object', properties: { parallax: { enum: ['auto', 'off'] } } })
    expect(list.recommendation).toMatch(/this computer/)
  })

  it('says what to set, and recommends among what is set up', () => {
    const list = listProviders(() => [], market([LOCAL, cheap, dear], ['cheap']))
    expect(list.items.map(({ status }) => status)).toEqual(['available', 'unconfigured', 'available'])
    expect(list.items[1]).toMatchObject({
      configure: 'CHEAP_KEY',
      pricesOf: '2026-11-01',
      models: [{ typicalSeconds: { p50: 60, p90: null } }],
    })
    expect(list.recommendation).toBe('DEAR: Tests.')
  })
})
