import { expect, it } from 'vitest'
import { createKling } from '../../server/providers/kling/adapter.ts'
import { KLING } from '../../server/providers/kling/catalog.ts'
import type { Access, ClipGeneration } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { KLING_KEY, KLING_WEBHOOK_SECRET, klingMessage, startKling } from '../simulators/kling.ts'
import { describeProvider } from './providers.contract.ts'
import { KEY_OF_OURS, SAID } from './providers/bench.ts'
import { noFile } from './providers/no-file.ts'

const text: ClipGeneration = {
  kind: 'clip',
  model: 'kling-3.0',
  mode: 'text',
  prompt: 'a bottle on a table',
  negativePrompt: null,
  seconds: 3,
  size: { name: '1080p 9:16', tier: '1080p', width: 1080, height: 1920 },
  frameRate: null,
  audio: false,
  seed: null,
  options: {},
}
const options = { external_task_id: KEY_OF_OURS }
const prompt = { type: 'prompt', text: 'a bottle on a table' }

describeProvider({
  name: 'kling',
  id: 'kling',
  key: KLING_KEY,
  startSimulator: startKling,
  createAdapter: (access) => createKling({ ...access, webhookSecret: KLING_WEBHOOK_SECRET }),
  generations: [
    {
      title: 'text',
      generation: text,
      roles: [],
      understood: {
        prompt: 'a bottle on a table',
        settings: { resolution: '1080p', aspect_ratio: '9:16', duration: 3, audio: 'off', multi_shot: false },
        options,
      },
    },
    {
      title: 'picture, with sound',
      generation: { ...text, mode: 'image', audio: true },
      roles: ['first'],
      understood: {
        contents: [prompt, { type: 'first_frame' }],
        settings: { resolution: '1080p', duration: 3, audio: 'native', multi_shot: false },
        options,
      },
    },
    {
      title: 'first and last picture in 4k',
      generation: { ...text, mode: 'first_last', size: { name: '4k 1:1', tier: '4k', width: 2160, height: 2160 } },
      roles: ['first', 'last'],
      understood: { contents: [prompt, { type: 'first_frame' }, { type: 'last_frame' }], settings: { resolution: '4k' } },
    },
    {
      title: 'turbo from a picture without words',
      generation: { ...text, model: 'kling-3.0-turbo', mode: 'image', prompt: '', audio: true },
      roles: ['first'],
      understood: { contents: [{ type: 'first_frame' }], settings: { resolution: '1080p', duration: 3 } },
    },
    {
      title: '2.5 turbo from text',
      generation: { ...text, model: 'kling-2.5-turbo', seconds: 10, size: { name: '1080p 1:1', tier: '1080p', width: 1080, height: 1080 } },
      roles: [],
      understood: { settings: { resolution: '1080p', aspect_ratio: '1:1', duration: 10 } },
    },
  ],
  traits: {
    uploads: false,
    progress: false,
    cancel: 'impossible',
    idempotency: 'lookup',
    tellsCost: true,
    tellsEstimate: false,
    failure: 'unknown',
    moderation: { input: true, output: true },
    cancelledThere: false,
    results: 'links',
    missingResult: 'observe',
  },
  refusals: {
    forbidden: { status: 403, body: { code: 1103, message: SAID } },
    noCredit: { status: 429, body: { code: 1102, message: SAID } },
    badRequest: { status: 400, body: { code: 1201, message: SAID } },
    policy: { status: 400, body: { code: 1301, message: SAID } },
    rateLimited: { status: 429, body: { code: 1303, message: SAID } },
  },
  // Silence is what Kling assumes.
  harmless: /^json settings\.audio$/,
  webhook: { toleranceMs: 300_000, messageOf: klingMessage },
})

it.each(KLING.models.filter((model) => model.kind === 'clip'))('kling asks for $id what the catalog says it costs', async (model) => {
  const simulator = await startKling()
  const access: Access = { key: KLING_KEY, baseUrl: simulator.base, trustedOrigins: [], log: () => undefined }
  const adapter = createKling({ ...access, webhookSecret: null })
  const { sizes = [], audio = 'never' } = model.native ?? {}
  const sounds = audio === 'optional' ? [false, true] : [audio === 'always']
  const expected: number[] = []
  for (const [index, { name, tier, width, height }] of sizes.entries()) {
    for (const sound of sounds) {
      const seconds = model.id === 'kling-2.5-turbo' ? 10 : 7
      const generation = { ...text, model: model.id, seconds, audio: sound, size: { name, tier, width, height } }
      const options = { generation, prepared: {}, files: [], key: `att_${index}_${sound}`, webhookUrl: null, newFile: noFile }
      expect(await adapter.start(options, { signal: AbortSignal.timeout(5000) })).toMatchObject({ kind: 'accepted' })
      expected.push(priceFor(model, { mode: 'text', tier, audio: sound, seconds }).total)
    }
  }
  await simulator.stop()
  expect(expected.length).toBeGreaterThanOrEqual(6)
  expect(simulator.jobs.map(({ usdMicros }) => usdMicros)).toEqual(expected)
  expect(simulator.jobs.map(({ result }) => `${result.width}x${result.height}`)).toEqual(
    sizes.flatMap(({ width, height }) => sounds.map(() => `${width}x${height}`)),
  )
})

it.each([
  ['with a secret to check its messages by', KLING_WEBHOOK_SECRET, 'https://reels.example/webhooks/kling'],
  ['but not without one', null, undefined],
])('kling is asked to tell of the end, %s', async (_, webhookSecret, expected) => {
  const simulator = await startKling()
  const access: Access = { key: KLING_KEY, baseUrl: simulator.base, trustedOrigins: [], log: () => undefined }
  const options = {
    generation: text,
    prepared: {},
    files: [],
    key: KEY_OF_OURS,
    webhookUrl: 'https://reels.example/webhooks/kling',
    newFile: noFile,
  }
  await createKling({ ...access, webhookSecret }).start(options, { signal: AbortSignal.timeout(5000) })
  await simulator.stop()
  expect(simulator.jobs[0]?.request).toMatchObject({ options: { external_task_id: KEY_OF_OURS } })
  expect(Object(simulator.jobs[0]?.request)).toMatchObject({ options: expected === undefined ? {} : { callback_url: expected } })
  expect(JSON.stringify(simulator.jobs[0]?.request).includes('callback_url')).toBe(expected !== undefined)
})

it('kling is believed when it says that it has the key, though the task cannot be found yet', async () => {
  const simulator = await startKling({ behaviour: { listsLateMs: 60_000 } })
  const access: Access = { key: KLING_KEY, baseUrl: simulator.base, trustedOrigins: [], log: () => undefined }
  const adapter = createKling({ ...access, webhookSecret: null })
  const options = { generation: text, prepared: {}, files: [], key: KEY_OF_OURS, webhookUrl: null, newFile: noFile }
  const call = { signal: AbortSignal.timeout(5000) }
  expect(await adapter.start(options, call)).toMatchObject({ kind: 'accepted' })
  expect(await adapter.start(options, call)).toMatchObject({ kind: 'unknown' })
  await simulator.stop()
  expect(simulator.jobs).toHaveLength(1)
})
