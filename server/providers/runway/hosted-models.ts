import type { ClipModel, NativeSize } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { COMMON, credits, MAXIMUM_VIDEO_BYTES, pictures } from './model.ts'
import { expansionOptions, noOptions } from './options.ts'
import {
  GROK_RATIOS,
  OMNI_1080,
  OMNI_720,
  SEEDANCE_1080,
  SEEDANCE_480,
  SEEDANCE_4K,
  SEEDANCE_720,
  SHAPES_OF_PICTURES,
  sizesByShape,
  sizesOf,
  WAN_720,
} from './sizes.ts'

const SEEDANCE_SMALL = sizesOf([...SEEDANCE_480, ...SEEDANCE_720], '720p')

export const SEEDANCE_MODELS: readonly ClipModel[] = [
  remoteModel({
    kind: 'clip',
    id: 'seedance2_mini',
    native: seedance(SEEDANCE_SMALL, { minimumUsdMicros: credits(64) }),
    prices: [{ per: 'second', usdMicros: credits(16) }],
    quality: 'standard',
    rank: {},
    speed: 'fast',
    recommendedFor: 'Clips of up to 15 s with sound, from up to nine reference pictures',
    notes: ['Takes either a first picture or reference pictures.'],
    options: noOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'seedance2_fast',
    native: seedance(SEEDANCE_SMALL),
    prices: [{ per: 'second', usdMicros: credits(29) }],
    quality: 'high',
    rank: {},
    speed: 'medium',
    recommendedFor: 'Clips of up to 15 s with sound and more detail, from up to nine reference pictures',
    notes: ['Takes either a first picture or reference pictures.'],
    options: noOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'seedance2',
    native: seedance([...SEEDANCE_SMALL, ...sizesOf(SEEDANCE_1080, '1080p'), ...sizesOf(SEEDANCE_4K, '4k')], { deadlineSeconds: 1200 }),
    prices: [
      { per: 'second', usdMicros: credits(36), tier: '720p' },
      { per: 'second', usdMicros: credits(40), tier: '1080p' },
      { per: 'second', usdMicros: credits(150), tier: '4k' },
    ],
    quality: 'master',
    rank: { master: 2 },
    speed: 'slow',
    recommendedFor: 'Native 4k, and shots that keep people and things of up to nine pictures',
    notes: ['Takes either a first picture or reference pictures.'],
    options: noOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'seedance2_5',
    native: seedance(sizesOf(SEEDANCE_720, '720p'), {
      seconds: { minimum: 4, maximum: 30, step: 1 },
      promptLength: 15_000,
      pictures: pictures(30),
      deadlineSeconds: 1200,
    }),
    prices: [{ per: 'second', usdMicros: credits(30) }],
    quality: 'high',
    rank: {},
    speed: 'slow',
    recommendedFor: 'One shot of up to 30 s with sound',
    notes: ['Takes either a first picture or reference pictures, up to 30 of them.'],
    options: noOptions,
  }),
]

export const HOSTED_MODELS: readonly ClipModel[] = [
  remoteModel({
    kind: 'clip',
    id: 'h3_max',
    native: {
      ...COMMON,
      modes: ['image', 'first_last'],
      seconds: { minimum: 5, maximum: 15, step: 1 },
      sizes: sizesByShape(SHAPES_OF_PICTURES, '768p', 768),
      seed: true,
    },
    prices: [{ per: 'second', usdMicros: credits(8) }],
    quality: 'draft',
    rank: {},
    speed: 'medium',
    recommendedFor: 'Drafts that go from a first to a last picture',
    notes: ['The clip has the shape of the first picture.'],
    options: expansionOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'wan3',
    native: {
      ...COMMON,
      modes: ['text', 'image', 'first_last', 'references'],
      seconds: { minimum: 2, maximum: 30, step: 1 },
      sizes: sizesOf(WAN_720, '720p'),
      audio: 'optional',
      pictures: pictures(10),
      deadlineSeconds: 900,
    },
    prices: [{ per: 'second', usdMicros: credits(10) }],
    quality: 'standard',
    rank: {},
    speed: 'medium',
    recommendedFor: 'Long shots with sound at a low price',
    notes: ['With a first picture the clip has the shape of that picture.'],
    options: noOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'gemini_omni_flash',
    native: { ...omni(), modes: ['text', 'image', 'edit'], sizes: sizesOf(OMNI_720, '720p') },
    prices: [{ per: 'second', usdMicros: credits(10) }],
    quality: 'standard',
    rank: {},
    speed: 'medium',
    recommendedFor: 'Footage with sound, and edits of clips by words',
    notes: ['Always makes sound; 16:9 or 9:16 at 720p.'],
    options: noOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'gemini_omni_flash_1.1',
    native: {
      ...omni(),
      modes: ['text', 'image', 'first_last', 'extend', 'edit'],
      sizes: [...sizesOf(OMNI_720, '720p'), ...sizesOf(OMNI_1080, '1080p')],
    },
    prices: [
      { per: 'second', usdMicros: credits(10), tier: '720p' },
      { per: 'second', usdMicros: credits(15), tier: '1080p' },
    ],
    quality: 'standard',
    rank: {},
    speed: 'medium',
    recommendedFor: 'Going on with a clip that exists, and edits of clips by words',
    notes: ['Always makes sound; 16:9 or 9:16.'],
    options: noOptions,
  }),
  remoteModel({
    kind: 'clip',
    id: 'grok_imagine_1_5',
    native: {
      ...COMMON,
      modes: ['text', 'image'],
      seconds: { minimum: 1, maximum: 15, step: 1 },
      sizes: [...sizesByShape(GROK_RATIOS, '480p', 480), ...sizesByShape(['4:5'], '480p', 480, ['image'])],
    },
    prices: [{ per: 'second', usdMicros: credits(11) }],
    quality: 'draft',
    rank: {},
    speed: 'medium',
    recommendedFor: 'Drafts of every shape from words',
    notes: ['Makes 480p, which is enlarged; with a picture the clip has its shape.'],
    options: noOptions,
  }),
]

type SeedanceDifference = Partial<Pick<CatalogNative, 'seconds' | 'promptLength' | 'pictures' | 'minimumUsdMicros' | 'deadlineSeconds'>>
type CatalogNative = NonNullable<ClipModel['native']>

function seedance(sizes: readonly NativeSize[], difference: SeedanceDifference = {}): CatalogNative {
  return {
    ...COMMON,
    modes: ['text', 'image', 'first_last', 'references'],
    seconds: { minimum: 4, maximum: 15, step: 1 },
    sizes,
    audio: 'optional',
    seed: true,
    promptLength: 3500,
    promptNeeded: false,
    pictures: pictures(9),
    deadlineSeconds: 900,
    ...difference,
  }
}

function omni() {
  return {
    ...COMMON,
    seconds: { minimum: 3, maximum: 10, step: 1 },
    frameRate: 24,
    audio: 'always',
    promptLength: 4000,
    maximumVideoBytes: MAXIMUM_VIDEO_BYTES,
  } as const
}
