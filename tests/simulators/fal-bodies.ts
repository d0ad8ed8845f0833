import { z } from 'zod'

/*
 * What the models at fal take and cost, written from the facts and apart from the adapter. `2b`, `2c` and `1c` are sections of
 * providers-b, `10` its comparison, `types` the input types of @fal-ai/client 1.10.1 that they sum up. The real ones ignore unknown fields;
 * these refuse them, as what is ignored may have been meant.
 */

export interface SimulatedEndpoint {
  readonly input: z.ZodType<Readonly<Record<string, unknown>>>
  readonly secondsOf: (input: Readonly<Record<string, unknown>>) => number
  readonly usdMicrosPerSecond: (input: Readonly<Record<string, unknown>>) => number
  readonly sounds: (input: Readonly<Record<string, unknown>>) => boolean
}

/** 2a: addresses as they are, data URIs pass through. */
const media = z.string().regex(/^(?:https:\/\/|data:)/)
const prompt = z.string().min(1)
const words = z.string().optional()
const seed = z.int().optional()
const flag = z.boolean().optional()
const cfg = z.number().min(0).max(1).optional()

const spoken = z.object({ duration: z.union([z.string(), z.number()]).optional() })
const stretches = z.object({ transitions: z.array(z.object({ duration: z.number() })) })
const hd = z.object({ resolution: z.string() })
const loud = z.object({ generate_audio: z.boolean() })

/** 2c: "Duration formats differ per model". */
function duration(input: unknown, otherwise: number): number {
  const read = spoken.safeParse(input)
  return read.success && read.data.duration !== undefined ? Number.parseFloat(String(read.data.duration)) : otherwise
}

function resolution(input: unknown, otherwise: string): string {
  const read = hd.safeParse(input)
  return read.success ? read.data.resolution : otherwise
}

/** types: sound is on unless it is said to be off. */
const soundOn = (input: unknown): boolean => !loud.safeParse(input).success || loud.parse(input).generate_audio
const silent = (): boolean => false

/** 2b: $0.20 for 5 s of 720p, $0.45 of 1080p. */
const pikaPrice = (input: unknown): number => (resolution(input, '720p') === '1080p' ? 90_000 : 40_000)
const pika = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({ ...fields, prompt, negative_prompt: words, resolution: z.enum(['720p', '1080p']).optional(), seed }),
  secondsOf: (input) => duration(input, 5),
  usdMicrosPerSecond: pikaPrice,
  sounds: silent,
})
const fiveOrTen = z.enum(['5', '10']).optional()

/** 10: .20 silent, .40 with sound; 2c for the fields. */
const veo = (
  fields: z.ZodRawShape,
  prices: readonly [number, number],
  shapes: readonly string[],
  resolutions: readonly string[],
): SimulatedEndpoint => ({
  input: z.strictObject({
    ...fields,
    prompt,
    aspect_ratio: z.enum(shapes).optional(),
    resolution: z.enum(resolutions).optional(),
    generate_audio: flag,
    auto_fix: flag,
    safety_tolerance: z.enum(['1', '2', '3', '4', '5', '6']).optional(),
    negative_prompt: words,
    seed,
  }),
  secondsOf: (input) => duration(input, 8),
  usdMicrosPerSecond: (input) => (soundOn(input) ? prices[1] : prices[0]),
  sounds: soundOn,
})
const VEO = [200_000, 400_000] as const
/** providers-a 1.2, `veo3.1_fast`: 10 / 15 cents. */
const VEO_FAST = [100_000, 150_000] as const
const WIDE = ['16:9', '9:16'] as const
const ANY = ['auto', '16:9', '9:16'] as const
const HD = ['720p', '1080p'] as const
const four = z.enum(['4s', '6s', '8s']).optional()

/** 1c: 3.0 .084 std, .112 pro, with sound .126 and .168; 2.5-turbo pro .07. */
const kling3 = (fields: z.ZodRawShape, prices: readonly [number, number]): SimulatedEndpoint => ({
  input: z.strictObject({
    ...fields,
    prompt,
    duration: z.enum(['3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15']).optional(),
    generate_audio: flag,
    negative_prompt: words,
    cfg_scale: cfg,
  }),
  secondsOf: (input) => duration(input, 5),
  usdMicrosPerSecond: (input) => (soundOn(input) ? prices[1] : prices[0]),
  sounds: soundOn,
})
const kling25 = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({ ...fields, prompt, duration: fiveOrTen, negative_prompt: words, cfg_scale: cfg }),
  secondsOf: (input) => duration(input, 5),
  usdMicrosPerSecond: () => 70_000,
  sounds: silent,
})
const klingShape = z.enum(['16:9', '9:16', '1:1']).optional()
const klingFrames = { start_image_url: media, end_image_url: media.optional() }

