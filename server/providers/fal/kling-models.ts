import type { NativeModel } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { COMMON, type FalModel, sizesOf, usd } from './model.ts'
import { klingOptions } from './options.ts'

const SHAPES = ['16:9', '9:16', '1:1'] as const
const KLING = { ...COMMON, negativePrompt: true, promptLength: 2500 } as const satisfies Partial<NativeModel>
const V3 = { ...KLING, modes: ['text', 'image', 'first_last'], seconds: { minimum: 3, maximum: 15, step: 1 }, audio: 'optional' } as const
const LIST_PRICE = 'Priced as fal’s pages and Kling’s own list have it.'

/** Version 3 is asked alike as standard and as pro; which of the two decides the size. */
function v3Endpoints(variant: 'standard' | 'pro'): FalModel['endpoints'] {
  const picture = `fal-ai/kling-video/v3/${variant}/image-to-video`
  return {
    text: {
      id: `fal-ai/kling-video/v3/${variant}/text-to-video`,
      duration: 'digits',
      sends: ['aspect_ratio', 'generate_audio'],
      files: {},
    },
    image: { id: picture, duration: 'digits', sends: ['generate_audio'], files: { first: 'start_image_url' } },
    first_last: {
      id: picture,
      duration: 'digits',
      sends: ['generate_audio'],
      files: { first: 'start_image_url', last: 'end_image_url' },
    },
  }
}

/** Kling at fal, as the types of its client 1.10.1 describe it. */
export const KLING_MODELS: readonly FalModel[] = [
  {
    model: remoteModel({
      kind: 'clip',
      id: 'kling-2.5-turbo-pro',
      native: { ...KLING, modes: ['text', 'image', 'first_last'], seconds: [5, 10], sizes: sizesOf('1080p', 1080, SHAPES) },
      prices: [{ per: 'second', usdMicros: usd(0.07) }],
      quality: 'standard',
      rank: { standard: 2 },
      speed: 'medium',
      recommendedFor: 'Believable motion of people and cloth at a moderate price',
      notes: ['Makes no sound.', 'Priced as on fal’s price page of September 2026.'],
      options: klingOptions,
    }),
    endpoints: {
      text: { id: 'fal-ai/kling-video/v2.5-turbo/pro/text-to-video', duration: 'digits', sends: ['aspect_ratio'], files: {} },
      image: {
        id: 'fal-ai/kling-video/v2.5-turbo/pro/image-to-video',
        duration: 'digits',
        sends: [],
        files: { first: 'image_url' },
      },
      first_last: {
        id: 'fal-ai/kling-video/v2.5-turbo/pro/image-to-video',
        duration: 'digits',
        sends: [],
        files: { first: 'image_url', last: 'tail_image_url' },
      },
    },
  },
  {
    model: remoteModel({
      kind: 'clip',
      id: 'kling-3-standard',
      native: { ...V3, sizes: sizesOf('720p', 720, SHAPES) },
      prices: [
        { per: 'second', usdMicros: usd(0.084), audio: false },
        { per: 'second', usdMicros: usd(0.126), audio: true },
      ],
      quality: 'standard',
      rank: { standard: 4 },
      speed: 'medium',
      recommendedFor: 'Any length from 3 s on, with sound if wanted',
      notes: ['Makes 720p.', LIST_PRICE],
      options: klingOptions,
    }),
    endpoints: v3Endpoints('standard'),
  },
  {
    model: remoteModel({
      kind: 'clip',
      id: 'kling-3-pro',
      native: { ...V3, sizes: sizesOf('1080p', 1080, SHAPES) },
      prices: [
        { per: 'second', usdMicros: usd(0.112), audio: false },
        { per: 'second', usdMicros: usd(0.168), audio: true },
      ],
      quality: 'high',
      rank: { high: 4 },
      speed: 'slow',
      recommendedFor: 'The best of Kling at 1080p, with sound if wanted',
      notes: ['Makes 1080p.', LIST_PRICE],
      options: klingOptions,
    }),
    endpoints: v3Endpoints('pro'),
  },
]
