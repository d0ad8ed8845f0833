import { z } from 'zod'
import { PICTURE_ENDPOINTS } from './fal-pictures.ts'

/*
 * What the models at fal take and cost, written from fal's own pages and apart from the adapter. `page` is
 * `https://fal.ai/models/<endpoint>/llms.txt`, `playground` the page of that name beside it, `2b` and `2c` are sections of providers-b,
 * `types` the input types of @fal-ai/client 1.10.1. The real ones ignore unknown fields; these refuse them, as what is ignored may have
 * been meant.
 */

export interface SimulatedEndpoint {
  readonly input: z.ZodType<Readonly<Record<string, unknown>>>
  readonly secondsOf: (input: Readonly<Record<string, unknown>>) => number
  readonly usdMicrosPerSecond: (input: Readonly<Record<string, unknown>>) => number
  readonly sounds: (input: Readonly<Record<string, unknown>>) => boolean
  /** What it makes where it is not asked. */
  readonly resolution?: string
  /** The pixels of the picture that it makes; a clip where left out. */
  readonly picture?: (input: Readonly<Record<string, unknown>>) => { readonly width: number; readonly height: number }
  /** What it takes a sound apart into; a clip or a picture where left out. */
  readonly stems?: readonly string[]
}

const STEMS = ['vocals', 'drums', 'bass', 'other', 'guitar', 'piano'] as const

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

/** page of text-to-video: "5 second video at 720p costs $0.20. 5 second video at 1080p costs $0.45". */
const pikaPrice = (input: unknown): number => (resolution(input, '720p') === '1080p' ? 90_000 : 40_000)
const pika = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({ ...fields, prompt, negative_prompt: words, resolution: z.enum(['720p', '1080p']).optional(), seed }),
  secondsOf: (input) => duration(input, 5),
  usdMicrosPerSecond: pikaPrice,
  sounds: silent,
})
const fiveOrTen = z.enum(['5', '10']).optional()

interface VeoPrices {
  readonly hd: readonly [number, number]
  readonly uhd: readonly [number, number]
}

/** page: the fields; a price without and with sound, another in 4k. */
const veo = (fields: z.ZodRawShape, prices: VeoPrices, shapes: readonly string[], resolutions: readonly string[]): SimulatedEndpoint => ({
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
  usdMicrosPerSecond: (input) => {
    const [silent, sounding] = resolution(input, '720p') === '4k' ? prices.uhd : prices.hd
    return soundOn(input) ? sounding : silent
  },
  sounds: soundOn,
})
/** page of veo3.1: ".20 without audio or .40 with audio for 720p or 1080p. At 4k .40 without, .60 with". */
const VEO = { hd: [200_000, 400_000], uhd: [400_000, 600_000] } as const
/** page of veo3.1/fast/first-last-frame-to-video: .10 and .15, "at 4k .30 without audio, or .35 with"; of extend-video: .10 and .15. */
const VEO_FAST = { hd: [100_000, 150_000], uhd: [300_000, 350_000] } as const
const WIDE = ['16:9', '9:16'] as const
const ANY = ['auto', '16:9', '9:16'] as const
const UP_TO_4K = ['720p', '1080p', '4k'] as const
const four = z.enum(['4s', '6s', '8s']).optional()
const veoFrames = { first_frame_url: media, last_frame_url: media }
const seven = z.literal('7s').optional()

/** page of v3/standard/text-to-video: .084, with sound .126; playground of v3/pro/image-to-video: .112 and .168; page of v2.5-turbo/pro: .35 for 5 s, .07 for each more. */
const kling3 = (fields: z.ZodRawShape, prices: readonly [number, number], own: string): SimulatedEndpoint => ({
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
  resolution: own,
})
const kling25 = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({ ...fields, prompt, duration: fiveOrTen, negative_prompt: words, cfg_scale: cfg }),
  secondsOf: (input) => duration(input, 5),
  usdMicrosPerSecond: () => 70_000,
  sounds: silent,
  resolution: '1080p',
})
const klingShape = z.enum(['16:9', '9:16', '1:1']).optional()
const klingFrames = { start_image_url: media, end_image_url: media.optional() }

/** page: "1 million video tokens with audio costs $2.4. Without audio, 1.2. tokens = (height x width x FPS x duration) / 1024". */
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

/** page of standard/image-to-video: "at 768P .045/sec", "at 512P roughly .017/sec". */
const hailuo = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({ ...fields, prompt, duration: z.enum(['6', '10']).optional(), prompt_optimizer: flag }),
  secondsOf: (input) => duration(input, 6),
  usdMicrosPerSecond: (input) => (resolution(input, '768P') === '512P' ? 17_000 : 45_000),
  sounds: silent,
  resolution: '768P',
})
/** page of pro/image-to-video, and the model's own of pro/text-to-video: ".08/sec. A single 6 second video will cost .48". */
const hailuoPro = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({ ...fields, prompt, prompt_optimizer: flag }),
  secondsOf: () => 6,
  usdMicrosPerSecond: () => 80_000,
  sounds: silent,
  resolution: '1080p',
})

