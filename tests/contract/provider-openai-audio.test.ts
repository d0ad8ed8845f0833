import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../server/providers/check-catalog.ts'
import { createOpenaiAudio } from '../../server/providers/openai-audio/adapter.ts'
import { OPENAI_AUDIO_MODELS } from '../../server/providers/openai-audio/audio-models.ts'
import { OPENAI_AUDIO, OWN_SPEECH_SERVER } from '../../server/providers/openai-audio/own-server.ts'
import type { SpeechGeneration, TranscriptGeneration } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { HEARD, OPENAI_AUDIO_KEY, openaiSound, startOpenaiAudio } from '../simulators/openai-audio.ts'
import { evenWords } from '../simulators/sounds.ts'
import { describeAtOnce } from './providers.contract.ts'
import { SAID, useBench } from './providers/bench.ts'
import type { AtOnceUnderTest } from './providers/under-test.ts'

const text = 'It keeps drinks cold.'
const speech: SpeechGeneration = { kind: 'speech', model: 'tts-1', text, voice: 'nova', language: null, speed: 1, options: {} }
const transcript: TranscriptGeneration = { kind: 'transcript', model: 'whisper-1', language: null, seconds: 10, options: {} }

const said = (status: number, code: string, param: string | null = null) => ({
  status,
  body: { error: { message: SAID, type: 'invalid_request_error', param, code } },
})
const common = {
  id: 'OpenAI',
  key: OPENAI_AUDIO_KEY,
  startSimulator: (options) => startOpenaiAudio(OPENAI_AUDIO_KEY, options),
  createAdapter: (access) => createOpenaiAudio({ ...access, baseUrl: `${access.baseUrl}/v1` }),
  traits: { uploads: false, tellsEstimate: false, tellsCost: false, failure: 'unknown', moderation: { input: true, output: false } },
  refusals: {
    forbidden: said(403, 'unsupported_country_region_territory'),
    noCredit: said(429, 'insufficient_quota'),
    badRequest: said(400, 'invalid_value', 'voice'),
    policy: said(400, 'content_policy_violation'),
    rateLimited: said(429, 'rate_limit_exceeded'),
  },
} as const satisfies Partial<AtOnceUnderTest>

const speechUnder: AtOnceUnderTest = {
  ...common,
  name: 'OpenAI speech',
  generations: [
    {
      title: 'a sentence',
      generation: speech,
      roles: [],
      understood: { model: 'tts-1', input: text, voice: 'nova', response_format: 'mp3' },
    },
    { title: 'faster', generation: { ...speech, model: 'tts-1-hd', speed: 1.5 }, roles: [], understood: { model: 'tts-1-hd', speed: 1.5 } },
  ],
  filesOf: async (job) => ({ result: await openaiSound(job) }),
}
const listened = {
  generations: [
    {
      title: 'a recording',
      generation: transcript,
      roles: ['audio'],
      understood: { model: 'whisper-1', file: { name: 'audio-0.wav', type: 'audio/wav' }, response_format: 'verbose_json' },
    },
    {
      title: 'a recording in a language',
      generation: { ...transcript, language: 'de-CH' },
      roles: ['audio'],
      understood: { language: 'de', 'timestamp_granularities[]': 'word' },
    },
  ],
  filesOf: async () => ({}),
  besides: { text: HEARD, language: 'english', words: [...evenWords(HEARD)] },
} as const satisfies Partial<AtOnceUnderTest>

describeAtOnce(speechUnder)
describeAtOnce({ ...common, ...listened, name: 'OpenAI Whisper' })

describe('OpenAI’s sounds', () => {
  const bench = useBench(speechUnder)

  it('cost what was held', async () => {
    for (const generation of [speech, { ...speech, model: 'tts-1-hd' }, transcript]) {
      const { job } = await bench().taken({ title: '', generation, roles: ['audio'], understood: {} })
      const model = OPENAI_AUDIO_MODELS.find(({ id }) => id === generation.model)
      if (model === undefined) throw new Error(`no ${generation.model}`)
      const held = priceFor(model, { mode: null, tier: null, audio: false, seconds: 10, characters: text.length })
      expect(held.total).toBe(job.usdMicros)
    }
  })

  it('are believed without words, which another model does not tell', async () => {
    bench().script('start', { status: 200, body: { text: 'Hi', words: [{ word: 'Hi' }] } })
    const started = await bench().start({ title: '', generation: transcript, roles: ['audio'], understood: {} })
    expect(started).toMatchObject({ kind: 'made', made: { text: 'Hi', words: null, language: null } })
  })

  it('are heard by servers of one’s own without a key', async () => {
    const simulator = await startOpenaiAudio('')
    const adapter = createOpenaiAudio({ key: '', baseUrl: `${simulator.base}/v1`, trustedOrigins: [], log: () => {} }, OWN_SPEECH_SERVER)
    const options = {
      generation: transcript,
      prepared: {},
      key: 'k',
      webhookUrl: null,
      newFile: (extension: string) => bench().newFile(extension),
    }
    const started = await adapter.start({ ...options, files: await bench().files(['audio']) }, { signal: AbortSignal.timeout(5000) })
    expect(started).toMatchObject({ kind: 'made', made: { text: HEARD } })
    expect(simulator.calls[0]?.headers).not.toHaveProperty('authorization')
    await simulator.stop()
    expect(checkCatalog([OPENAI_AUDIO])).toEqual([])
  })
})
