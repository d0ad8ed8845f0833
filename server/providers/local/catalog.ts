import { ASPECT_RATIOS, CAMERA_MOVES } from 'shared/camera'
import { LIGHTINGS } from 'shared/strategy'
import { CLIP_RESOLUTIONS, CLIP_STYLES, DURATION, FRAME_RATES, MUSIC_DURATION, SPEECH_LENGTH } from 'shared/wire'
import { z } from 'zod'
import type { CatalogProvider, ClipModel, ImageModel, MusicModel, SpeechModel } from '../catalog.ts'
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

/** Stills of the motion engine. */
const STILL: ImageModel = {
  kind: 'image',
  id: 'still-1',
  prices: [{ per: 'image', usdMicros: 0 }],
  quality: 'draft',
  rank: {},
  speed: 'fast',
  recommendedFor: 'Start and end frames that match what the engine films, at no cost and without a network',
  notes: [
    'Reframes a picture along a camera move, grades and lights it; it does not change what the picture shows.',
    'A prompt without a picture becomes a title card.',
  ],
  options: z.strictObject({}),
  native: null,
  own: { modes: ['text', 'image'] },
}

/** Music that is composed and played here. */
const COMPOSER: MusicModel = {
  kind: 'music',
  id: 'composer-1',
  prices: [{ per: 'run', usdMicros: 0 }],
  quality: 'standard',
  rank: {},
  speed: 'fast',
  recommendedFor: 'Instrumental music that ends exactly with the film, at no cost and without a network',
  notes: ['Composed by rules from the mood and the words; the same seed gives the same piece.'],
  options: z.strictObject({}),
  native: null,
  own: { seconds: { ...MUSIC_DURATION }, promptLength: 2000, seed: true },
}

/** Voices to judge timing by. */
const DRAFT_VOICE: SpeechModel = {
  kind: 'speech',
  id: 'draft-voice',
  prices: [{ per: 'run', usdMicros: 0 }],
  quality: 'draft',
  rank: {},
  speed: 'fast',
  recommendedFor: 'Hearing how long a narration takes, at no cost and without a network',
  notes: ['A mechanical English voice: a draft, not to be published.'],
  options: z.strictObject({}),
  native: null,
  own: {
    voices: [
      { id: 'slt', name: 'Draft, female', languages: ['en'], gender: 'female' },
      { id: 'rms', name: 'Draft, male', languages: ['en'], gender: 'male' },
      { id: 'awb', name: 'Draft, male, Scottish', languages: ['en'], gender: 'male' },
      { id: 'kal16', name: 'Draft, male, mechanical', languages: ['en'], gender: 'male' },
    ],
    languages: ['en'],
    textLength: SPEECH_LENGTH.maximum,
    speed: { minimum: 0.5, maximum: 2 },
    words: true,
    draft: true,
  },
}

/** The workshops of this server. */
export const LOCAL: CatalogProvider = {
  id: 'local',
  name: 'Pagereel on this computer',
  workshop: 'embedded',
  configure: null,
  pricesOf: null,
  retired: [],
  models: [MOTION, STILL, COMPOSER, DRAFT_VOICE],
}
