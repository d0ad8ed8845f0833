import type { ClipModel } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { COMMON, credits, MAXIMUM_VIDEO_BYTES } from './model.ts'
import { moderationOptions, noOptions } from './options.ts'
import { HOSTED_MODELS, SEEDANCE_MODELS } from './hosted-models.ts'
import { GEN4, GEN4_TEXT, SHAPES_OF_PICTURES, sizesByShape, sizesOf, VEO } from './sizes.ts'

const VEO_SIZES = sizesOf(VEO, 'hd')

const RUNWAY_MODELS: readonly ClipModel[] = [
  remoteModel({
    kind: 'clip',
    id: 'gen4_turbo',
    native: {
      ...COMMON,
      modes: ['image'],
      seconds: { minimum: 2, maximum: 10, step: 1 },
      sizes: sizesOf(GEN4, '720p'),
      seed: true,
      promptNeeded: false,
    },
    prices: [{ per: 'second', usdMicros: credits(5) }],
    quality: 'standard',
    rank: { standard: 1 },
    speed: 'fast',
    recommendedFor: 'Real motion inside a product picture at the lowest price Runway has',
    notes: ['Needs a picture; makes 720p without sound.'],
    options: moderationOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'gen4.5',
    native: {
      ...COMMON,
      modes: ['text', 'image'],
      seconds: { minimum: 2, maximum: 10, step: 1 },
      sizes: [...sizesOf(GEN4_TEXT, '720p'), ...sizesOf(GEN4, '720p', ['image']).filter(({ name }) => !isTextSize(name))],
      seed: true,
    },
    prices: [{ per: 'second', usdMicros: credits(12) }],
    quality: 'high',
    rank: { high: 1, master: 3 },
    speed: 'medium',
    recommendedFor: 'The best of Runway’s own models, from a picture or from words',
    notes: ['Makes 720p without sound; squares and other shapes need a picture.'],
    options: moderationOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'aleph2',
    native: {
      ...COMMON,
      modes: ['edit'],
      seconds: { minimum: 1, maximum: 30, step: 1 },
      sizes: sizesByShape(SHAPES_OF_PICTURES, 'input', 720),
      seed: true,
      promptNeeded: false,
      maximumVideoBytes: MAXIMUM_VIDEO_BYTES,
      minimumUsdMicros: credits(56),
      deadlineSeconds: 900,
    },
    prices: [{ per: 'second', usdMicros: credits(28) }],
    quality: 'high',
    rank: {},
    speed: 'slow',
    recommendedFor: 'Changing what is seen in a clip that exists, by words',
    notes: ['Works on clips of up to 30 s and keeps their shape; the length of the clip is paid for.'],
    options: moderationOptions,
  }),
]

const VEO_MODELS: readonly ClipModel[] = [
  remoteModel({
    kind: 'clip',
    id: 'veo3.1_fast',
    native: { ...veo(), typicalSeconds: 131 },
    prices: [
      { per: 'second', usdMicros: credits(10), audio: false },
      { per: 'second', usdMicros: credits(15), audio: true },
    ],
    quality: 'standard',
    rank: { standard: 3 },
    speed: 'medium',
    recommendedFor: 'Footage with spoken words and sound at a moderate price',
    notes: ['Clips of 4, 6 or 8 s in 16:9 or 9:16; longer ones are bought and shortened.'],
    options: noOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'veo3.1',
    native: veo(),
    prices: [
      { per: 'second', usdMicros: credits(20), audio: false },
      { per: 'second', usdMicros: credits(40), audio: true },
    ],
    quality: 'master',
    rank: { high: 2, master: 1 },
    speed: 'slow',
    recommendedFor: 'The best footage from words, in 1080p and with sound',
    notes: ['Clips of 4, 6 or 8 s in 16:9 or 9:16; longer ones are bought and shortened.'],
    options: noOptions,
  }),
]

/** Runway's own models first, then those that it hosts. */
export const VIDEO_MODELS: readonly ClipModel[] = [...RUNWAY_MODELS, ...VEO_MODELS, ...SEEDANCE_MODELS, ...HOSTED_MODELS]

function veo() {
  return {
    ...COMMON,
    modes: ['text', 'image', 'first_last'],
    seconds: [4, 6, 8],
    sizes: VEO_SIZES,
    audio: 'optional',
    seed: true,
    negativePrompt: true,
    promptNeeded: false,
    deadlineSeconds: 900,
  } as const
}

function isTextSize(name: string): boolean {
  return GEN4_TEXT.some((size) => size === name)
}
