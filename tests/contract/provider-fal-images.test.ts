import { describe, expect, it } from 'vitest'
import type { NativeImages } from '../../server/providers/catalog.ts'
import { createFal, FAL } from '../../server/providers/fal/index.ts'
import type { ImageGeneration, ImageMode, InputRole } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { FAL_KEY, falWebhook, startFal } from '../simulators/fal.ts'
import { describeProvider } from './providers.contract.ts'
import { useBench } from './providers/bench.ts'
import type { GenerationCase, ProviderUnderTest } from './providers/under-test.ts'

const CHANGED: ImageGeneration = {
  kind: 'image',
  model: 'flux-kontext-pro',
  mode: 'image',
  prompt: 'the same boat, five seconds later',
  size: { name: '1MP 16:9', tier: '1MP', width: 1392, height: 752 },
  seed: 7,
  options: {},
}
const upload = expect.stringMatching(/^https:\/\/v3\.fal\.media\//)
const square = { name: '1024x1024 1:1', tier: 'square', width: 1024, height: 1024 }

const under: ProviderUnderTest = {
  name: 'fal, pictures',
  id: 'fal.ai',
  startSimulator: startFal,
  createAdapter: createFal,
  key: FAL_KEY,
  generations: [
    {
      title: 'a picture to change',
      generation: CHANGED,
      roles: ['first'],
      understood: {
        endpoint: 'fal-ai/flux-pro/kontext',
        input: { prompt: CHANGED.prompt, image_url: upload, aspect_ratio: '16:9', output_format: 'png', seed: 7 },
        faults: [],
      },
    },
    {
      title: 'words, by tokens',
      generation: { ...CHANGED, model: 'gpt-image-2', mode: 'text', size: square, seed: null },
      roles: [],
      understood: {
        endpoint: 'openai/gpt-image-2',
        input: { image_size: { width: 1024, height: 1024 }, quality: 'medium', output_format: 'png' },
        faults: [],
      },
    },
    {
      title: 'words',
      generation: { ...CHANGED, mode: 'text' },
      roles: [],
      understood: { endpoint: 'fal-ai/flux-pro/kontext/text-to-image', faults: [] },
    },
    {
      title: 'a picture to change with others beside it',
      generation: { ...CHANGED, mode: 'references' },
      roles: ['first', 'reference', 'reference'],
      understood: { endpoint: 'fal-ai/flux-pro/kontext/multi', input: { image_urls: [upload, upload, upload] }, faults: [] },
    },
    {
      title: 'references alone, by tokens',
      generation: { ...CHANGED, model: 'gpt-image-2', mode: 'references', size: square, seed: null },
      roles: ['reference'],
      understood: { endpoint: 'openai/gpt-image-2/edit', input: { image_urls: [upload] }, faults: [] },
    },
  ],
  traits: {
    uploads: true,
    progress: false,
    cancel: 'requested',
    idempotency: 'none',
    tellsCost: false,
    tellsEstimate: false,
    failure: 'nothing',
    moderation: { input: true, output: true },
    cancelledThere: true,
    results: 'links',
    missingResult: 'observe',
  },
  refusals: {
    forbidden: { status: 403, body: { detail: 'Forbidden' } },
    noCredit: { status: 402, body: { detail: 'Payment required' } },
    badRequest: { status: 422, body: { detail: [{ loc: ['body', 'image_size'], msg: 'no such size', type: 'literal_error' }] } },
    policy: { status: 422, body: { detail: [{ loc: ['body', 'prompt'], msg: 'flagged', type: 'content_policy_violation' }] } },
    rateLimited: { status: 429, body: { detail: 'Too many requests' } },
  },
  // It is sent as 0, which fal assumes.
  harmless: /^query logs$/,
  webhook: { toleranceMs: 300_000, messageOf: falWebhook },
}
describeProvider(under)

const ROLES: Readonly<Record<ImageMode, readonly InputRole[]>> = { text: [], image: ['first'], references: ['reference', 'reference'] }

function casesOf(model: string, native: NativeImages): readonly GenerationCase[] {
  return native.modes.flatMap((mode) =>
    native.sizes.map(({ name, tier, width, height }) => ({
      title: `${model} ${mode} ${name}`,
      generation: { ...CHANGED, model, mode, size: { name, tier, width, height }, seed: native.seed ? 7 : null },
      roles: ROLES[mode],
      understood: { faults: [] },
    })),
  )
}

describe('the pictures at fal', () => {
  const bench = useBench(under)

  it('are asked for in every way and size as each model understands, and cost what the catalog says', async () => {
    const models = FAL.models.flatMap((model) => (model.kind === 'image' && model.native !== null ? [{ model, native: model.native }] : []))
    for (const { model, native } of models) {
      for (const one of casesOf(model.id, native)) {
        const { job } = await bench().accepted(one)
        expect({ title: one.title, request: job.request }).toMatchObject({ request: { faults: [] } })
        const { generation } = one
        if (generation.kind !== 'image') throw new Error('no picture')
        const { size, mode } = generation
        expect(job.result).toMatchObject({ kind: 'image', width: size.width, height: size.height })
        const by = { mode, tier: size.tier, audio: false, seconds: 0 }
        expect(job.usdMicros).toBe(priceFor(model, { ...by, characters: 0, inputs: 0 }).total)
        const held = priceFor(model, { ...by, characters: 100, inputs: one.roles.length })
        expect(held.total).toBeGreaterThanOrEqual(job.usdMicros)
      }
    }
    expect(bench().simulator.jobs).toHaveLength(21)
  })
})