/** page: lengths and frame rates are numbers; more than 10 s only from the fast one, at 1080p with 25 frames a second. */
const ltx = (fields: z.ZodRawShape, prices: Readonly<Record<string, number>>, lengths: readonly number[]): SimulatedEndpoint => ({
  input: z
    .strictObject({
      ...fields,
      prompt,
      duration: z.literal(lengths).optional(),
      resolution: z.enum(['1080p', '1440p', '2160p']).optional(),
      fps: z.literal([24, 25, 48, 50]).optional(),
      generate_audio: flag,
    })
    .refine((input) => duration(input, 6) <= 10 || (resolution(input, '1080p') === '1080p' && (input.fps ?? 25) === 25)),
  secondsOf: (input) => duration(input, 6),
  usdMicrosPerSecond: (input) => prices[resolution(input, '1080p')] ?? Number.NaN,
  sounds: soundOn,
  resolution: '1080p',
})
const LTX_TEXT = { '1080p': 80_000, '1440p': 160_000, '2160p': 320_000 } as const
const LTX_IMAGE = { '1080p': 60_000, '1440p': 120_000, '2160p': 240_000 } as const
const LTX_FAST = { '1080p': 40_000, '1440p': 80_000, '2160p': 160_000 } as const

const WAN_TURBO: ReadonlyMap<string, number> = new Map([
  ['480p', 50_000],
  ['580p', 75_000],
  ['720p', 100_000],
])
/** page: ".10 per video for 720p, .075 per video for 580p, .05 per video for 480p"; 81 frames at 16 a second, as of its slower sibling. */
const wanTurbo = (fields: z.ZodRawShape): SimulatedEndpoint => ({
  input: z.strictObject({
    ...fields,
    prompt,
    resolution: z.enum(['480p', '580p', '720p']).optional(),
    aspect_ratio: z.enum(['auto', '16:9', '9:16', '1:1']).optional(),
    enable_safety_checker: flag,
    enable_output_safety_checker: flag,
    enable_prompt_expansion: flag,
    seed,
  }),
  secondsOf: () => 5,
  usdMicrosPerSecond: (input) => (WAN_TURBO.get(resolution(input, '720p')) ?? Number.NaN) / 5,
  sounds: silent,
})

/** playground of ray-2: "$0.50 per 5s, 9-second clips cost 2x, 720p adds 2x cost multiplier, 1080p adds 4x"; types for pictures. */
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
  resolution: '540p',
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
  'fal-ai/veo3.1': veo({ duration: four }, VEO, WIDE, UP_TO_4K),
  'fal-ai/veo3.1/image-to-video': veo({ duration: four, image_url: media }, VEO, ANY, UP_TO_4K),
  'fal-ai/veo3.1/first-last-frame-to-video': veo({ duration: four, ...veoFrames }, VEO, ANY, UP_TO_4K),
  'fal-ai/veo3.1/extend-video': veo({ duration: seven, video_url: media }, VEO, ANY, ['720p']),
  'fal-ai/veo3.1/fast': veo({ duration: four }, VEO_FAST, WIDE, UP_TO_4K),
  'fal-ai/veo3.1/fast/image-to-video': veo({ duration: four, image_url: media }, VEO_FAST, ANY, UP_TO_4K),
  'fal-ai/veo3.1/fast/first-last-frame-to-video': veo({ duration: four, ...veoFrames }, VEO_FAST, ANY, UP_TO_4K),
  'fal-ai/veo3.1/fast/extend-video': veo({ duration: seven, video_url: media }, VEO_FAST, ANY, ['720p']),
  'fal-ai/kling-video/v3/standard/text-to-video': kling3({ aspect_ratio: klingShape }, [84_000, 126_000], '720p'),
  'fal-ai/kling-video/v3/standard/image-to-video': kling3(klingFrames, [84_000, 126_000], '720p'),
  'fal-ai/kling-video/v3/pro/text-to-video': kling3({ aspect_ratio: klingShape }, [112_000, 168_000], '1080p'),
  'fal-ai/kling-video/v3/pro/image-to-video': kling3(klingFrames, [112_000, 168_000], '1080p'),
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
  'fal-ai/minimax/hailuo-02/pro/text-to-video': hailuoPro({}),
  'fal-ai/minimax/hailuo-02/pro/image-to-video': hailuoPro({ image_url: media, end_image_url: media.optional() }),
  'fal-ai/ltx-2.3/text-to-video': ltx({ aspect_ratio: z.enum(WIDE).optional() }, LTX_TEXT, [6, 8, 10]),
  'fal-ai/ltx-2.3/text-to-video/fast': ltx({ aspect_ratio: z.enum(WIDE).optional() }, LTX_FAST, [6, 8, 10, 12, 14, 16, 18, 20]),
  'fal-ai/ltx-2.3/image-to-video': ltx(
    { aspect_ratio: z.enum(ANY).optional(), image_url: media, end_image_url: media.optional() },
    LTX_IMAGE,
    [6, 8, 10],
  ),
  'fal-ai/wan/v2.2-a14b/image-to-video/turbo': wanTurbo({ image_url: media, end_image_url: media.optional() }),
  'fal-ai/luma-dream-machine/ray-2': luma({}),
  'fal-ai/luma-dream-machine/ray-2/image-to-video': luma({ image_url: media.optional(), end_image_url: media.optional() }),
  // page: "$0.0007 per seconds"; all six stems of htdemucs_6s where it is not told otherwise
  'fal-ai/demucs': {
    input: z.strictObject({
      audio_url: media,
      model: z.enum(['htdemucs', 'htdemucs_ft', 'htdemucs_6s']).default('htdemucs_6s'),
      stems: z.array(z.enum(STEMS)).default([...STEMS]),
      output_format: z.enum(['mp3', 'wav']).default('wav'),
    }),
    secondsOf: () => 10,
    usdMicrosPerSecond: () => 700,
    sounds: () => true,
    stems: STEMS,
  },
  ...PICTURE_ENDPOINTS,
}
