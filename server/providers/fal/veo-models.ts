import type { ClipModel, NativeModel } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { COMMON, type Endpoint, type FalModel, sizesOf, usd } from './model.ts'
import { veoOptions } from './options.ts'

const SHAPES = ['16:9', '9:16'] as const
const MADE_FROM_PICTURES = ['text', 'image', 'first_last'] as const
const ALL_FIELDS = ['resolution', 'aspect_ratio', 'generate_audio'] as const
const VEO = {
  ...COMMON,
  seconds: [4, 6, 8],
  modes: [...MADE_FROM_PICTURES, 'extend'],
  secondsBy: { extend: [7] },
  sizes: [
    ...sizesOf('720p', 720, SHAPES),
    ...sizesOf('1080p', 1080, SHAPES, MADE_FROM_PICTURES),
    ...sizesOf('4k', 2160, SHAPES, MADE_FROM_PICTURES),
  ],
  frameRate: 24,
  audio: 'optional',
  seed: true,
  negativePrompt: true,
  maximumVideoBytes: 80_000_000,
} as const satisfies NativeModel
const FOURS = 'Makes 24 frames a second in 4, 6 or 8 s.'
const GOES_ON = 'Goes on with a clip of Veo’s by 7 s at 720p.'

/** Dollars a second, without and with sound. */
type Pair = readonly [number, number]

function perSecond(hd: Pair, uhd: Pair): ClipModel['prices'] {
  const tiers = { '720p': hd, '1080p': hd, '4k': uhd }
  return Object.entries(tiers).flatMap(([tier, [silent, sounding]]) => [
    { per: 'second', usdMicros: usd(silent), tier, audio: false },
    { per: 'second', usdMicros: usd(sounding), tier, audio: true },
  ])
}

function endpoint(id: string, files: Endpoint['files']): Endpoint {
  return { id, duration: 'digits_and_unit', sends: ALL_FIELDS, files }
}

/** Veo 3.1 at fal, as fal's pages describe it. Of prices there are pages for some ways of working; the others are taken to cost the same. */
export const VEO_MODELS: readonly FalModel[] = [
  {
    model: remoteModel({
      kind: 'clip',
      id: 'veo-3.1',
      native: VEO,
      prices: perSecond([0.2, 0.4], [0.4, 0.6]),
      quality: 'high',
      rank: { high: 2, master: 4 },
      speed: 'slow',
      recommendedFor: 'The most convincing light and sound, and going on with a clip',
      notes: [FOURS, GOES_ON, 'From pictures and clips it is priced as fal’s pages have it for words and references.'],
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
      native: VEO,
      prices: perSecond([0.1, 0.15], [0.3, 0.35]),
      quality: 'standard',
      rank: { standard: 5 },
      speed: 'medium',
      recommendedFor: 'Veo with sound at less than half of the price',
      notes: [FOURS, GOES_ON, 'From words and one picture it is priced as fal’s page has it for a first and a last.'],
      options: veoOptions,
    }),
    endpoints: {
      text: endpoint('fal-ai/veo3.1/fast', {}),
      image: endpoint('fal-ai/veo3.1/fast/image-to-video', { first: 'image_url' }),
      first_last: endpoint('fal-ai/veo3.1/fast/first-last-frame-to-video', { first: 'first_frame_url', last: 'last_frame_url' }),
      extend: endpoint('fal-ai/veo3.1/fast/extend-video', { video: 'video_url' }),
    },
  },
]
