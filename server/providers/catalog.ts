import { ASPECT_RATIOS, CAMERA_MOVES } from 'shared/camera'
import { LIGHTINGS } from 'shared/strategy'
import {
  type Capabilities,
  CLIP_RESOLUTIONS,
  CLIP_STYLES,
  DURATION,
  FRAME_RATES,
  type JobRequest,
  type ModelPrice,
  type ProviderModel,
  VIDEO_MODES,
} from 'shared/wire'
import type { ZodType } from 'zod'
import { engineOptions } from './engine-options.ts'

/** How often each option can change what a model delivers, where it is less than the request says. */
export interface ModelLimits {
  /** A prompt next to a picture is kept with the job but changes nothing. */
  readonly promptSteersPicture: boolean
  /** A prompt alone becomes a title card, not footage. */
  readonly promptBecomesTitle: boolean
  /** Whether `quality` chooses anything within this model. */
  readonly qualityTiers: boolean
}

export interface CatalogModel {
  readonly id: string
  readonly capabilities: Capabilities
  readonly prices: readonly ModelPrice[]
  readonly quality: ProviderModel['quality']
  readonly speed: ProviderModel['speed']
  readonly recommendedFor: string
  readonly notes: readonly string[]
  readonly limits: ModelLimits
  /** What it takes as `providerOptions`. */
  readonly options: ZodType
  readonly retiredOn?: string
}

export interface CatalogProvider {
  readonly id: string
  readonly name: string
  /** Where the work is done: in this server's own processes, or by a service that is asked over the network. */
  readonly workshop: 'embedded' | 'remote'
  /** What has to be set before it can be used; null where nothing has to be. */
  readonly configure: string | null
  /** Wall clock from an attempt's intent until it is given up, in milliseconds; null for local work, which has a stall limit instead. */
  readonly deadlineMs: number | null
  readonly models: readonly CatalogModel[]
}

export type Catalog = readonly CatalogProvider[]
export type JobKind = JobRequest['kind']

/** Everything that can do a job, as data: nothing in the code asks for a provider by name. */
export const CATALOG: Catalog = [
  {
    id: 'local',
    name: 'Pagereel on this computer',
    workshop: 'embedded',
    configure: null,
    deadlineMs: null,
    models: [
      {
        id: 'motion-1',
        capabilities: {
          kinds: ['clip'],
          modes: ['text', 'image', ...VIDEO_MODES],
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
        speed: 'fast',
        recommendedFor: 'Product pictures under a real camera move and animated words, at no cost and without a network',
        notes: [
          'Moves the camera over the picture; it does not invent new motion inside it.',
          'A prompt without a picture becomes an animated title, not generated footage.',
          'Styles and lightings are grades and overlays; they restyle existing clips too.',
        ],
        limits: { promptSteersPicture: false, promptBecomesTitle: true, qualityTiers: false },
        options: engineOptions,
      },
    ],
  },
]
