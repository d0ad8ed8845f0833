import { MICROS_PER_USD } from 'shared/money'
import { z } from 'zod'
import type { ImageModel, NativeImages, NativeSize } from '../catalog.ts'

/** Micro-dollars of a token: of text and of pictures that go in, and of those that come out (prices of GPT Image 2 per million). */
export const TOKEN_USD_MICROS = { textIn: 5, imageIn: 8, textOut: 10, imageOut: 30 } as const

type Tier = '1k' | '1440p'
type Level = 'low' | 'medium' | 'high'

/** Both sides are multiples of 16, and none is larger than what is not experimental. */
const SIZES: readonly NativeSize[] = (
  [
    ['1k', 1536, 864],
    ['1k', 864, 1536],
    ['1k', 1024, 1024],
    ['1k', 1024, 1280],
    ['1440p', 2560, 1440],
    ['1440p', 1440, 2560],
  ] as const
).map(([tier, width, height]) => ({ name: `${width}x${height}`, tier, width, height }))

const NATIVE = {
  modes: ['text', 'image', 'references'],
  seed: false,
  promptLength: 32_000,
  promptNeeded: true,
  pictures: { mimes: ['image/png', 'image/jpeg', 'image/webp'], maximumBytes: 20_000_000, references: 16 },
  typicalSeconds: null,
  concurrency: 4,
  idempotency: 'none',
  resultSeconds: null,
  cancel: 'impossible',
  deadlineSeconds: 600,
} as const satisfies Omit<NativeImages, 'sizes'>

const BOUND = 'The price is a bound by tokens; what is charged is what the answer says was used.'
const KEPT = 'Pictures that are given are always looked at in full, so people and products stay as they are.'

/**
 * The dearest that a picture gets, in micro-dollars. OpenAI's calculator has 196, 1756 and 7024 tokens for a square of 1024 pixels at
 * the three levels and fewer for the other small sizes; of 2560x1440 fal's price list of the same model has rounded cents.
 */
const DEAREST: Readonly<Record<Level, Readonly<Record<Tier, number>>>> = {
  low: { '1k': 196 * TOKEN_USD_MICROS.imageOut, '1440p': 0.015 * MICROS_PER_USD },
  medium: { '1k': 1756 * TOKEN_USD_MICROS.imageOut, '1440p': 0.065 * MICROS_PER_USD },
  high: { '1k': 7024 * TOKEN_USD_MICROS.imageOut, '1440p': 0.235 * MICROS_PER_USD },
}
/** UTF-16 units of the strangest script make three tokens each. */
const THOUSAND_CHARACTERS = 3000 * TOKEN_USD_MICROS.textIn
/** A picture that goes in makes 1536 tokens at most, and some more of text. */
const INPUT_IMAGE = 1536 * TOKEN_USD_MICROS.imageIn + 100 * TOKEN_USD_MICROS.textIn

function gptImage2(
  level: Level,
  tiers: readonly Tier[],
  more: Pick<ImageModel, 'quality' | 'rank' | 'speed' | 'recommendedFor'>,
): ImageModel {
  return {
    ...more,
    kind: 'image',
    id: `gpt-image-2-${level}`,
    native: { ...NATIVE, sizes: SIZES.filter(({ tier }) => tiers.some((one) => one === tier)) },
    prices: tiers.map((tier) => ({ per: 'image', usdMicros: DEAREST[level][tier], tier, bound: true })),
    additions: [
      { per: 'thousand_characters', usdMicros: THOUSAND_CHARACTERS, bound: true },
      { per: 'input_image', usdMicros: INPUT_IMAGE, bound: true },
    ],
    notes: [BOUND, KEPT],
    options: z.strictObject({}),
  }
}

/** What a model of the catalog is called by OpenAI, and how carefully it is asked to draw. Throws for one that it does not have. */
export function wireModel(id: string): { readonly model: string; readonly quality: Level } {
  const [, model = '', level = ''] = /^(.+)-(low|medium|high)$/.exec(id) ?? []
  if (level !== 'low' && level !== 'medium' && level !== 'high') throw new Error(`OpenAI has no ${id}`)
  return { model, quality: level }
}

/** GPT Image 2 at each of its levels. Of 2.5 and 2.6 nobody tells how many tokens a picture takes, so no bound can be given. */
export const OPENAI_IMAGE_MODELS: readonly ImageModel[] = [
  gptImage2('medium', ['1k', '1440p'], {
    quality: 'standard',
    rank: { standard: 2, high: 3 },
    speed: 'medium',
    recommendedFor: 'Start frames, and frames that are predicted from the one before',
  }),
  gptImage2('high', ['1k', '1440p'], {
    quality: 'high',
    rank: { high: 1, master: 1 },
    speed: 'slow',
    recommendedFor: 'Pictures with small print and fine detail',
  }),
  gptImage2('low', ['1k'], { quality: 'draft', rank: { draft: 1 }, speed: 'fast', recommendedFor: 'Trying out what a frame could be' }),
]
