import { resolvedImage, resolvedMusic, resolvedSpeech, resolvedTranscript } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { atOnce, byKind, makes } from './at-once.ts'
import type { CatalogProvider, ImageModel, ModelBase, Service, SpeechModel } from './catalog.ts'
import { checkCatalog } from './check-catalog.ts'
import { rankModels } from './choose-model.ts'
import { estimateOf } from './estimate.ts'
import { LOCAL } from './local/catalog.ts'
import { generationFor, refusals } from './of-kind.ts'
import type { Started, StartOptions } from './port.ts'

const base = (id: string): Omit<ModelBase, 'prices'> => ({
  id,
  quality: 'standard',
  rank: {},
  speed: 'medium',
  recommendedFor: 'Tests',
  notes: ['Only a test.'],
  options: z.strictObject({}),
})
const SERVICE: Service = {
  typicalSeconds: null,
  concurrency: 2,
  idempotency: 'none',
  resultSeconds: null,
  cancel: 'impossible',
  deadlineSeconds: 60,
}
const painter: ImageModel = {
  ...base('painter'),
  kind: 'image',
  prices: [
    { per: 'image', usdMicros: 40_000, tier: 'small' },
    { per: 'image', usdMicros: 90_000, tier: 'large' },
  ],
  additions: [
    { per: 'thousand_characters', usdMicros: 2000, bound: true },
    { per: 'input_image', usdMicros: 3000, modes: ['image', 'references'] },
  ],
  native: {
    ...SERVICE,
    modes: ['text', 'image', 'references'],
    sizes: [
      { name: '1024x1024', tier: 'small', width: 1024, height: 1024 },
      { name: '1024x1536', tier: 'large', width: 1024, height: 1536 },
    ],
    seed: false,
    promptLength: 1000,
    promptNeeded: true,
    pictures: { mimes: ['image/png'], maximumBytes: 1_000_000, references: 3 },
  },
}
const speaker: SpeechModel = {
  ...base('speaker'),
  kind: 'speech',
  prices: [{ per: 'thousand_characters', usdMicros: 100_000 }],
  native: {
    ...SERVICE,
    voices: [{ id: 'ann', name: 'Ann', languages: [], gender: null }],
    languages: ['en', 'de'],
    textLength: 100,
    speed: { minimum: 0.7, maximum: 1.2 },
    words: true,
  },
}
const far: CatalogProvider = {
  id: 'far',
  name: 'Far',
  workshop: 'remote',
  configure: 'FAR_KEY',
  pricesOf: '2026-11-21',
  models: [painter, speaker],
  retired: [],
}
const market = (status: 'available' | 'unconfigured') => ({
  catalog: [LOCAL, far],
  status: (id: string) => (id === 'far' ? status : ('available' as const)),
})
const picture = resolvedImage.parse({
  kind: 'image',
  prompt: 'a red chair',
  aspectRatio: '9:16',
  resolution: '720p',
  style: 'anime',
  motionIntensity: 'medium',
  at: 0,
  seed: 7,
  quality: 'standard',
  fallback: true,
  asked: ['prompt', 'style'],
})
const speech = resolvedSpeech.parse({ kind: 'speech', text: 'Good evening.', speed: 1, fallback: true })

describe('a picture', () => {
  it('is bought in the size that fits, with what was asked for besides put into words', () => {
    expect(generationFor(painter, picture)).toEqual({
      kind: 'image',
      model: 'painter',
      mode: 'text',
      prompt: 'a red chair. Anime style.',
      size: { name: '1024x1536', tier: 'large', width: 1024, height: 1536 },
      seed: null,
      options: {},
    })
  })

  it('costs its size, and besides what its words and each of its pictures cost', () => {
    const asked = { ...picture, image: 'ast_1', references: ['ast_2'] }
    const ranked = rankModels(asked, market('available'))
    if (!ranked.ok) throw new Error(ranked.problem.detail)
    const [choice] = ranked.value
    const words = Math.ceil((2000 * 'a red chair. Anime style.'.length) / 1000)
    expect(choice?.usdMicros).toBe(90_000 + words + 2 * 3000)
    if (choice !== undefined) expect(estimateOf(asked, choice, market('available')).usdMicros).toBe(choice.usdMicros)
  })

  it('names what a model cannot do', () => {
    const paths = (change: Partial<typeof picture>) => refusals(painter, { ...picture, ...change }).map(({ path }) => path)
    expect(paths({})).toEqual([])
    expect(paths({ resolution: '4k' })).toEqual(['resolution'])
    expect(paths({ references: ['a', 'b', 'c', 'd'] })).toEqual(['references'])
    expect(paths({ prompt: 'x'.repeat(1001) })).toEqual(['prompt'])
    expect(paths({ camera: 'orbit' })).toEqual(['camera'])
    expect(refusals(speaker, picture).map(({ path }) => path)).toEqual(['model'])
  })
})

