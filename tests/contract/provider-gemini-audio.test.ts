import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../server/providers/check-catalog.ts'
import { GEMINI } from '../../server/providers/gemini/catalog.ts'
import { createGeminiAudio } from '../../server/providers/gemini-audio/adapter.ts'
import { GEMINI_AUDIO_MODELS, tokenPrices } from '../../server/providers/gemini-audio/audio-models.ts'
import type { SpeechGeneration, TranscriptGeneration } from '../../server/providers/port.ts'
import { priceFor } from '../../server/providers/price.ts'
import { geminiSound, HEARD, startGeminiAudio } from '../simulators/gemini-audio.ts'
import { GEMINI_KEY } from '../simulators/gemini-images.ts'
import { evenWords } from '../simulators/sounds.ts'
import { describeAtOnce } from './providers.contract.ts'
import { SAID, useBench } from './providers/bench.ts'
import type { AtOnceUnderTest } from './providers/under-test.ts'

const text = 'Small enough for any bag.'
const speech: SpeechGeneration = {
  kind: 'speech',
  model: 'gemini-3.8-flash-tts',
  text,
  voice: 'Kore',
  language: null,
  speed: null,
  options: {},
}
const transcript: TranscriptGeneration = {
  kind: 'transcript',
  model: 'gemini-3.5-transcribe',
  language: null,
  seconds: 10,
  options: {},
}
const listening = { audioTranscriptionConfig: { wordTimestamp: true, mode: 'VERBATIM' } }
const voiced = (voiceName: string) => ({ voiceConfig: { prebuiltVoiceConfig: { voiceName } } })

const common = {
  id: 'Gemini',
  key: GEMINI_KEY,
  startSimulator: startGeminiAudio,
  createAdapter: createGeminiAudio,
  traits: { uploads: false, tellsEstimate: false, tellsCost: true, failure: 'unknown', moderation: { input: true, output: true } },
  refusals: {
    forbidden: { status: 403, body: [{ error: { code: 403, message: SAID, status: 'PERMISSION_DENIED' } }] },
    noCredit: null,
    badRequest: { status: 400, body: { error: { code: 400, message: SAID, status: 'INVALID_ARGUMENT' } } },
    policy: { status: 400, body: { error: { code: 400, message: `${SAID} was blocked due to safety`, status: 'INVALID_ARGUMENT' } } },
    rateLimited: { status: 429, body: { error: { code: 429, message: SAID, status: 'RESOURCE_EXHAUSTED' } } },
  },
} as const satisfies Partial<AtOnceUnderTest>

const spoken: AtOnceUnderTest = {
  ...common,
  name: 'Gemini speech',
  generations: [
    {
      title: 'a sentence',
      generation: speech,
      roles: [],
      understood: { model: 'gemini-3.8-flash-tts', contents: [{ parts: [{ text }] }], generationConfig: { speechConfig: voiced('Kore') } },
    },
    {
      title: 'another voice in a language, whose samples come bare',
      generation: { ...speech, model: 'gemini-3.8-flash-lite-tts', voice: 'Charon', language: 'de-CH' },
      roles: [],
      understood: {
        model: 'gemini-3.8-flash-lite-tts',
        generationConfig: { speechConfig: { ...voiced('Charon'), languageCode: 'de' } },
      },
    },
  ],
  filesOf: async (job) => ({ result: geminiSound(job) }),
}
const heard: AtOnceUnderTest = {
  ...common,
  name: 'Gemini transcripts',
  generations: [
    {
      title: 'a recording',
      generation: transcript,
      roles: ['audio'],
      understood: { mimeType: 'audio/wav', generationConfig: listening },
    },
    {
      title: 'a recording in a language of a region',
      generation: { ...transcript, language: 'de-CH' },
      roles: ['audio'],
      understood: { generationConfig: { audioTranscriptionConfig: { languageCodes: ['de-CH'] } } },
    },
  ],
  filesOf: async () => ({}),
  besides: { text: HEARD, language: 'en-US', words: [...evenWords(HEARD)] },
}

describeAtOnce(spoken)
describeAtOnce(heard)

describe('Gemini’s sounds', () => {
  const bench = useBench(heard)
  const answer = (parts: readonly unknown[], finishReason = 'STOP') => ({
    status: 200,
    body: { candidates: [{ content: { role: 'model', parts }, finishReason }] },
  })
  const hear = async () => await bench().start()

  it('are described without a hole', () => {
    expect(checkCatalog([GEMINI])).toEqual([])
  })

  it('cost what the tokens cost on the day, which is never more than was held', () => {
    const eve = Date.UTC(2026, 11, 31, 23)
    expect(tokenPrices('gemini-3.8-flash-tts', eve)).toEqual({ in: 0.5, out: 9 })
    expect(tokenPrices('gemini-3.8-flash-tts', eve + 7_200_000)).toEqual({ in: 1, out: 18 })
    expect(tokenPrices('gemini-3.5-transcribe', eve + 7_200_000)).toEqual({ in: 2, out: 12 })
    for (const model of GEMINI_AUDIO_MODELS) {
      const prices = tokenPrices(model.id, Date.UTC(2027, 5))
      if (prices === null) throw new Error(`${model.id} has no prices`)
      const held = priceFor(model, { mode: null, tier: null, audio: false, seconds: 60, characters: 900 }).total
      // a minute at 15 characters a second, or listened to
      const [into, out] = model.kind === 'speech' ? [900, 1500] : [1920, 400]
      expect(held).toBeGreaterThanOrEqual(into * prices.in + out * prices.out)
    }
  })

  it('are stretches of speech, one after the other, in the language of the first', async () => {
    const part = (words: string, start: number) => ({
      audioTranscription: {
        text: words,
        languageCode: 'de-DE',
        words: [{ word: ` ${words}`, startOffset: `${start}s`, endOffset: `${start + 0.5}s` }],
      },
    })
    bench().script('start', answer([part('Guten', 0), { audioTranscription: { text: '' } }, part('Tag', 1.25)]))
    expect(await hear()).toMatchObject({
      kind: 'made',
      usdMicros: null,
      made: {
        text: 'Guten Tag',
        language: 'de-DE',
        words: [
          { text: 'Guten', start: 0, end: 0.5 },
          { text: 'Tag', start: 1.25, end: 1.75 },
        ],
      },
    })
  })

  it('have no times where words are told without, and no words where nothing was heard', async () => {
    bench().script('start', answer([{ audioTranscription: { text: 'Guten Tag', words: [{ word: 'Guten', startOffset: 'soon' }] } }]))
    expect(await hear()).toMatchObject({ kind: 'made', made: { text: 'Guten Tag', words: null } })
    bench().script('start', answer([]))
    expect(await hear()).toMatchObject({ kind: 'made', made: { text: '', words: [] } })
  })
})
