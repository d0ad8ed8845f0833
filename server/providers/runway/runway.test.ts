import { priceOf, usdMicros } from 'shared/money'
import { describe, expect, it } from 'vitest'
import { rangeOf, secondsOf } from '../native-seconds.ts'
import type { CatalogModel, NativeImages, NativeModel } from '../catalog.ts'
import type { ClipGeneration, ImageGeneration, InputRole, Mode } from '../port.ts'
import { pricesFor } from '../price.ts'
import { RUNWAY } from './catalog.ts'
import { failureOf, refusalOf } from './failures.ts'
import { requestFor, type Uploads } from './request.ts'
import { chargeOf, observedOf, readTask } from './tasks.ts'

const ROLES: Readonly<Record<Mode, readonly InputRole[]>> = {
  text: [],
  image: ['first'],
  first_last: ['first', 'last'],
  references: ['reference', 'reference'],
  extend: ['video'],
  edit: ['video'],
  restyle: ['video'],
}

const veo: ClipGeneration = {
  kind: 'clip',
  model: 'veo3.1',
  mode: 'first_last',
  prompt: 'a lamp on a desk lights up',
  negativePrompt: 'text',
  seconds: 8,
  size: { name: '1280:720', tier: 'hd', width: 1280, height: 720 },
  frameRate: null,
  audio: false,
  seed: 7,
  options: {},
}

describe('the catalog of Runway', () => {
  const models = RUNWAY.models.map((model) => ({ id: model.id, model }))

  it.each(models)('$id can be asked for everything that it is listed with, at one price', ({ model }) => {
    const generations = everythingOf(model)
    expect(generations.length).toBeGreaterThan(0)
    for (const generation of generations) {
      const request = requestFor(generation, filesFor(generation.mode))
      expect(request.ok ? null : [generation, request.problem]).toBeNull()
      const audio = generation.kind === 'clip' && generation.audio
      expect(pricesFor(model, { mode: generation.mode, tier: generation.size.tier, audio })).toHaveLength(1)
    }
  })

  it('has no model whose price is nothing', () => {
    for (const { model } of models) for (const { usdMicros: price } of model.prices) expect(priceOf(usdMicros(price), 1)).toBeGreaterThan(0)
  })
})

