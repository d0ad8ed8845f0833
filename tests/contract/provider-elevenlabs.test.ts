import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../server/providers/check-catalog.ts'
import { createElevenlabs } from '../../server/providers/elevenlabs/adapter.ts'
import { ELEVENLABS } from '../../server/providers/elevenlabs/catalog.ts'
import type { MusicGeneration, SpeechGeneration, StemsGeneration, TranscriptGeneration } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { ELEVENLABS_KEY, elevenlabsSound, HEARD, startElevenlabs } from '../simulators/elevenlabs.ts'
import { evenWords, mp3Of } from '../simulators/sounds.ts'
import { describeAtOnce } from './providers.contract.ts'
import { SAID, useBench } from './providers/bench.ts'
import type { AtOnceUnderTest, GenerationCase } from './providers/under-test.ts'

const text = 'Hello world, meet the bottle.'
const speech: SpeechGeneration = {
  kind: 'speech',
  model: 'eleven_multilingual_v2',
  text,
  voice: 'JBFqnCBsd6RMkjVDRZzb',
  language: 'en',
  speed: 1,
  options: {},
}
const music: MusicGeneration = { kind: 'music', model: 'music_v2', prompt: 'calm piano', seconds: 3.5, seed: null, options: {} }
const transcript: TranscriptGeneration = { kind: 'transcript', model: 'scribe_v2', language: null, seconds: 10, options: {} }
const stems: StemsGeneration = { kind: 'stems', model: 'voice-isolator', seconds: 2, options: {} }

const said = (status: number, word: string) => ({ status, body: { detail: { status: word, message: SAID } } })
const common = {
  id: 'ElevenLabs',
  key: ELEVENLABS_KEY,
  startSimulator: startElevenlabs,
  createAdapter: createElevenlabs,
  traits: { uploads: false, tellsEstimate: false, tellsCost: false, failure: 'unknown', moderation: { input: true, output: false } },
  refusals: {
    forbidden: said(403, 'missing_permissions'),
    noCredit: said(401, 'quota_exceeded'),
    badRequest: { status: 422, body: { detail: [{ loc: ['body', 'text'], msg: SAID, type: 'value_error' }] } },
    policy: said(400, 'bad_prompt'),
    rateLimited: said(429, 'too_many_concurrent_requests'),
  },
} as const satisfies Partial<AtOnceUnderTest>

const speechUnder: AtOnceUnderTest = {
  ...common,
  name: 'ElevenLabs speech',
  generations: [
    {
      title: 'a sentence',
      generation: speech,
      roles: [],
      understood: { text, voice: speech.voice, model_id: speech.model, output_format: 'mp3_44100_128' },
    },
    {
      title: 'another speed and language',
      generation: { ...speech, model: 'eleven_flash_v2_5', language: 'de-AT', speed: 1.1, voice: 'own voice/1' },
      roles: [],
      understood: { voice: 'own voice/1', language_code: 'de', voice_settings: { speed: 1.1 }, model_id: 'eleven_flash_v2_5' },
    },
  ],
  filesOf: async (job) => ({ result: await elevenlabsSound(job) }),
  besides: { text: null, language: null, words: evenWords(text).map(({ text: word }) => ({ text: word })) },
}
const generations = (one: GenerationCase): readonly [GenerationCase] => [one]

describeAtOnce(speechUnder)
describeAtOnce({
  ...common,
  name: 'ElevenLabs music',
  generations: generations({
    title: 'a description',
    generation: music,
    roles: [],
    understood: {
      prompt: 'calm piano',
      music_length_ms: 3500,
      model_id: 'music_v2',
      force_instrumental: true,
      output_format: 'mp3_44100_128',
    },
  }),
  filesOf: async (job) => ({ result: await elevenlabsSound(job) }),
})
describeAtOnce({
  ...common,
  name: 'ElevenLabs Scribe',
  generations: [
    {
      title: 'a recording',
      generation: transcript,
      roles: ['audio'],
      understood: { model_id: 'scribe_v2', file: { name: 'audio-0.wav', type: 'audio/wav' }, timestamps_granularity: 'word' },
    },
    {
      title: 'a recording in a language',
      generation: { ...transcript, language: 'pt-BR' },
      roles: ['audio'],
      understood: { language_code: 'pt', tag_audio_events: 'false', diarize: 'false' },
    },
  ],
  filesOf: async () => ({}),
  besides: { text: HEARD, language: 'eng', words: [...evenWords(HEARD)] },
})
describeAtOnce({
  ...common,
  name: 'ElevenLabs voice isolator',
  generations: generations({ title: 'a recording', generation: stems, roles: ['audio'], understood: { audio: { type: 'audio/wav' } } }),
  filesOf: async (job) => ({ voice: await elevenlabsSound(job) }),
})

describe('ElevenLabs', () => {
  const bench = useBench(speechUnder)

  it('is described without a hole', () => {
    expect(checkCatalog([ELEVENLABS])).toEqual([])
  })

  it('costs what was held, by characters and minutes', async () => {
    const models = new Map(ELEVENLABS.models.map((model) => [model.id, model]))
    const by = { mode: null, tier: null, audio: false }
    for (const generation of [speech, { ...speech, model: 'eleven_flash_v2_5' }, music, transcript, stems]) {
      const { job } = await bench().taken({ title: '', generation, roles: ['audio'], understood: {} })
      const model = models.get(generation.model)
      if (model === undefined) throw new Error(`no ${generation.model}`)
      const seconds = 'seconds' in generation ? generation.seconds : 0
      expect(priceFor(model, { ...by, seconds, characters: text.length }).total).toBe(job.usdMicros)
    }
    expect(bench().simulator.jobs).toHaveLength(5)
  })

  it('tells words from characters, with blanks of any kind between them', async () => {
    const characters = ' A  bc\nd'.split('')
    const alignment = {
      characters,
      character_start_times_seconds: characters.map((_, index) => index / 10),
      character_end_times_seconds: characters.map((_, index) => (index + 1) / 10),
    }
    bench().script('start', { status: 200, body: { audio_base64: (await mp3Of(1)).toString('base64'), alignment } })
    expect(await bench().start()).toMatchObject({
      made: {
        words: [
          { text: 'A', start: 0.1, end: 0.2 },
          { text: 'bc', start: 0.4, end: 0.6 },
          { text: 'd', start: 0.7, end: 0.8 },
        ],
      },
    })
  })

  it('is believed without times, and not without sound', async () => {
    bench().script('start', { status: 200, body: { audio_base64: (await mp3Of(1)).toString('base64') } })
    expect(await bench().start()).toMatchObject({ kind: 'made', made: { words: null } })
    bench().script('start', { status: 200, body: { audio_base64: 'AAAA' } })
    expect(await bench().start()).toMatchObject({ kind: 'unknown' })
  })

  it('says which field was refused, and a voice that is not there', async () => {
    bench().script('start', { status: 422, body: { detail: [{ loc: ['body', 'voice_settings', 'speed'], msg: SAID, type: 'x' }] } })
    expect(await bench().start()).toMatchObject({ kind: 'refused', problem: { issues: [{ path: 'speed' }] } })
    const generation = { ...speech, voice: 'unknown' }
    expect(await bench().start({ title: '', generation, roles: [], understood: {} })).toMatchObject({
      problem: { issues: [{ path: 'voice' }] },
    })
  })
})
