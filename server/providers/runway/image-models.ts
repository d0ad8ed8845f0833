import type { ImageModel, NativeImages } from '../catalog.ts'
import { COMMON, credits, pictures } from './model.ts'
import { moderationOptions, noOptions } from './options.ts'
import { CHANGED } from './request.ts'
import { GEN4_IMAGE_1080, GEN4_IMAGE_720, MUSE, sizesOf } from './sizes.ts'

const GEN4_IMAGE_SIZES = [...sizesOf(GEN4_IMAGE_720, '720p'), ...sizesOf(GEN4_IMAGE_1080, '1080p')]

/** What is the same for all of its models of pictures. */
const IMAGES = {
  seed: false,
  promptLength: COMMON.promptLength - CHANGED.length,
  promptNeeded: COMMON.promptNeeded,
  typicalSeconds: COMMON.typicalSeconds,
  concurrency: COMMON.concurrency,
  idempotency: COMMON.idempotency,
  resultSeconds: COMMON.resultSeconds,
  cancel: COMMON.cancel,
  deadlineSeconds: COMMON.deadlineSeconds,
} as const satisfies Partial<NativeImages>

export const IMAGE_MODELS: readonly ImageModel[] = [
  {
    kind: 'image',
    id: 'gen4_image',
    native: { ...IMAGES, modes: ['text', 'image', 'references'], sizes: GEN4_IMAGE_SIZES, seed: true, pictures: pictures(3) },
    prices: [
      { per: 'run', usdMicros: credits(5), tier: '720p' },
      { per: 'run', usdMicros: credits(8), tier: '1080p' },
    ],
    quality: 'high',
    rank: { high: 2, standard: 4 },
    speed: 'medium',
    recommendedFor: 'Start frames that keep people and things of up to three pictures',
    notes: ['Reference pictures are named @image1 to @image3 in the prompt.'],
    options: moderationOptions,
  },
  {
    kind: 'image',
    id: 'gen4_image_turbo',
    native: { ...IMAGES, modes: ['image', 'references'], sizes: GEN4_IMAGE_SIZES, seed: true, pictures: pictures(3) },
    prices: [{ per: 'run', usdMicros: credits(2) }],
    quality: 'standard',
    rank: { draft: 3 },
    speed: 'fast',
    recommendedFor: 'Quick start frames from up to three pictures',
    notes: ['Needs at least one reference picture; they are named @image1 to @image3 in the prompt.'],
    options: moderationOptions,
  },
  {
    kind: 'image',
    id: 'muse_image',
    native: { ...IMAGES, modes: ['text', 'image', 'references'], sizes: sizesOf(MUSE, '1080p'), pictures: pictures(10) },
    prices: [{ per: 'run', usdMicros: credits(1) }],
    quality: 'draft',
    rank: { draft: 2 },
    speed: 'fast',
    recommendedFor: 'The cheapest start frames',
    notes: ['Takes up to ten pictures, which it combines as the prompt says.'],
    options: noOptions,
  },
]
