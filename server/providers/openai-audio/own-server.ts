import type { CatalogProvider } from '../catalog.ts'
import type { OpenaiAudioOptions } from './adapter.ts'
import { WHISPER } from './audio-models.ts'

export const OWN_SPEECH_SERVER: OpenaiAudioOptions = {
  name: 'The speech server',
  id: 'openai-audio',
  variable: 'OPENAI_AUDIO_API_KEY',
}

const { retiredOn: _, ...whisper } = WHISPER

/** A server of one's own that listens by OpenAI's protocol: whisper.cpp, faster-whisper, speaches, LocalAI. */
export const OPENAI_AUDIO: CatalogProvider = {
  id: OWN_SPEECH_SERVER.id,
  name: 'OpenAI-compatible speech server',
  workshop: 'remote',
  configure: 'OPENAI_AUDIO_BASE_URL',
  pricesOf: null,
  models: [
    {
      ...whisper,
      prices: [{ per: 'run', usdMicros: 0 }],
      rank: { draft: 1 },
      recommendedFor: 'Captions of recordings that do not leave your own machines, without a price',
      notes: ['Runs on your own server, which has to know a model by the name whisper-1.'],
    },
  ],
  retired: [],
}
