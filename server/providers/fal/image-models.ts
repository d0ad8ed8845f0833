import type { NativeImages, NativeSize } from '../catalog.ts'
import { COMMON, type Endpoint, type FalModel, usd } from './model.ts'
import { noOptions } from './options.ts'

const { promptNeeded, pictures, typicalSeconds, concurrency, idempotency, resultSeconds, cancel, deadlineSeconds } = COMMON
const IMAGES = {
  modes: ['text', 'image', 'references'],
  promptNeeded,
  typicalSeconds,
  concurrency,
  idempotency,
  resultSeconds,
  cancel,
  deadlineSeconds,
} as const satisfies Partial<NativeImages>

/** About a megapixel by shape, as FLUX.1 Kontext draws them; of 4:5 it knows nothing. */
const KONTEXT_SIZES: readonly NativeSize[] = (
  [
    ['16:9', 1392, 752],
    ['9:16', 752, 1392],
    ['1:1', 1024, 1024],
    ['3:4', 880, 1184],
  ] as const
).map(([shape, width, height]) => ({ name: `1MP ${shape}`, tier: '1MP', width, height }))

const GPT_SIZES: readonly NativeSize[] = (
  [
    ['1:1', 1024, 1024],
    ['3:2', 1536, 1024],
    ['2:3', 1024, 1536],
  ] as const
).map(([shape, width, height]) => ({ name: `${width}x${height} ${shape}`, tier: shape === '1:1' ? 'square' : 'long', width, height }))

function kontext(id: string, files: Endpoint['files'], lists: readonly string[] = []): Endpoint {
  return { id, duration: 'fixed', sends: ['aspect_ratio'], constants: { output_format: 'png' }, files, lists }
}

function gptImage(id: string, files: Endpoint['files']): Endpoint {
  return {
    id,
    duration: 'fixed',
    sends: ['image_size'],
    constants: { quality: 'medium', output_format: 'png' },
    files,
    lists: ['image_urls'],
  }
}

/** Models of pictures at fal: one by pictures alone, and one by tokens, of which fal lists what each size comes to. */
export const FAL_IMAGE_MODELS: readonly FalModel[] = [
  {
    model: {
      kind: 'image',
      id: 'flux-kontext-pro',
      native: { ...IMAGES, sizes: KONTEXT_SIZES, seed: true, promptLength: 1500, pictures: { ...pictures, references: 4 } },
      prices: [{ per: 'image', usdMicros: usd(0.04) }],
      quality: 'standard',
      rank: { standard: 3 },
      speed: 'fast',
      recommendedFor: 'Changing a picture by a sentence, with the rest left as it is',
      notes: ['Repeats with the same seed.', 'Its price is from two copies of fal’s price list; fal’s own page of it was not at hand.'],
      options: noOptions,
    },
    endpoints: {
      text: kontext('fal-ai/flux-pro/kontext/text-to-image', {}),
      image: kontext('fal-ai/flux-pro/kontext', { first: 'image_url' }),
      references: kontext('fal-ai/flux-pro/kontext/multi', { first: 'image_urls', reference: 'image_urls' }, ['image_urls']),
    },
  },
  {
    model: {
      kind: 'image',
      id: 'gpt-image-2',
      native: { ...IMAGES, sizes: GPT_SIZES, seed: false, promptLength: 8000, pictures: { ...pictures, references: 8 } },
      prices: [
        { per: 'image', usdMicros: usd(0.06), tier: 'square', bound: true },
        { per: 'image', usdMicros: usd(0.05), tier: 'long', bound: true },
      ],
      additions: [
        { per: 'thousand_characters', usdMicros: usd(0.015), bound: true },
        { per: 'input_image', usdMicros: usd(0.013), bound: true },
      ],
      quality: 'high',
      rank: { high: 5, standard: 5 },
      speed: 'medium',
      recommendedFor: 'OpenAI’s pictures where there is only a key of fal’s',
      notes: ['Always asked for medium quality.', 'Paid by tokens there; as fal tells no bill, what is charged is the bound.'],
      options: noOptions,
    },
    endpoints: {
      text: gptImage('openai/gpt-image-2', {}),
      image: gptImage('openai/gpt-image-2/edit', { first: 'image_urls' }),
      references: gptImage('openai/gpt-image-2/edit', { first: 'image_urls', reference: 'image_urls' }),
    },
  },
]
