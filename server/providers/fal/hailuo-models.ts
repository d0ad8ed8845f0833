import type { NativeModel } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { COMMON, type FalModel, sizesOf, usd } from './model.ts'
import { hailuoOptions } from './options.ts'

const HAILUO = { ...COMMON, modes: ['text', 'image', 'first_last'], promptLength: 2000 } as const satisfies Partial<NativeModel>
const SILENT = 'Makes no sound.'
const WIDE_FROM_WORDS = 'From words alone it makes 16:9 only.'

/** A picture decides the shape; words alone make 16:9. */
function sizes(resolution: string, shortSide: number): NativeModel['sizes'] {
  return [...sizesOf(resolution, shortSide, ['16:9']), ...sizesOf(resolution, shortSide, ['9:16', '1:1', '4:5'], ['image', 'first_last'])]
}

/** Hailuo 02 at fal. Its 512P is left out: fal's page tells roughly what it costs, not exactly. */
export const HAILUO_MODELS: readonly FalModel[] = [
  {
    model: remoteModel({
      kind: 'clip',
      id: 'hailuo-02',
      native: { ...HAILUO, seconds: [6, 10], sizes: sizes('768P', 768) },
      prices: [{ per: 'second', usdMicros: usd(0.045) }],
      quality: 'standard',
      rank: { draft: 3 },
      speed: 'medium',
      recommendedFor: 'Water, cloth and falling things at a low price',
      notes: [SILENT, WIDE_FROM_WORDS, 'From words it is priced as fal’s page has it for pictures.'],
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
      id: 'hailuo-02-pro',
      native: { ...HAILUO, seconds: [6], sizes: sizes('1080p', 1080) },
      prices: [{ per: 'second', usdMicros: usd(0.08) }],
      quality: 'standard',
      rank: {},
      speed: 'slow',
      recommendedFor: 'Water, cloth and falling things at 1080p',
      notes: [SILENT, WIDE_FROM_WORDS, 'Makes 6 s at 1080p.'],
      options: hailuoOptions,
    }),
    endpoints: {
      text: { id: 'fal-ai/minimax/hailuo-02/pro/text-to-video', duration: 'fixed', sends: [], files: {} },
      image: { id: 'fal-ai/minimax/hailuo-02/pro/image-to-video', duration: 'fixed', sends: [], files: { first: 'image_url' } },
      first_last: {
        id: 'fal-ai/minimax/hailuo-02/pro/image-to-video',
        duration: 'fixed',
        sends: [],
        files: { first: 'image_url', last: 'end_image_url' },
      },
    },
  },
]
