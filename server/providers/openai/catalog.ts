import type { CatalogProvider, RetiredModel } from '../catalog.ts'
import { OPENAI_AUDIO_MODELS } from '../openai-audio/audio-models.ts'
import { OPENAI_IMAGE_MODELS } from '../openai-images/image-models.ts'

const GONE: readonly RetiredModel[] = (
  [
    ['dall-e-2', '2026-05-12'],
    ['dall-e-3', '2026-05-12'],
    ['gpt-image-1', '2026-10-23'],
  ] as const
).map(([id, retiredOn]) => ({ id, retiredOn, successor: 'openai/gpt-image-2-medium', why: 'OpenAI has shut it down.' }))

/** OpenAI by its own API. Its videos ended on 2026-09-24; servers that still speak that protocol are a provider of their own. */
export const OPENAI: CatalogProvider = {
  id: 'openai',
  name: 'OpenAI',
  workshop: 'remote',
  configure: 'OPENAI_API_KEY',
  pricesOf: '2026-11-21',
  models: [...OPENAI_IMAGE_MODELS, ...OPENAI_AUDIO_MODELS],
  retired: GONE,
}
