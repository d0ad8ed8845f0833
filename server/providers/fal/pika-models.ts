import { remoteModel } from '../remote-model.ts'
import { COMMON, type FalModel, sizesOf, usd } from './model.ts'
import { noOptions } from './options.ts'

const SHAPES = ['16:9', '9:16', '1:1', '4:5', '5:4', '3:2', '2:3'] as const

/** Pika 2.2 as the types of fal's client 1.10.1 describe it; prices from fal's model pages. */
export const PIKA_MODELS: readonly FalModel[] = [
  {
    model: remoteModel({
      kind: 'clip',
      id: 'pika-2.2',
      native: {
        ...COMMON,
        modes: ['text', 'image', 'first_last'],
        seconds: [5, 10],
        secondsBy: { first_last: { minimum: 5, maximum: 10, step: 1 } },
        sizes: [...sizesOf('720p', 720, SHAPES), ...sizesOf('1080p', 1080, SHAPES)],
        seed: true,
        negativePrompt: true,
      },
      prices: [
        { per: 'second', usdMicros: usd(0.04), tier: '720p' },
        { per: 'second', usdMicros: usd(0.09), tier: '1080p' },
      ],
      quality: 'draft',
      rank: { draft: 1 },
      speed: 'medium',
      recommendedFor: 'Inexpensive drafts, and moving from one picture to another',
      notes: ['Makes no sound.', 'With a first and a last picture (Pikaframes) any whole number of seconds from 5 on can be bought.'],
      options: noOptions,
    }),
    endpoints: {
      text: { id: 'fal-ai/pika/v2.2/text-to-video', duration: 'digits', sends: ['resolution', 'aspect_ratio'], files: {} },
      image: { id: 'fal-ai/pika/v2.2/image-to-video', duration: 'digits', sends: ['resolution'], files: { first: 'image_url' } },
      first_last: {
        id: 'fal-ai/pika/v2.2/pikaframes',
        duration: 'transitions',
        sends: ['resolution'],
        files: { first: 'image_urls', last: 'image_urls' },
        lists: ['image_urls'],
      },
    },
  },
]
