import type { NativeModel } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { COMMON, type Endpoint, type FalModel, sizesOf, usd } from './model.ts'
import { noOptions } from './options.ts'

const SHAPES = ['16:9', '9:16'] as const
const LTX = { ...COMMON, audio: 'optional' } as const satisfies Partial<NativeModel>
const SOUND_IS_FREE = 'Sound costs nothing extra.'

/** LTX takes lengths and frame rates as numbers, where most models at fal take words. */
function endpoint(id: string, files: Endpoint['files']): Endpoint {
  return { id, duration: 'number', sends: ['resolution', 'aspect_ratio', 'generate_audio', 'fps'], files }
}

/**
 * LTX 2.3 at fal. Left out, as fal's prices of them are not known: its fast variant from pictures, and going on with a clip. The fast one
 * makes more than 10 s at 1080p with 25 frames a second only, so it is offered at these alone.
 */
export const LTX_MODELS: readonly FalModel[] = [
  {
    model: remoteModel({
      kind: 'clip',
      id: 'ltx-2.3',
      native: {
        ...LTX,
        modes: ['text', 'image', 'first_last'],
        seconds: [6, 8, 10],
        sizes: [...sizesOf('1080p', 1080, SHAPES), ...sizesOf('1440p', 1440, SHAPES), ...sizesOf('2160p', 2160, SHAPES)],
        frameRate: [24, 25, 48, 50],
      },
      prices: [
        { per: 'second', usdMicros: usd(0.08), tier: '1080p', modes: ['text'] },
        { per: 'second', usdMicros: usd(0.16), tier: '1440p', modes: ['text'] },
        { per: 'second', usdMicros: usd(0.32), tier: '2160p', modes: ['text'] },
        { per: 'second', usdMicros: usd(0.06), tier: '1080p', modes: ['image', 'first_last'] },
        { per: 'second', usdMicros: usd(0.12), tier: '1440p', modes: ['image', 'first_last'] },
        { per: 'second', usdMicros: usd(0.24), tier: '2160p', modes: ['image', 'first_last'] },
      ],
      quality: 'standard',
      rank: {},
      speed: 'medium',
      recommendedFor: 'Sound and up to 2160p and 50 frames a second at a moderate price',
      notes: [SOUND_IS_FREE, 'From pictures it costs a quarter less than from words.'],
      options: noOptions,
    }),
    endpoints: {
      text: endpoint('fal-ai/ltx-2.3/text-to-video', {}),
      image: endpoint('fal-ai/ltx-2.3/image-to-video', { first: 'image_url' }),
      first_last: endpoint('fal-ai/ltx-2.3/image-to-video', { first: 'image_url', last: 'end_image_url' }),
    },
  },
  {
    model: remoteModel({
      kind: 'clip',
      id: 'ltx-2.3-fast',
      native: {
        ...LTX,
        modes: ['text'],
        seconds: { minimum: 6, maximum: 20, step: 2 },
        sizes: sizesOf('1080p', 1080, SHAPES),
        frameRate: [25],
      },
      prices: [{ per: 'second', usdMicros: usd(0.04) }],
      quality: 'draft',
      rank: { draft: 4 },
      speed: 'fast',
      recommendedFor: 'Long clips of up to 20 s with sound from words, at the lowest price',
      notes: [SOUND_IS_FREE, 'Makes 1080p at 25 frames a second.'],
      options: noOptions,
    }),
    endpoints: { text: endpoint('fal-ai/ltx-2.3/text-to-video/fast', {}) },
  },
]