/** 7b: tokens of width x height x 24 frames / 1024 a second, $1.2 a million silent, $2.4 with sound. */
const seedance = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({
    ...fields,
    prompt,
    aspect_ratio: z.enum(['21:9', '16:9', '4:3', '1:1', '3:4', '9:16', 'auto']).optional(),
    resolution: z.enum(['480p', '720p', '1080p']).optional(),
    duration: z.enum(['4', '5', '6', '7', '8', '9', '10', '11', '12']).optional(),
    generate_audio: flag,
    camera_fixed: flag,
    seed,
  }),
  secondsOf: (input) => duration(input, 5),
  usdMicrosPerSecond: (input) => {
    const tokens = ((resolution(input, '720p') === '1080p' ? 1920 * 1080 : 1280 * 720) * 24) / 1024
    return tokens * (soundOn(input) ? 2.4 : 1.2)
  },
  sounds: soundOn,
})

/** 10: .045 at the lower of its two ends. */
const hailuo = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({ ...fields, prompt, duration: z.enum(['6', '10']).optional(), prompt_optimizer: flag }),
  secondsOf: (input) => duration(input, 6),
  usdMicrosPerSecond: () => 45_000,
  sounds: silent,
})

/** types: "720p costs 2x more, 1080p costs 4x more", "9s costs 2x more"; 5 s of 540p are 50 cents. */
const luma = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({
    ...fields,
    prompt,
    aspect_ratio: z.enum(['16:9', '9:16', '4:3', '3:4', '21:9', '9:21']).optional(),
    duration: z.enum(['5s', '9s']).optional(),
    resolution: z.enum(['540p', '720p', '1080p']).optional(),
    loop: flag,
  }),
  secondsOf: (input) => duration(input, 5),
  usdMicrosPerSecond: (input) => {
    const times = { '540p': 1, '720p': 2, '1080p': 4 }[resolution(input, '540p')] ?? Number.NaN
    return (500_000 * times * (duration(input, 5) === 9 ? 2 : 1)) / duration(input, 5)
  },
  sounds: silent,
})

/** By endpoint id, which is the path that requests are posted to. */
export const ENDPOINTS: Readonly<Record<string, SimulatedEndpoint>> = {
  'fal-ai/pika/v2.2/text-to-video': pika({
    duration: fiveOrTen,
    aspect_ratio: z.enum(['16:9', '9:16', '1:1', '4:5', '5:4', '3:2', '2:3']).optional(),
  }),
  'fal-ai/pika/v2.2/image-to-video': pika({ duration: fiveOrTen, image_url: media }),
  // 2b: 2–5 pictures, a stretch fewer, 25 s in all
  'fal-ai/pika/v2.2/pikaframes': {
    ...pika({
      image_urls: z.array(media).min(2).max(5),
      transitions: z.array(z.strictObject({ duration: z.number().positive().optional(), prompt: words })).optional(),
    }),
    secondsOf: (input) => {
      const read = stretches.safeParse(input)
      return read.success ? read.data.transitions.reduce((sum, one) => sum + one.duration, 0) : 5
    },
  },
  'fal-ai/veo3.1': veo({ duration: four }, VEO, WIDE, HD),
  'fal-ai/veo3.1/image-to-video': veo({ duration: four, image_url: media }, VEO, ANY, HD),
  'fal-ai/veo3.1/first-last-frame-to-video': veo({ duration: four, first_frame_url: media, last_frame_url: media }, VEO, ANY, [
    ...HD,
    '4k',
  ]),
  'fal-ai/veo3.1/extend-video': veo({ duration: z.literal('7s').optional(), video_url: media }, VEO, ANY, ['720p']),
  'fal-ai/veo3.1/fast': veo({ duration: four }, VEO_FAST, WIDE, HD),
  'fal-ai/veo3.1/fast/image-to-video': veo({ duration: four, image_url: media }, VEO_FAST, ANY, HD),
  'fal-ai/veo3.1/fast/first-last-frame-to-video': veo({ duration: four, first_frame_url: media, last_frame_url: media }, VEO_FAST, ANY, [
    ...HD,
    '4k',
  ]),
  'fal-ai/kling-video/v3/standard/text-to-video': kling3({ aspect_ratio: klingShape }, [84_000, 126_000]),
  'fal-ai/kling-video/v3/standard/image-to-video': kling3(klingFrames, [84_000, 126_000]),
  'fal-ai/kling-video/v3/pro/text-to-video': kling3({ aspect_ratio: klingShape }, [112_000, 168_000]),
  'fal-ai/kling-video/v3/pro/image-to-video': kling3(klingFrames, [112_000, 168_000]),
  'fal-ai/kling-video/v2.5-turbo/pro/text-to-video': kling25({ aspect_ratio: klingShape }),
  'fal-ai/kling-video/v2.5-turbo/pro/image-to-video': kling25({ image_url: media, tail_image_url: media.optional() }),
  'fal-ai/bytedance/seedance/v1.5/pro/text-to-video': seedance({}),
  'fal-ai/bytedance/seedance/v1.5/pro/image-to-video': seedance({ image_url: media, end_image_url: media.optional() }),
  'fal-ai/minimax/hailuo-02/standard/text-to-video': hailuo({}),
  'fal-ai/minimax/hailuo-02/standard/image-to-video': hailuo({
    image_url: media,
    end_image_url: media.optional(),
    resolution: z.enum(['512P', '768P']).optional(),
  }),
  'fal-ai/luma-dream-machine/ray-2': luma({}),
  'fal-ai/luma-dream-machine/ray-2/image-to-video': luma({ image_url: media.optional(), end_image_url: media.optional() }),
}
