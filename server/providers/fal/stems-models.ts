import { COMMON, type FalModel, usd } from './model.ts'
import { noOptions } from './options.ts'

const { typicalSeconds, concurrency, idempotency, resultSeconds, cancel } = COMMON

/** Models that take sound apart, by fal's own page of each (`https://fal.ai/models/fal-ai/demucs/llms.txt`). */
export const STEMS_MODELS: readonly FalModel[] = [
  {
    model: {
      kind: 'stems',
      id: 'demucs',
      native: {
        typicalSeconds,
        concurrency,
        idempotency,
        resultSeconds,
        cancel,
        deadlineSeconds: 900,
        maximumSeconds: 1800,
        maximumBytes: 100_000_000,
        stems: ['voice', 'accompaniment'],
      },
      prices: [{ per: 'second', usdMicros: usd(0.0007) }],
      quality: 'high',
      rank: { high: 1, standard: 1, draft: 1 },
      speed: 'medium',
      recommendedFor: 'Parting a voice from the music behind it',
      notes: [
        'Made of music: noises that are no music may end up with the voice.',
        'Drums, bass and the rest are added up to one accompaniment.',
      ],
      options: noOptions,
    },
    endpoints: {
      sound: {
        id: 'fal-ai/demucs',
        duration: 'fixed',
        sends: [],
        constants: { model: 'htdemucs', stems: ['vocals', 'drums', 'bass', 'other'], output_format: 'mp3' },
        files: { audio: 'audio_url' },
      },
    },
  },
]