describe('requests to Runway', () => {
  it('places the first and the last picture', () => {
    expect(requestFor(veo, filesFor('first_last'))).toEqual({
      ok: true,
      value: {
        endpoint: 'image_to_video',
        body: {
          model: 'veo3.1',
          promptText: 'a lamp on a desk lights up',
          promptImage: [
            { uri: 'runway://0', position: 'first' },
            { uri: 'runway://1', position: 'last' },
          ],
          ratio: '1280:720',
          duration: 8,
          audio: false,
          negativePrompt: 'text',
          seed: 7,
        },
      },
    })
  })

  it('leaves the shape to the first picture where wan3 insists on it', () => {
    const wan = { ...veo, model: 'wan3', mode: 'image', size: { ...veo.size, tier: '720p' }, seed: null, negativePrompt: null } as const
    expect(requestFor(wan, filesFor('image'))).toMatchObject({ value: { body: { ratio: 'auto_720p' } } })
    expect(requestFor({ ...wan, mode: 'text' }, [])).toMatchObject({ value: { body: { ratio: '1280:720' } } })
  })

  it('turns the rewriting of prompts off for a seed, unless it is asked for', () => {
    const size = { name: '16:9', tier: '768p', width: 1366, height: 768 }
    const h3 = { ...veo, model: 'h3_max', size, negativePrompt: null }
    expect(requestFor(h3, filesFor('first_last'))).toMatchObject({
      value: { body: { promptExpansionMode: 'disabled', resolution: '768p' } },
    })
    const asked = { ...h3, options: { promptExpansionMode: 'quality' } }
    expect(requestFor(asked, filesFor('first_last'))).toMatchObject({ value: { body: { promptExpansionMode: 'quality' } } })
  })

  it('says how much footage is added to a clip, and nothing of its size where the clip has it', () => {
    const seedance = { ...veo, model: 'seedance2_5', mode: 'extend', seconds: 5, negativePrompt: null } as const
    expect(requestFor(seedance, filesFor('extend'))).toEqual({
      ok: true,
      value: {
        endpoint: 'video_to_video',
        body: {
          model: 'seedance2_5',
          mode: 'extend',
          promptVideo: 'runway://0',
          promptText: veo.prompt,
          duration: 5,
          audio: false,
          seed: 7,
        },
      },
    })
  })

  it.each([
    ['negativePrompt', { model: 'gen4.5', mode: 'text' }],
    ['duration', { seconds: 5 }],
    ['aspectRatio', { size: { ...veo.size, name: '960:960' } }],
    ['prompt', { prompt: 'x'.repeat(1001) }],
    ['image', { model: 'gen4_turbo', negativePrompt: null }],
    ['model', { model: 'gen2' }],
    ['videoMode', { model: 'seedance2_5', mode: 'edit', negativePrompt: null }],
  ] as const)('refuses what has no place in the body by the name of our field: %s', (path, difference) => {
    const generation: ClipGeneration = { ...veo, ...difference }
    expect(requestFor(generation, filesFor(generation.mode))).toMatchObject({
      ok: false,
      problem: { code: 'provider_rejected', issues: [{ path }] },
    })
  })

  it('leaves the length to the clip that is changed', () => {
    const edit = { ...veo, model: 'gemini_omni_flash_1.1', mode: 'edit', negativePrompt: null, seed: null } as const
    expect(requestFor(edit, filesFor('edit'))).toEqual({
      ok: true,
      value: {
        endpoint: 'video_to_video',
        body: { model: 'gemini_omni_flash_1.1', mode: 'edit', videoUri: 'runway://0', promptText: veo.prompt, ratio: '1280:720' },
      },
    })
  })

  it.each([
    ['first_last', filesFor('image')],
    ['image', filesFor('first_last')],
    ['image', []],
    ['text', filesFor('image')],
  ] as const)('refuses other files than %s is made from', (mode, files) => {
    expect(requestFor({ ...veo, mode }, [...files])).toMatchObject({ ok: false, problem: { issues: [{ path: 'image' }] } })
  })

  it('refuses options that the model does not know', () => {
    expect(requestFor({ ...veo, options: { outputFormat: 'prores' } }, filesFor('first_last')).ok).toBe(false)
  })
})

