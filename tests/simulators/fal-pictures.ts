import { z } from 'zod'
import type { SimulatedEndpoint } from './fal-bodies.ts'

/* What the models of pictures at fal take and cost; where it is from is said as in `fal-bodies.ts`. */

const media = z.string().regex(/^(?:https:\/\/|data:)/)
const prompt = z.string().min(1)
const seed = z.int().optional()
const silent = (): boolean => false

/** types: FluxKontextInput; an output of about a megapixel. Two copies of the price list: $0.04 an image. */
const kontext = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({
    ...fields,
    prompt,
    aspect_ratio: z.enum(['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21']).optional(),
    output_format: z.enum(['jpeg', 'png']).optional(),
    num_images: z.int().min(1).max(4).optional(),
    guidance_scale: z.number().min(1).max(20).optional(),
    seed,
  }),
  secondsOf: () => 1,
  usdMicrosPerSecond: () => 40_000,
  sounds: silent,
  picture: (input) => {
    const { aspect_ratio: shape } = z.object({ aspect_ratio: z.string().catch('1:1') }).parse(input)
    return (
      { '16:9': { width: 1392, height: 752 }, '9:16': { width: 752, height: 1392 }, '3:4': { width: 880, height: 1184 } }[shape] ?? {
        width: 1024,
        height: 1024,
      }
    )
  },
})

const pixels = z.object({ width: z.int().multipleOf(16).max(3840), height: z.int().multipleOf(16).max(3840) })
/** page of openai/gpt-image-2: the sizes, high quality and another shape unless told, and what each size comes to. */
const gptImage = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({
    ...fields,
    prompt,
    image_size: z.union([z.enum(['square_hd', 'landscape_4_3', 'portrait_4_3', 'auto']), pixels]).optional(),
    quality: z.enum(['auto', 'low', 'medium', 'high']).optional(),
    output_format: z.enum(['jpeg', 'png', 'webp']).optional(),
    num_images: z.int().min(1).max(4).optional(),
  }),
  secondsOf: () => 1,
  usdMicrosPerSecond: (input) => {
    const { quality, image_size: size } = z
      .object({ quality: z.string().catch('high'), image_size: pixels.catch({ width: 1024, height: 768 }) })
      .parse(input)
    if (quality !== 'medium') return 220_000
    return size.width === size.height ? 60_000 : 50_000
  },
  sounds: silent,
  picture: (input) => z.object({ image_size: pixels.catch({ width: 1024, height: 768 }) }).parse(input).image_size,
})
const pictures = { image_urls: z.array(media).min(1) }

export const PICTURE_ENDPOINTS: Readonly<Record<string, SimulatedEndpoint>> = {
  'fal-ai/flux-pro/kontext/text-to-image': kontext({}),
  'fal-ai/flux-pro/kontext': kontext({ image_url: media }),
  'fal-ai/flux-pro/kontext/multi': kontext(pictures),
  'openai/gpt-image-2': gptImage({}),
  'openai/gpt-image-2/edit': gptImage(pictures),
}
