import { remoteModel } from '../remote-model.ts'
import { COMMON, type FalModel, sizesOf, usd } from './model.ts'
import { hailuoOptions, lumaOptions, seedanceOptions } from './options.ts'

const LUMA_SHAPES = ['16:9', '9:16', '4:3', '3:4', '21:9', '9:21'] as const
/** Shapes of which a frame has as many pixels as one of 1280x720, so that a second costs the same. */
const SEEDANCE_SIZES = [
  { name: '720p 16:9', tier: '720p', width: 1280, height: 720 },
  { name: '720p 9:16', tier: '720p', width: 720, height: 1280 },
  { name: '720p 1:1', tier: '720p', width: 960, height: 960 },
  { name: '1080p 16:9', tier: '1080p', width: 1920, height: 1080 },
  { name: '1080p 9:16', tier: '1080p', width: 1080, height: 1920 },
  { name: '1080p 1:1', tier: '1080p', width: 1440, height: 1440 },
] as const
const SEEDANCE_FRAME_RATE = 24

/** Seedance is paid by tokens, of which a second has width x height x frame rate / 1024 (BytePlus, "Pricing"). */
function seedanceSecond(pixels: number, usdPerMillionTokens: number): number {
  return Math.round(((pixels * SEEDANCE_FRAME_RATE) / 1024) * usdPerMillionTokens)
}

/** Models of further makers at fal, as the types of its client 1.10.1 describe them. */
export const OTHER_MODELS: readonly FalModel[] = [
  {
    model: remoteModel({
      kind: 'clip',
      id: 'seedance-1.5-pro',
      native: {
        ...COMMON,
        modes: ['text', 'image', 'first_last'],
        seconds: { minimum: 4, maximum: 12, step: 1 },
        sizes: SEEDANCE_SIZES,
        frameRate: SEEDANCE_FRAME_RATE,
        audio: 'optional',
        seed: true,
      },
      prices: [
        { per: 'second', usdMicros: seedanceSecond(1280 * 720, 1.2), tier: '720p', audio: false },
        { per: 'second', usdMicros: seedanceSecond(1280 * 720, 2.4), tier: '720p', audio: true },
        { per: 'second', usdMicros: seedanceSecond(1920 * 1080, 1.2), tier: '1080p', audio: false },
        { per: 'second', usdMicros: seedanceSecond(1920 * 1080, 2.4), tier: '1080p', audio: true },
      ],
      quality: 'standard',
      rank: { draft: 2 },
      speed: 'medium',
      recommendedFor: 'Sound and any length from 4 s on at the lowest price',
      notes: ['Priced by the tokens of its maker’s list.'],
      options: seedanceOptions,
    }),
    endpoints: {
      text: {
        id: 'fal-ai/bytedance/seedance/v1.5/pro/text-to-video',
        duration: 'digits',
        sends: ['resolution', 'aspect_ratio', 'generate_audio'],
        files: {},
      },
      image: {
        id: 'fal-ai/bytedance/seedance/v1.5/pro/image-to-video',
        duration: 'digits',
        sends: ['resolution', 'aspect_ratio', 'generate_audio'],
        files: { first: 'image_url' },
      },
      first_last: {
        id: 'fal-ai/bytedance/seedance/v1.5/pro/image-to-video',
        duration: 'digits',
        sends: ['resolution', 'aspect_ratio', 'generate_audio'],
        files: { first: 'image_url', last: 'end_image_url' },
      },
    },
  },
  {
    model: remoteModel({
      kind: 'clip',
      id: 'hailuo-02',
      native: {
        ...COMMON,
        modes: ['text', 'image', 'first_last'],
        seconds: [6, 10],
        sizes: [...sizesOf('768P', 768, ['16:9']), ...sizesOf('768P', 768, ['9:16', '1:1', '4:5'], ['image', 'first_last'])],
        promptLength: 2000,
      },
      prices: [{ per: 'second', usdMicros: usd(0.045) }],
      quality: 'standard',
      rank: { draft: 3 },
      speed: 'medium',
      recommendedFor: 'Water, cloth and falling things at a low price',
      notes: ['Makes no sound.', 'From words alone it makes 16:9 only.', 'Priced for its standard variant at 768P.'],
      options: hailuoOptions,
    }),
    endpoints: {
      text: { id: 'fal-ai/minimax/hailuo-02/standard/text-to-video', duration: 'digits', sends: [], files: {} },
      image: {
        id: 'fal-ai/minimax/hailuo-02/standard/image-to-video',
        duration: 'digits',
        sends: ['resolution'],
        files: { first: 'image_url' },
      },
      first_last: {
        id: 'fal-ai/minimax/hailuo-02/standard/image-to-video',
        duration: 'digits',
        sends: ['resolution'],
        files: { first: 'image_url', last: 'end_image_url' },
      },
    },
  },
  {
    model: remoteModel({
      kind: 'clip',
      id: 'luma-ray-2',
      native: {
        ...COMMON,
        modes: ['text', 'image', 'first_last'],
        seconds: [5],
        sizes: [...sizesOf('540p', 540, LUMA_SHAPES), ...sizesOf('720p', 720, LUMA_SHAPES), ...sizesOf('1080p', 1080, LUMA_SHAPES)],
      },
      prices: [
        { per: 'run', usdMicros: usd(0.5), tier: '540p' },
        { per: 'run', usdMicros: usd(1), tier: '720p' },
        { per: 'run', usdMicros: usd(2), tier: '1080p' },
      ],
      quality: 'standard',
      rank: {},
      speed: 'medium',
      recommendedFor: 'Wide and tall film shapes up to 21:9',
      notes: ['Makes no sound.', '720p costs twice, 1080p four times as much as 540p.'],
      options: lumaOptions,
    }),
    endpoints: {
      text: {
        id: 'fal-ai/luma-dream-machine/ray-2',
        duration: 'digits_and_unit',
        sends: ['resolution', 'aspect_ratio'],
        files: {},
      },
      image: {
        id: 'fal-ai/luma-dream-machine/ray-2/image-to-video',
        duration: 'digits_and_unit',
        sends: ['resolution', 'aspect_ratio'],
        files: { first: 'image_url' },
      },
      first_last: {
        id: 'fal-ai/luma-dream-machine/ray-2/image-to-video',
        duration: 'digits_and_unit',
        sends: ['resolution', 'aspect_ratio'],
        files: { first: 'image_url', last: 'end_image_url' },
      },
    },
  },
]
