import { z } from 'zod'
import type { ImageModel, NativeSize } from '../catalog.ts'

/** Micro-dollars of a token: what goes in, words and thoughts that come out, pictures that come out (prices per million of 2.1). */
export const TOKEN_USD_MICROS = { in: 1.5, textOut: 7.5, imageOut: 30 } as const

/** By their shapes, as Gemini is asked for them; at 1K each makes 1120 tokens. */
const SIZES: readonly NativeSize[] = (
  [
    ['16:9', 1376, 768],
    ['9:16', 768, 1376],
    ['1:1', 1024, 1024],
    ['4:5', 928, 1152],
  ] as const
).map(([name, width, height]) => ({ name, tier: '1K', width, height }))

const IMAGE_TOKENS = 1120
/** More than it thinks at the least level. */
const THOUGHT_TOKENS = 2000
/** A picture that goes in makes as many tokens as one that comes out, or fewer. */
const INPUT_TOKENS = 1120
/** UTF-16 units of the strangest script make three tokens each. */
const THOUSAND_CHARACTERS = 3000

/** Nano Banana 2.1 at 1K. How many tokens 2K and 4K make, and what Pro's thoughts cost, nobody tells; they are left out. */
export const GEMINI_IMAGE_MODELS: readonly ImageModel[] = [
  {
    kind: 'image',
    id: 'gemini-nano-banana-2.1',
    native: {
      modes: ['text', 'image', 'references'],
      sizes: SIZES,
      seed: false,
      promptLength: 8000,
      promptNeeded: true,
      pictures: { mimes: ['image/jpeg', 'image/png', 'image/webp'], maximumBytes: 7_000_000, references: 10 },
      typicalSeconds: null,
      concurrency: 3,
      idempotency: 'none',
      resultSeconds: null,
      cancel: 'impossible',
      deadlineSeconds: 300,
    },
    prices: [
      {
        per: 'image',
        usdMicros: IMAGE_TOKENS * TOKEN_USD_MICROS.imageOut + THOUGHT_TOKENS * TOKEN_USD_MICROS.textOut,
        bound: true,
      },
    ],
    additions: [
      { per: 'thousand_characters', usdMicros: THOUSAND_CHARACTERS * TOKEN_USD_MICROS.in, bound: true },
      { per: 'input_image', usdMicros: INPUT_TOKENS * TOKEN_USD_MICROS.in, bound: true },
    ],
    quality: 'standard',
    rank: { standard: 1, high: 4, draft: 4 },
    speed: 'fast',
    recommendedFor: 'Frames that are predicted from the one before, at the lowest price',
    notes: [
      'The price is a bound by tokens; what is charged is what the answer says was used, mostly $0.034.',
      'Made at 1K and enlarged for 1080p.',
      'Pictures carry Google’s invisible SynthID mark.',
    ],
    options: z.strictObject({}),
  },
]
