import type { CatalogProvider } from '../catalog.ts'
import { IMAGE_MODELS } from './image-models.ts'
import { VIDEO_MODELS } from './video-models.ts'

/**
 * Runway's API: its own models and others' that it hosts, as its SDK 4.20.1 lists them. Prices are credits of one cent, from copies of its
 * pricing page of August to October 2026; models, sizes and lengths without a price are left out.
 */
export const RUNWAY: CatalogProvider = {
  id: 'runway',
  name: 'Runway',
  workshop: 'remote',
  configure: 'RUNWAYML_API_SECRET',
  // As its SDK says: no oftener than every 5 s.
  pollMs: 5000,
  pricesOf: '2026-10-01',
  models: [...VIDEO_MODELS, ...IMAGE_MODELS],
  retired: [
    { id: 'gen3a_turbo', retiredOn: '2026-07-30', successor: 'runway/gen4_turbo', why: 'Runway has ended it' },
    { id: 'gen4_aleph', retiredOn: '2026-07-30', successor: 'runway/aleph2', why: 'Runway has ended it' },
  ],
}
