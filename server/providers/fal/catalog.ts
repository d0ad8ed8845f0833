import type { CatalogProvider } from '../catalog.ts'
import { FAL_IMAGE_MODELS } from './image-models.ts'
import { HAILUO_MODELS } from './hailuo-models.ts'
import { KLING_MODELS } from './kling-models.ts'
import { LTX_MODELS } from './ltx-models.ts'
import { LUMA_MODELS } from './luma-models.ts'
import type { Endpoint, FalModel, Way } from './model.ts'
import { OTHER_MODELS } from './other-models.ts'
import { PIKA_MODELS } from './pika-models.ts'
import { STEMS_MODELS } from './stems-models.ts'
import { VEO_MODELS } from './veo-models.ts'

const FAL_MODELS: readonly FalModel[] = [
  ...KLING_MODELS,
  ...VEO_MODELS,
  ...LTX_MODELS,
  ...HAILUO_MODELS,
  ...LUMA_MODELS,
  ...OTHER_MODELS,
  ...FAL_IMAGE_MODELS,
  ...STEMS_MODELS,
]
const ALL: ReadonlyMap<string, FalModel> = new Map([...PIKA_MODELS, ...FAL_MODELS].map((one) => [one.model.id, one]))

/** Pika, which has no API of its own but fal's, under the name that people look for. */
export const PIKA: CatalogProvider = {
  id: 'pika',
  name: 'Pika (through fal)',
  workshop: 'remote',
  configure: 'FAL_KEY',
  pricesOf: '2026-11-21',
  models: PIKA_MODELS.map(({ model }) => model),
  retired: [],
}

/**
 * Other makers' models at fal, by fal's own pages of them (`https://fal.ai/models/<endpoint>/llms.txt`), where a model's notes do not say
 * otherwise. These bear no date; `pricesOf` is that of the one price page that does. `stable-video` is left out: it makes 25 frames at
 * 10 a second or more, so 2.5 s at most, which is less than the shortest clip.
 */
export const FAL: CatalogProvider = {
  id: 'fal',
  name: 'fal.ai',
  workshop: 'remote',
  configure: 'FAL_KEY',
  pricesOf: '2026-09-20',
  models: FAL_MODELS.map(({ model }) => model),
  retired: [],
}

/** Where a model is asked for a way of working, and until when an attempt at it lasts. Throws where the catalog has no such thing. */
export function endpointOf(modelId: string, way: Way): { readonly endpoint: Endpoint; readonly deadlineSeconds: number } {
  const found = ALL.get(modelId)
  const endpoint = found?.endpoints[way]
  if (found === undefined || endpoint === undefined) throw new Error(`fal has no endpoint for ${modelId} from ${way}`)
  return { endpoint, deadlineSeconds: found.model.native?.deadlineSeconds ?? 0 }
}
