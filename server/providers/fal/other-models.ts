import { remoteModel } from '../remote-model.ts'
import { COMMON, type FalModel, sizesOf, usd } from './model.ts'
import { seedanceOptions, wanOptions } from './options.ts'

const WAN_SHAPES = ['16:9', '9:16', '1:1'] as const
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

/** Seedance is paid by tokens, of which a second has width x height x frame rate / 1024 (fal's page of it, "Pricing"). */
function seedanceSecond(pixels: number, usdPerMillionTokens: number): number {
  return Math.round(((pixels * SEEDANCE_FRAME_RATE) / 1024) * usdPerMillionTokens)
}

/**
 * Models of further makers at fal. Seedance at 480p is left out, as nobody tells how many pixels that are; Wan from words, as its price
 * is not known.
 */
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
      notes: ['Paid by tokens, of which more pixels and sound take more.'],
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
      id: 'wan-2.2-turbo',
      native: {
        ...COMMON,
        modes: ['image', 'first_last'],
        seconds: [5],
        sizes: [...sizesOf('480p', 480, WAN_SHAPES), ...sizesOf('580p', 580, WAN_SHAPES), ...sizesOf('720p', 720, WAN_SHAPES)],
        seed: true,
      },
      prices: [
        { per: 'run', usdMicros: usd(0.05), tier: '480p' },
        { per: 'run', usdMicros: usd(0.075), tier: '580p' },
        { per: 'run', usdMicros: usd(0.1), tier: '720p' },
      ],
      quality: 'draft',
      rank: { draft: 5 },
      speed: 'fast',
      recommendedFor: 'Moving a picture for a few cents',
      notes: ['Makes no sound.', 'Makes 81 frames, which are 5 s at Wan’s 16 frames a second.'],
      options: wanOptions,
    }),
    endpoints: {
      image: {
        id: 'fal-ai/wan/v2.2-a14b/image-to-video/turbo',
        duration: 'fixed',
        sends: ['resolution', 'aspect_ratio'],
        files: { first: 'image_url' },
      },
      first_last: {
        id: 'fal-ai/wan/v2.2-a14b/image-to-video/turbo',
        duration: 'fixed',
        sends: ['resolution', 'aspect_ratio'],
        files: { first: 'image_url', last: 'end_image_url' },
      },
    },
  },
]
