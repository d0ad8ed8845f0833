import { MICROS_PER_USD } from 'shared/money'
import { z } from 'zod'
import type { NativeVoice, SpeechModel, TranscriptModel } from '../catalog.ts'

const SERVICE = {
  typicalSeconds: null,
  concurrency: 4,
  idempotency: 'none',
  resultSeconds: null,
  cancel: 'impossible',
  deadlineSeconds: 600,
} as const
const NO_OPTIONS = z.strictObject({})

const VOICES: readonly [NativeVoice, ...NativeVoice[]] = [
  voice('alloy', null),
  ...(['ash', 'echo', 'fable', 'onyx'] as const).map((id) => voice(id, 'male')),
  ...(['coral', 'nova', 'sage', 'shimmer'] as const).map((id) => voice(id, 'female')),
]

function voice(id: string, gender: string | null): NativeVoice {
  return { id, name: id.charAt(0).toUpperCase() + id.slice(1), languages: [], gender }
}

function voiceModel(
  id: string,
  usdPerThousand: number,
  more: Pick<SpeechModel, 'quality' | 'rank' | 'speed' | 'recommendedFor'>,
): SpeechModel {
  return {
    ...more,
    kind: 'speech',
    id,
    prices: [{ per: 'thousand_characters', usdMicros: usdPerThousand * MICROS_PER_USD }],
    notes: ['Does not tell when words are spoken: captions follow the script by estimate, or a transcript.', 'Ends on 6 January 2027.'],
    options: NO_OPTIONS,
    native: { ...SERVICE, voices: VOICES, languages: null, textLength: 4096, speed: { minimum: 0.5, maximum: 2 }, words: false },
    retiredOn: '2027-01-06',
  }
}

/** Whisper, at OpenAI itself or on a server that speaks its protocol. */
export const WHISPER: TranscriptModel = {
  kind: 'transcript',
  id: 'whisper-1',
  prices: [{ per: 'minute', usdMicros: 0.006 * MICROS_PER_USD }],
  quality: 'standard',
  rank: { standard: 2, draft: 2 },
  speed: 'medium',
  recommendedFor: 'Captions of recordings with the time of every word, at a small price',
  notes: ['Ends on 26 February 2027; the model that follows tells no times.'],
  options: NO_OPTIONS,
  native: { ...SERVICE, maximumSeconds: 7200, maximumBytes: 25_000_000, words: true, languages: null },
  retiredOn: '2027-02-26',
}

export const OPENAI_AUDIO_MODELS: readonly (SpeechModel | TranscriptModel)[] = [
  voiceModel('tts-1', 0.015, {
    quality: 'standard',
    rank: { draft: 2, standard: 3 },
    speed: 'fast',
    recommendedFor: 'Plain narration at a low price',
  }),
  voiceModel('tts-1-hd', 0.03, {
    quality: 'standard',
    rank: { high: 2 },
    speed: 'medium',
    recommendedFor: 'Plain narration with less noise',
  }),
  WHISPER,
]
