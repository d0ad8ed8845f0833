import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../server/providers/check-catalog.ts'
import { GEMINI } from '../../server/providers/gemini/catalog.ts'
import { createGeminiImages } from '../../server/providers/gemini-images/adapter.ts'
import type { ImageGeneration } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { GEMINI_KEY, startGeminiImages } from '../simulators/gemini-images.ts'
import { describeAtOnce } from './providers.contract.ts'
import { SAID, useBench } from './providers/bench.ts'
import { bytesOf } from './providers/deliver-cases.ts'
import type { AtOnceUnderTest } from './providers/under-test.ts'

const words: ImageGeneration = {
  kind: 'image',
  model: 'gemini-nano-banana-2.1',
  mode: 'text',
  prompt: 'a brass kettle on a stove, morning light',
  size: { name: '16:9', tier: '1K', width: 1376, height: 768 },
  seed: null,
  options: {},
}
const config = {
  responseModalities: ['IMAGE'],
  imageConfig: { aspectRatio: '16:9', imageSize: '1K' },
  thinkingConfig: { thinkingLevel: 'MINIMAL' },
}
const understood = { contents: [{ role: 'user', parts: [{ text: words.prompt }] }], generationConfig: config, pictures: 0 }
const picture = { inlineData: { mimeType: 'image/jpeg' } }

const under: AtOnceUnderTest = {
  name: 'Gemini images',
  id: 'Gemini',
  key: GEMINI_KEY,
  startSimulator: startGeminiImages,
  createAdapter: createGeminiImages,
  generations: [
    { title: 'words', generation: words, roles: [], understood },
    {
      title: 'a picture to change',
      generation: { ...words, mode: 'image', size: { name: '9:16', tier: '1K', width: 768, height: 1376 } },
      roles: ['first'],
      understood: {
        contents: [{ parts: [picture, { text: words.prompt }] }],
        generationConfig: { ...config, imageConfig: { aspectRatio: '9:16', imageSize: '1K' } },
        pictures: 1,
      },
    },
    {
      title: 'a picture to change, with others beside it',
      generation: { ...words, mode: 'references' },
      roles: ['first', 'reference', 'reference'],
      understood: { contents: [{ parts: [picture, picture, picture, { text: words.prompt }] }], pictures: 3 },
    },
  ],
  traits: { uploads: false, tellsEstimate: false, tellsCost: true, failure: 'unknown', moderation: { input: true, output: true } },
  refusals: {
    forbidden: { status: 403, body: [{ error: { code: 403, message: SAID, status: 'PERMISSION_DENIED' } }] },
    noCredit: null,
    badRequest: { status: 400, body: { error: { code: 400, message: SAID, status: 'INVALID_ARGUMENT' } } },
    policy: { status: 400, body: { error: { code: 400, message: `${SAID} was blocked due to safety`, status: 'INVALID_ARGUMENT' } } },
    rateLimited: { status: 429, body: { error: { code: 429, message: SAID, status: 'RESOURCE_EXHAUSTED' } } },
  },
  filesOf: async (job) => ({ result: await bytesOf(job, job.behaviour.file) }),
}
describeAtOnce(under)

describe('Gemini’s pictures', () => {
  const bench = useBench(under)
  const answer = (parts: readonly unknown[], more: object = {}) => ({
    status: 200,
    body: { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }], ...more },
  })

  it('are described without a hole', () => {
    expect(checkCatalog([GEMINI])).toEqual([])
  })

  it('cost no more than was held, at every size and number of pictures', async () => {
    const [model] = GEMINI.models
    if (model?.kind !== 'image' || model.native === null) throw new Error('no model of pictures')
    for (const { name, tier, width, height } of model.native.sizes) {
      for (const roles of [[], ['first'], ['reference', 'reference']] as const) {
        const mode = roles.length === 0 ? 'text' : roles.length === 1 ? 'image' : 'references'
        const generation: ImageGeneration = { ...words, mode, size: { name, tier, width, height } }
        const { started } = await bench().taken({ title: '', generation, roles, understood: {} })
        const held = priceFor(model, { mode, tier, audio: false, seconds: 0, characters: words.prompt.length, inputs: roles.length })
        if (started.kind !== 'made' || started.usdMicros === null) throw new Error(`not made: ${started.kind}`)
        expect(started.usdMicros).toBeGreaterThan(33_600)
        expect(started.usdMicros).toBeLessThanOrEqual(held.total)
      }
    }
    expect(bench().simulator.jobs).toHaveLength(12)
  })

  it('are the last that is no draft', async () => {
    const [draft, first, last] = ['AAAA', 'AAAB', 'AAAC'].map((data) => ({ inlineData: { mimeType: 'image/jpeg', data } }))
    bench().script('start', answer([first, last, { ...draft, thought: true }]))
    const started = await bench().start()
    expect(started).toMatchObject({ kind: 'made', usdMicros: null, made: { files: [{ mime: 'image/jpeg' }] } })
    const [file] = started.kind === 'made' ? started.made.files : []
    expect((await readFile(file?.path ?? '')).toString('base64')).toBe('AAAC')
  })

  it('count words and thoughts at their own price, and what is not told apart as pictures', async () => {
    const picture = { inlineData: { mimeType: 'image/png', data: 'AAAA' } }
    const usage = { promptTokenCount: 10, candidatesTokenCount: 100, thoughtsTokenCount: 4 }
    bench().script('start', answer([picture], { usageMetadata: usage }))
    expect(await bench().start()).toMatchObject({ usdMicros: 15 + 100 * 30 + 30 })
    bench().script(
      'start',
      answer([picture], { usageMetadata: { ...usage, candidatesTokensDetails: [{ modality: 'TEXT', tokenCount: 10 }] } }),
    )
    expect(await bench().start()).toMatchObject({ usdMicros: 15 + 90 * 30 + 14 * 7.5 })
  })

  it.each([
    ['no base64', [{ inlineData: { mimeType: 'image/png', data: '<html>' } }], 'STOP', 'provider_failed'],
    ['a kind of file that is no picture', [{ inlineData: { mimeType: 'video/mp4', data: 'AAAA' } }], 'STOP', 'provider_failed'],
    ['drafts alone', [{ thought: true, inlineData: { mimeType: 'image/png', data: 'AAAA' } }], 'STOP', 'provider_failed'],
    ['words alone', [{ text: 'no' }], 'NO_IMAGE', 'provider_failed'],
    ['nothing for its likeness', [], 'IMAGE_RECITATION', 'content_policy'],
  ])('have failed where the answer has %s', async (_, parts, finishReason, code) => {
    bench().script('start', { status: 200, body: { candidates: [{ content: { role: 'model', parts }, finishReason }] } })
    expect(await bench().start()).toMatchObject({ kind: 'failed', charged: 'unknown', usdMicros: null, problem: { code } })
    expect(await bench().madeFiles()).toEqual([])
  })

  it('wait as long as the answer itself wishes, and know a picture that could not be read', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7.5s' }]
    bench().script('start', { status: 429, body: { error: { code: 429, message: SAID, status: 'RESOURCE_EXHAUSTED', details } } })
    expect(await bench().start()).toMatchObject({ kind: 'not_sent', retryAfterMs: 7500 })
    bench().script('start', {
      status: 400,
      body: { error: { code: 400, message: 'Unable to process input image.', status: 'INVALID_ARGUMENT' } },
    })
    expect(await bench().start()).toMatchObject({ kind: 'refused', problem: { params: { reason: 'input' } } })
  })
})