describe('sound', () => {
  it('is spoken by the first voice, in the languages and at the speeds that there are', () => {
    expect(generationFor(speaker, speech)).toMatchObject({ kind: 'speech', voice: 'ann', language: null, speed: 1 })
    const paths = (change: object) => refusals(speaker, { ...speech, ...change }).map(({ path }) => path)
    expect(paths({ language: 'de-AT', voice: 'ann' })).toEqual([])
    expect(paths({ language: 'fr', voice: 'bob', speed: 2, text: 'x'.repeat(101) })).toEqual(['text', 'language', 'voice', 'speed'])
  })

  it('is made here only where nobody is set up, and refused with the key where nobody can', () => {
    const first = (status: 'available' | 'unconfigured') => {
      const ranked = rankModels(speech, market(status))
      return ranked.ok ? ranked.value[0]?.model.id : ranked.problem.code
    }
    expect([first('available'), first('unconfigured')]).toEqual(['speaker', 'draft-voice'])
    const music = resolvedMusic.parse({ kind: 'music', mood: 20, duration: 12, seed: 1, fallback: true })
    expect(rankModels(music, market('available'))).toMatchObject({ ok: true, value: [{ model: { id: 'composer-1' }, usdMicros: 0 }] })
    const heard = resolvedTranscript.parse({ kind: 'transcript', assetId: 'ast_1', fallback: true, seconds: 4 })
    expect(rankModels(heard, market('available'))).toMatchObject({
      ok: false,
      problem: { code: 'provider_unavailable', action: 'add_key' },
    })
  })
})

describe('the check of the catalog', () => {
  it('finds pictures without a price for each way of working and size', () => {
    expect(checkCatalog([far])).toEqual([])
    const torn = { ...far, models: [{ ...painter, prices: painter.prices.slice(1) }] }
    expect(checkCatalog([torn])).toEqual(
      ['text', 'image', 'references'].map((mode) => `far/painter has 0 prices for ${mode} at small, not one`),
    )
  })
})

describe('an adapter that answers at once', () => {
  const started: Started = {
    kind: 'made',
    providerJobId: null,
    usdMicros: null,
    made: { files: [], words: null, text: null, language: null },
  }
  const speaks = makes(['speech'], atOnce('Far', { start: () => Promise.resolve(started) }))
  const options = (generation: StartOptions['generation']): StartOptions => ({
    generation,
    prepared: null,
    files: [],
    key: 'key',
    webhookUrl: null,
    newFile: () => Promise.reject(new Error('no file is needed')),
  })
  const call = { signal: AbortSignal.timeout(1000) }
  const voice = { kind: 'speech', model: 'speaker', text: 'Hi', voice: 'ann', language: null, speed: null, options: {} } as const

  it('keeps nothing that could be asked for later', async () => {
    expect(await speaks.observe(null, call)).toMatchObject({ kind: 'lost' })
    expect(await speaks.cancel(null, call)).toEqual({ kind: 'impossible' })
    expect(await speaks.download(null, '', call)).toMatchObject({ ok: false, problem: { params: { reason: 'expired' } } })
    expect(speaks.operationOf).toBeUndefined()
  })

  it('is asked for what it makes alone', async () => {
    expect(await byKind('Far', { speech: speaks }).start(options(voice), call)).toBe(started)
    const stems = { kind: 'stems', model: 'speaker', seconds: 1, options: {} } as const
    expect(() => speaks.start(options(stems), call)).toThrow('asked for stems')
    expect(() => byKind('Far', { speech: speaks }).start(options(stems), call)).toThrow('makes no stems')
  })
})