describe('what Runway answers', () => {
  it.each([
    ['SAFETY.INPUT.TEXT', 'content_policy', 'input', 'text', 'all'],
    ['SAFETY.INPUT.IMAGE', 'content_policy', 'input', 'image', 'all'],
    ['INPUT_PREPROCESSING.SAFETY.TEXT', 'content_policy', 'input', 'text', 'unknown'],
    ['INPUT_PREPROCESSING.SAFETY.THIRD_PARTY', 'content_policy', 'input', undefined, 'nothing'],
    ['SAFETY.OUTPUT.VIDEO', 'content_policy', 'output', 'video', 'unknown'],
    ['SAFETY', 'content_policy', 'output', undefined, 'unknown'],
    ['ASSET.INVALID', 'provider_rejected', undefined, undefined, 'unknown'],
    ['THIRD_PARTY.INPUT_VALIDATION', 'provider_rejected', undefined, undefined, 'unknown'],
    ['INTERNAL.BAD_OUTPUT.CODE01', 'provider_failed', undefined, undefined, 'unknown'],
    ['INPUT_PREPROCESSING.INTERNAL', 'provider_failed', undefined, undefined, 'unknown'],
    ['INTERNAL', 'provider_failed', undefined, undefined, 'unknown'],
    [null, 'provider_failed', undefined, undefined, 'unknown'],
    ['THIRD_PARTY.UNAVAILABLE', 'provider_unavailable', undefined, undefined, 'unknown'],
  ])('reads the failure %s', (code, problem, side, subject, charged) => {
    const failure = failureOf(code)
    expect([failure.problem.code, failure.problem.params['side'], failure.problem.params['subject'], failure.charged]).toEqual([
      problem,
      side,
      subject,
      charged,
    ])
  })

  it.each([
    [401, {}, 'key'],
    [403, {}, 'key'],
    [402, {}, 'credit'],
    [400, { error: 'You do not have enough credits to run this task.' }, 'credit'],
    [400, { error: 'No credits in the prompt', issues: [{ code: 'too_big', path: ['promptText'], message: '' }] }, 'request'],
    [413, {}, 'input'],
  ])('tells why it was refused: %i %j', (status, json, reason) => {
    expect(refusalOf(answer(status, json))?.params['reason']).toBe(reason)
  })

  it.each([408, 409, 500, 502, 503, 504])('takes %i as no certain refusal', (status) => {
    expect(refusalOf(answer(status, {}))).toBeNull()
  })

  it('reads credits as cents, upwards', () => {
    expect(chargeOf({ credits: 320 })).toBe(3_200_000)
    expect(chargeOf({ credits: 0.00001 })).toBe(1)
    expect(chargeOf(null)).toBeNull()
  })

  it.each([
    [0.42, 0.42],
    [42, 0.42],
    [-1, 0],
    [1000, 1],
    ['half', null],
  ])('reads the progress %s', (progress, share) => {
    const task = readTask({ id: 't', status: 'RUNNING', progress, createdAt: '2026-11-21T00:00:00Z', somethingNew: {} }, 't')
    expect(task === null ? null : observedOf(task)).toMatchObject({ kind: 'running', progress: share })
  })

  it('does not take another task for the one that was asked for', () => {
    expect(readTask({ id: 'other', status: 'RUNNING' }, 't')).toBeNull()
  })
})

function answer(status: number, json: unknown) {
  return { kind: 'answered', status, headers: new Headers(), text: '', json, retryAfterMs: null } as const
}

function filesFor(mode: Mode): Uploads {
  return ROLES[mode].map((role, index) => ({ role, uri: `runway://${index}` }))
}

/** Every mode, size, sound and extreme length of a model. */
function everythingOf(model: CatalogModel): readonly (ClipGeneration | ImageGeneration)[] {
  if (model.kind === 'image' && model.native !== null) return picturesOf(model.id, model.native)
  if (model.kind === 'clip' && model.native !== null) return clipsOf(model.id, model.native)
  throw new Error(`${model.id} is no remote model`)
}

function picturesOf(model: string, native: NativeImages): readonly ImageGeneration[] {
  const modes: readonly Mode[] = native.modes
  return native.modes.flatMap((mode) =>
    native.sizes
      .filter((size) => (size.modes ?? modes).includes(mode))
      .map(({ name, tier, width, height }) => ({
        kind: 'image',
        model,
        mode,
        prompt: 'x'.repeat(native.promptLength),
        size: { name, tier, width, height },
        seed: native.seed ? 4_294_967_295 : null,
        options: {},
      })),
  )
}

function clipsOf(model: string, native: NativeModel): readonly ClipGeneration[] {
  const sounds = native.audio === 'optional' ? [true, false] : [native.audio === 'always']
  return native.modes.flatMap((mode) =>
    native.sizes
      .filter(({ modes = native.modes }) => modes.includes(mode))
      .flatMap(({ name, tier, width, height }) =>
        lengthsOf(native, mode).flatMap((seconds) =>
          sounds.map((audio) => ({
            kind: 'clip' as const,
            model,
            mode,
            prompt: native.promptNeeded || mode === 'text' || mode === 'references' ? 'x'.repeat(native.promptLength) : '',
            negativePrompt: native.negativePrompt ? 'text' : null,
            seconds,
            size: { name, tier, width, height },
            frameRate: null,
            audio,
            seed: native.seed ? 4_294_967_295 : null,
            options: {},
          })),
        ),
      ),
  )
}

function lengthsOf(native: NativeModel, mode: Mode): readonly number[] {
  const range = rangeOf(secondsOf(native, mode))
  return 'minimum' in range ? [range.minimum, range.maximum] : range
}
