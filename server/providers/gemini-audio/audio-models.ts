import { z } from 'zod'
import type { NativeVoice, SpeechModel, TranscriptModel } from '../catalog.ts'

const SERVICE = {
  typicalSeconds: null,
  concurrency: 3,
  idempotency: 'none',
  resultSeconds: null,
  cancel: 'impossible',
  deadlineSeconds: 600,
} as const
const NO_OPTIONS = z.strictObject({})

/** Micro-dollars of a token of text that goes in and of sound that comes out. */
interface TokenPrices {
  readonly in: number
  readonly out: number
}

/** Prices of the voices double when 2027 begins (UTC), as Google has announced with them. */
const DOUBLED_FROM = Date.UTC(2027, 0, 1)
const VOICE_TOKENS: Readonly<Record<string, TokenPrices>> = {
  'gemini-3.8-flash-tts': { in: 0.5, out: 9 },
  'gemini-3.8-flash-lite-tts': { in: 0.5, out: 6 },
}
const TRANSCRIPT_TOKENS: TokenPrices = { in: 2, out: 12 }

/** What tokens of a model cost at a time (milliseconds UTC); null for a model that is not known here. */
export function tokenPrices(model: string, now: number): TokenPrices | null {
  if (model === TRANSCRIBE.id) return TRANSCRIPT_TOKENS
  const prices = VOICE_TOKENS[model]
  if (prices === undefined) return null
  return now < DOUBLED_FROM ? prices : { in: 2 * prices.in, out: 2 * prices.out }
}

/** A second of speech makes 25 tokens. */
const TOKENS_A_SECOND = 25
/** Nobody speaks a script at fewer characters a second: Chinese takes about 4.5, English 15. */
const SLOWEST = 4
/** UTF-16 units of the strangest script make three tokens each. */
const TOKENS_A_CHARACTER = 3

/** The voices that Google lists for its models; which of them sound like whom nobody has heard here. */
const NAMES =
  'Kore Zephyr Puck Charon Fenrir Leda Orus Aoede Callirrhoe Autonoe Enceladus Iapetus Umbriel Algieba Despina Erinome Algenib Rasalgethi Laomedeia Achernar Alnilam Schedar Gacrux Pulcherrima Achird Zubenelgenubi Vindemiatrix Sadachbia Sadaltager Sulafat'
const [first = '', ...others] = NAMES.split(' ')
const VOICES: readonly [NativeVoice, ...NativeVoice[]] = [voice(first), ...others.map(voice)]

function voice(name: string): NativeVoice {
  return { id: name, name, languages: [], gender: null }
}

function voiceModel(id: string, more: Pick<SpeechModel, 'quality' | 'rank' | 'speed' | 'recommendedFor'>): SpeechModel {
  const prices = tokenPrices(id, DOUBLED_FROM) ?? { in: 0, out: 0 }
  const spoken = (1000 / SLOWEST) * TOKENS_A_SECOND * prices.out
  return {
    ...more,
    kind: 'speech',
    id,
    prices: [{ per: 'thousand_characters', usdMicros: Math.ceil(spoken + 1000 * TOKENS_A_CHARACTER * prices.in), bound: true }],
    notes: [
      'The price is a bound by tokens at the prices of 2027, which are twice those of 2026; what is charged is what the answer says was used.',
      'Does not tell when words are spoken: captions follow the script by estimate, or a transcript.',
    ],
    options: NO_OPTIONS,
    // 8192 tokens go in, and about eleven minutes come out
    native: { ...SERVICE, voices: VOICES, languages: null, textLength: 2500, speed: null, words: false },
  }
}

const TRANSCRIBE: TranscriptModel = {
  kind: 'transcript',
  id: 'gemini-3.5-transcribe',
  // a minute of sound makes 1920 tokens at most; 2180 tokens are words with their times
  prices: [{ per: 'minute', usdMicros: 30_000, bound: true }],
  quality: 'high',
  rank: { high: 2, standard: 3, draft: 3 },
  speed: 'medium',
  recommendedFor: 'Captions of recordings in more than 85 languages, with the time of every word',
  notes: [
    'The price is a bound by tokens; what is charged is what the answer says was used, mostly $0.005 a minute.',
    'Finds out the language; one that is named with its region is a hint.',
  ],
  options: NO_OPTIONS,
  native: { ...SERVICE, maximumSeconds: 1800, maximumBytes: 70_000_000, words: true, languages: null },
}

/** Gemini's voices and its transcriber (providers-a 2.4; docs/providers.md says where prices and wire come from). */
export const GEMINI_AUDIO_MODELS: readonly (SpeechModel | TranscriptModel)[] = [
  voiceModel('gemini-3.8-flash-tts', {
    quality: 'high',
    rank: { high: 3, standard: 4 },
    speed: 'medium',
    recommendedFor: 'Expressive narration in more than 130 languages',
  }),
  voiceModel('gemini-3.8-flash-lite-tts', {
    quality: 'standard',
    rank: { draft: 3, standard: 5 },
    speed: 'fast',
    recommendedFor: 'Narration in more than 100 languages at a low price',
  }),
  TRANSCRIBE,
]
