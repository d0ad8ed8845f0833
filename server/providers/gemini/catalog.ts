import type { CatalogProvider, RetiredModel } from '../catalog.ts'
import { GEMINI_IMAGE_MODELS } from '../gemini-images/image-models.ts'

const GONE: readonly RetiredModel[] = (
  [
    ['gemini-2.5-flash-image', '2026-10-02'],
    ['gemini-3.1-flash-image', '2026-10-29'],
  ] as const
).map(([id, retiredOn]) => ({ id, retiredOn, successor: 'gemini/gemini-nano-banana-2.1', why: 'Google has shut it down.' }))

/** Google Gemini by its Developer API. Prices of 2026-10-07, when Nano Banana 2.1 came out. */
export const GEMINI: CatalogProvider = {
  id: 'gemini',
  name: 'Google Gemini',
  workshop: 'remote',
  configure: 'GEMINI_API_KEY',
  pricesOf: '2026-10-07',
  models: GEMINI_IMAGE_MODELS,
  retired: GONE,
}
