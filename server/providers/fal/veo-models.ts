import type { CatalogModel, NativeModel } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { COMMON, type Endpoint, type FalModel, sizesOf, usd } from './model.ts'
import { veoOptions } from './options.ts'

const SHAPES = ['16:9', '9:16'] as const
const MADE_FROM_PICTURES = ['text', 'image', 'first_last'] as const
const ALL_FIELDS = ['resolution', 'aspect_ratio', 'generate_audio'] as const
const PICTURES_AND_WORDS = {
  ...COMMON,
  modes: MADE_FROM_PICTURES,
  seconds: [4, 6, 8],
  sizes: [...sizesOf('720p', 720, SHAPES, MADE_FROM_PICTURES), ...sizesOf('1080p', 1080, SHAPES, MADE_FROM_PICTURES)],
  frameRate: 24,
  audio: 'optional',
  seed: true,
  negativePrompt: true,
} as const satisfies NativeModel
const FOURS = 'Makes 24 frames a second in 4, 6 or 8 s.'

function perSecond(silent: number, sounding: number): CatalogModel['prices'] {
  return [
    { per: 'second', usdMicros: usd(silent), audio: false },
    { per: 'second', usdMicros: usd(sounding), audio: true },
  ]
}

function endpoint(id: string, files: Endpoint['files']): Endpoint {
  return { id, duration: 'digits_and_unit', sends: ALL_FIELDS, files }
}

/** Veo 3.1 at fal, as the types of its client 1.10.1 describe it. What it asks for 4k differs and is not known for all modes. */
export const VEO_MODELS: readonly FalModel[] = [
  {
    model: remoteModel({
      kind: 'clip',
      id: 'veo-3.1',
      native: {
        ...PICTURES_AND_WORDS,
        modes: [...MADE_FROM_PICTURES, 'extend'],
        secondsBy: { extend: [7] },
        sizes: [...PICTURES_AND_WORDS.sizes, ...sizesOf('720p', 720, SHAPES, ['extend'])],
        maximumVideoBytes: 80_000_000,
      },
      prices: perSecond(0.2, 0.4),
      quality: 'high',
      rank: { high: 2, master: 4 },
      speed: 'slow',
      recommendedFor: 'The most convincing light and sound, and going on with a clip',
      notes: [FOURS, 'Goes on with a clip by 7 s at 720p.'],
      options: veoOptions,
    }),
    endpoints: {
      text: endpoint('fal-ai/veo3.1', {}),
      image: endpoint('fal-ai/veo3.1/image-to-video', { first: 'image_url' }),
      first_last: endpoint('fal-ai/veo3.1/first-last-frame-to-video', { first: 'first_frame_url', last: 'last_frame_url' }),
      extend: endpoint('fal-ai/veo3.1/extend-video', { video: 'video_url' }),
    },
  },
  {
    model: remoteModel({
      kind: 'clip',
      id: 'veo-3.1-fast',
      native: PICTURES_AND_WORDS,
      prices: perSecond(0.1, 0.15),
      quality: 'standard',
      rank: { standard: 5 },
      speed: 'medium',
      recommendedFor: 'Veo with sound at less than half of the price',
      notes: [FOURS],
      options: veoOptions,
    }),
    endpoints: {
      text: endpoint('fal-ai/veo3.1/fast', {}),
      image: endpoint('fal-ai/veo3.1/fast/image-to-video', { first: 'image_url' }),
      first_last: endpoint('fal-ai/veo3.1/fast/first-last-frame-to-video', { first: 'first_frame_url', last: 'last_frame_url' }),
    },
  },
]
