import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../server/providers/check-catalog.ts'
import { OPENAI } from '../../server/providers/openai/catalog.ts'
import { createOpenaiImages } from '../../server/providers/openai-images/adapter.ts'
import type { ImageGeneration } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { OPENAI_KEY, startOpenaiImages } from '../simulators/openai-images.ts'
import { describeAtOnce } from './providers.contract.ts'
import { SAID, useBench } from './providers/bench.ts'
import { bytesOf } from './providers/deliver-cases.ts'
import type { AtOnceUnderTest } from './providers/under-test.ts'

const words: ImageGeneration = {
  kind: 'image',
  model: 'gpt-image-2-medium',
  mode: 'text',
  prompt: 'a brass kettle on a stove, morning light',
  size: { name: '1536x864', tier: '1k', width: 1536, height: 864 },
  seed: null,
  options: {},
}
const understood = {
  model: 'gpt-image-2',
  prompt: words.prompt,
  size: '1536x864',
  quality: 'medium',
  background: 'opaque',
  output_format: 'png',
  n: 1,
}
const jpeg = { type: 'image/jpeg' }

const under: AtOnceUnderTest = {
  name: 'OpenAI images',
  id: 'OpenAI',
  key: OPENAI_KEY,
  startSimulator: startOpenaiImages,
  createAdapter: (access) => createOpenaiImages({ ...access, baseUrl: `${access.baseUrl}/v1` }),
  generations: [
    { title: 'words', generation: words, roles: [], understood },
    {
      title: 'a picture to change',
      generation: { ...words, mode: 'image', model: 'gpt-image-2-high' },
      roles: ['first'],
      understood: { ...understood, quality: 'high', image: { ...jpeg, name: 'first-0.jpg' } },
    },
    {
      title: 'a picture to change, with others beside it',
      generation: { ...words, mode: 'references', model: 'gpt-image-2-low' },
      roles: ['first', 'reference', 'reference'],
      understood: {
        ...understood,
        quality: 'low',
        'image[]': [{ name: 'first-0.jpg' }, { name: 'reference-1.jpg' }, { name: 'reference-2.jpg' }],
      },
    },
    {
      title: 'one reference',
      generation: { ...words, mode: 'references' },
      roles: ['reference'],
      understood: { ...understood, image: { ...jpeg, name: 'reference-0.jpg' } },
    },
  ],
  traits: { uploads: false, tellsEstimate: false, tellsCost: true, failure: 'unknown', moderation: { input: true, output: false } },
  refusals: {
    forbidden: { status: 403, body: { error: { message: SAID, code: 'organization_must_be_verified' } } },
    noCredit: { status: 429, body: { error: { message: SAID, type: 'insufficient_quota', code: 'insufficient_quota' } } },
    badRequest: { status: 400, body: { error: { message: SAID, type: 'invalid_request_error', param: 'size', code: 'invalid_value' } } },
    policy: { status: 400, body: { error: { message: SAID, type: 'image_generation_user_error', code: 'moderation_blocked' } } },
    rateLimited: { status: 429, body: { error: { message: SAID, code: 'rate_limit_exceeded' } } },
  },
  filesOf: async (job) => ({ result: await bytesOf(job, job.behaviour.file) }),
}
describeAtOnce(under)

describe('OpenAI’s pictures', () => {
  const bench = useBench(under)

  it('are described without a hole', () => {
    expect(checkCatalog([OPENAI])).toEqual([])
  })

  it('cost no more than was held, at every level, size and number of pictures', async () => {
    let asked = 0
    for (const model of OPENAI.models) {
      if (model.kind !== 'image' || model.native === null) continue
      for (const { name, tier, width, height } of model.native.sizes) {
        for (const roles of [[], ['first'], ['reference', 'reference']] as const) {
          const mode = roles.length === 0 ? 'text' : roles.length === 1 ? 'image' : 'references'
          const generation: ImageGeneration = { ...words, model: model.id, mode, size: { name, tier, width, height } }
          const { started, job } = await bench().taken({ title: '', generation, roles, understood: {} })
          const held = priceFor(model, { mode, tier, audio: false, seconds: 0, characters: words.prompt.length, inputs: roles.length })
          if (started.kind !== 'made' || started.usdMicros === null) throw new Error(`not made: ${started.kind}`)
          expect(started.usdMicros).toBe(job.usdMicros)
          expect(started.usdMicros).toBeLessThanOrEqual(held.total)
          asked += 1
        }
      }
    }
    expect(asked).toBe(48)
  })

  it.each([
    ['what is used is not told apart', { input_tokens: 10, output_tokens: 100 }, 10 * 8 + 100 * 30],
    [
      'some words came out too',
      { input_tokens: 0, output_tokens: 3, output_tokens_details: { image_tokens: 2, text_tokens: 1 } },
      2 * 30 + 10,
    ],
    ['nothing is told', undefined, null],
    ['nonsense is told', { input_tokens: -1 }, null],
  ])('are charged as the tokens say, where %s', async (_, usage, usdMicros) => {
    bench().script('start', { status: 200, body: { created: 1, data: [{ b64_json: 'aGk=' }], usage } })
    expect(await bench().start()).toMatchObject({ kind: 'made', usdMicros })
  })

  it.each([
    ['no base64', { data: [{ b64_json: '<html>' }] }],
    ['an address instead', { data: [{ url: 'https://files.example/1.png' }] }],
    ['nothing', { data: [{}] }],
  ])('have failed where the answer has %s', async (_, body) => {
    bench().script('start', { status: 200, body })
    expect(await bench().start()).toMatchObject({ kind: 'failed', charged: 'unknown', problem: { code: 'provider_failed' } })
    expect(await bench().madeFiles()).toEqual([])
  })

  it('say which field was refused, and when a picture could not be read', async () => {
    bench().script('start', { status: 400, body: { error: { message: SAID, param: 'image[1]', code: 'invalid_value' } } })
    expect(await bench().start()).toMatchObject({ kind: 'refused', problem: { issues: [{ path: 'image' }] } })
    bench().script('start', { status: 400, body: { error: { message: SAID, code: 'invalid_image_file' } } })
    expect(await bench().start()).toMatchObject({ kind: 'refused', problem: { params: { reason: 'input' }, action: 'change_picture' } })
  })
})
