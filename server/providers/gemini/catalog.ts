import type { CatalogProvider, RetiredModel } from '../catalog.ts'
import { GEMINI_AUDIO_MODELS } from '../gemini-audio/audio-models.ts'
import { GEMINI_IMAGE_MODELS } from '../gemini-images/image-models.ts'

const GONE: readonly RetiredModel[] = (
  [
    ['gemini-2.5-flash-image', '2026-10-02'],
    ['gemini-3.1-flash-image', '2026-10-29'],
  ] as const
).map(([id, retiredOn]) => ({ id, retiredOn, successor: 'gemini/gemini-nano-banana-2.1', why: 'Google has shut it down.' }))

/** Google Gemini by its Developer API. Prices of pictures are of 2026-10-07, of voices and transcripts of November 2026. */
export const GEMINI: CatalogProvider = {
  id: 'gemini',
  name: 'Google Gemini',
  workshop: 'remote',
  configure: 'GEMINI_API_KEY',
  pricesOf: '2026-10-07',
  models: [...GEMINI_IMAGE_MODELS, ...GEMINI_AUDIO_MODELS],
  retired: GONE,
}
