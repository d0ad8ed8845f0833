import type { ClipModel, NativeModel } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { COMMON, type Endpoint, type FalModel, sizesOf, usd } from './model.ts'
import { lumaOptions } from './options.ts'

const SHAPES = ['16:9', '9:16', '4:3', '3:4', '21:9', '9:21'] as const
const RAY = {
  ...COMMON,
  sizes: [...sizesOf('540p', 540, SHAPES), ...sizesOf('720p', 720, SHAPES), ...sizesOf('1080p', 1080, SHAPES)],
} as const satisfies Partial<NativeModel>
const PRICED = {
  quality: 'standard',
  rank: {},
  speed: 'medium',
  notes: ['Makes no sound.', '720p costs twice, 1080p four times as much as 540p.'],
  options: lumaOptions,
} as const satisfies Partial<ClipModel>

function prices(dollarsAt540p: number): ClipModel['prices'] {
  return [
    { per: 'run', usdMicros: usd(dollarsAt540p), tier: '540p' },
    { per: 'run', usdMicros: usd(2 * dollarsAt540p), tier: '720p' },
    { per: 'run', usdMicros: usd(4 * dollarsAt540p), tier: '1080p' },
  ]
}

function endpoint(id: string, files: Endpoint['files']): Endpoint {
  return { id, duration: 'digits_and_unit', sends: ['resolution', 'aspect_ratio'], files }
}

/**
 * Luma's Ray 2 at fal. A clip of 9 s costs twice as much as one of 5 s, which is no price by the second, so each length is a model. What
 * 9 s cost from pictures fal does not say.
 */
export const LUMA_MODELS: readonly FalModel[] = [
  {
    model: remoteModel({
      ...PRICED,
      kind: 'clip',
      id: 'luma-ray-2',
      native: { ...RAY, modes: ['text', 'image', 'first_last'], seconds: [5] },
      prices: prices(0.5),
      recommendedFor: 'Wide and tall film shapes up to 21:9',
      notes: [...PRICED.notes, 'From pictures it is priced as fal’s page has it for words.'],
    }),
    endpoints: {
      text: endpoint('fal-ai/luma-dream-machine/ray-2', {}),
      image: endpoint('fal-ai/luma-dream-machine/ray-2/image-to-video', { first: 'image_url' }),
      first_last: endpoint('fal-ai/luma-dream-machine/ray-2/image-to-video', { first: 'image_url', last: 'end_image_url' }),
    },
  },
  {
    model: remoteModel({
      ...PRICED,
      kind: 'clip',
      id: 'luma-ray-2-9s',
      native: { ...RAY, modes: ['text'], seconds: [9] },
      prices: prices(1),
      recommendedFor: 'Wide and tall film shapes from words, up to 9 s',
      notes: [...PRICED.notes, 'The same as luma-ray-2 in its longer length, at twice its price.'],
    }),
    endpoints: { text: endpoint('fal-ai/luma-dream-machine/ray-2', {}) },
  },
]
