import { ASPECT_RATIOS, CAMERA_MOVES } from 'shared/camera'
import { LIGHTINGS } from 'shared/strategy'
import { CLIP_RESOLUTIONS, CLIP_STYLES, DURATION, FRAME_RATES } from 'shared/wire'
import type { CatalogProvider, ClipModel } from '../catalog.ts'
import { engineOptions } from './options.ts'

/** The motion engine: no key, no network, no price. */
export const MOTION: ClipModel = {
  kind: 'clip',
  id: 'motion-1',
  capabilities: {
    kinds: ['clip'],
    modes: ['text', 'image', 'restyle'],
    duration: { minimum: DURATION.minimum, maximum: DURATION.maximum, step: DURATION.step },
    aspectRatios: [...ASPECT_RATIOS],
    resolutions: [...CLIP_RESOLUTIONS],
    frameRates: [...FRAME_RATES],
    styles: [...CLIP_STYLES],
    cameras: [...CAMERA_MOVES],
    cameraPaths: true,
    lightings: [...LIGHTINGS],
    smoothing: true,
    audio: false,
    seed: true,
    negativePrompt: false,
    idempotency: 'key',
  },
  prices: [{ per: 'second', usdMicros: 0 }],
  quality: 'draft',
  rank: {},
  speed: 'fast',
  recommendedFor: 'Product pictures under a real camera move and animated words, at no cost and without a network',
  notes: [
    'Moves the camera over the picture; it does not invent new motion inside it.',
    'A prompt without a picture becomes an animated title, not generated footage.',
    'Styles and lightings are grades and overlays; they restyle existing clips too.',
  ],
  limits: { promptSteersPicture: false, promptBecomesTitle: true, qualityTiers: false },
  options: engineOptions,
  native: null,
}

/** The workshops of this server. */
export const LOCAL: CatalogProvider = {
  id: 'local',
  name: 'Pagereel on this computer',
  workshop: 'embedded',
  configure: null,
  pricesOf: null,
  retired: [],
  models: [MOTION],
}
