import { MICROS_PER_USD } from 'shared/money'
import { MUSIC_DURATION, SPEECH_LENGTH } from 'shared/wire'
import { z } from 'zod'
import type { CatalogProvider, MusicModel, NativeVoice, SpeechModel, StemsModel, TranscriptModel } from '../catalog.ts'

/** Everything is answered at once, cannot be called off and is not kept by keys of ours. */
const SERVICE = {
  typicalSeconds: null,
  concurrency: 3,
  idempotency: 'none',
  resultSeconds: null,
  cancel: 'impossible',
  deadlineSeconds: 900,
} as const

/** Voices that every account has; people's own are named by their id. */
const VOICES: readonly [NativeVoice, ...NativeVoice[]] = [
  { id: 'JBFqnCBsd6RMkjVDRZzb', name: 'George', languages: [], gender: 'male' },
  { id: 'EXAVITQu4vr4xnSDxMaL', name: 'Sarah', languages: [], gender: 'female' },
  { id: '21m00Tcm4TlvDq8ikWAM', name: 'Rachel', languages: [], gender: 'female' },
  { id: 'nPczCjzI2devNBz1zQrb', name: 'Brian', languages: [], gender: 'male' },
]
const NO_OPTIONS = z.strictObject({})

function voiceModel(
  id: string,
  usdPerThousand: number,
  more: Pick<SpeechModel, 'quality' | 'rank' | 'speed' | 'recommendedFor' | 'notes'>,
): SpeechModel {
  return {
    ...more,
    kind: 'speech',
    id,
    prices: [{ per: 'thousand_characters', usdMicros: usdPerThousand * MICROS_PER_USD }],
    options: NO_OPTIONS,
    native: {
      ...SERVICE,
      voices: VOICES,
      otherVoices: true,
      languages: null,
      textLength: SPEECH_LENGTH.maximum,
      speed: { minimum: 0.7, maximum: 1.2 },
      words: true,
    },
  }
}

const MULTILINGUAL = voiceModel('eleven_multilingual_v2', 0.1, {
  quality: 'high',
  rank: { high: 1, standard: 1 },
  speed: 'medium',
  recommendedFor: 'Narration that sounds like a person, with the time of every word',
  notes: ['Tells when each character is spoken, so captions need no transcript.', 'Finds out the language by itself.'],
})

const FLASH = voiceModel('eleven_flash_v2_5', 0.05, {
  quality: 'standard',
  rank: { draft: 1, standard: 2 },
  speed: 'fast',
  recommendedFor: 'Narration at half the price, within seconds',
  notes: ['Tells when each character is spoken, so captions need no transcript.'],
})

const MUSIC: MusicModel = {
  kind: 'music',
  id: 'music_v2',
  prices: [{ per: 'minute', usdMicros: 0.3 * MICROS_PER_USD }],
  quality: 'high',
  rank: { high: 1, standard: 1, draft: 1 },
  speed: 'medium',
  recommendedFor: 'Instrumental music after a description',
  notes: ['Always asked for without vocals.', 'Takes no seed with a description: asking again gives another piece.'],
  options: NO_OPTIONS,
  native: { ...SERVICE, seconds: { ...MUSIC_DURATION }, promptLength: 2000, seed: false },
}

const SCRIBE: TranscriptModel = {
  kind: 'transcript',
  id: 'scribe_v2',
  // 0.22 USD an hour, rounded up
  prices: [{ per: 'minute', usdMicros: 3667 }],
  quality: 'high',
  rank: { high: 1, standard: 1, draft: 1 },
  speed: 'medium',
  recommendedFor: 'Captions of recordings in many languages, with the time of every word',
  notes: ['Noises such as laughter are left out.'],
  options: NO_OPTIONS,
  native: { ...SERVICE, maximumSeconds: 36_000, maximumBytes: 3_000_000_000, words: true, languages: null },
}

const ISOLATOR: StemsModel = {
  kind: 'stems',
  id: 'voice-isolator',
  prices: [{ per: 'minute', usdMicros: 0.12 * MICROS_PER_USD }],
  quality: 'high',
  rank: { high: 2, standard: 2, draft: 2 },
  speed: 'medium',
  recommendedFor: 'Taking the voice out of a noisy recording',
  notes: ['Gives the voice alone; what is left is not given.'],
  options: NO_OPTIONS,
  native: { ...SERVICE, maximumSeconds: 3600, maximumBytes: 500_000_000, stems: ['voice'] },
}

/** ElevenLabs. Prices of June 2026. Its separation of songs into stems has no price that is told, so it is not offered. */
export const ELEVENLABS: CatalogProvider = {
  id: 'elevenlabs',
  name: 'ElevenLabs',
  workshop: 'remote',
  configure: 'ELEVENLABS_API_KEY',
  pricesOf: '2026-06-30',
  models: [MULTILINGUAL, FLASH, MUSIC, SCRIBE, ISOLATOR],
  retired: [],
}
