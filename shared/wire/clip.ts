import { z } from 'zod'
import { ASPECT_RATIOS, CAMERA_MOVES, INTENSITIES } from '../camera/index.ts'
import { assetOrigin, rectangle } from './asset.ts'
import { assetId, usdMicrosSchema } from './primitives.ts'

export const FRAME_RATES = [24, 30, 60] as const
export const QUALITIES = ['draft', 'standard', 'high', 'master'] as const
export const CLIP_RESOLUTIONS = ['720p', '1080p'] as const
export const CLIP_STYLES = ['realistic'] as const
export const PROMPT_LENGTH = { minimum: 10, maximum: 500 } as const
export const DURATION = { minimum: 3, maximum: 10, step: 0.5, default: 5 } as const

/**
 * Values and fields that the contract names and this server cannot do yet. A request that asks for one is answered with
 * `unsupported_option`, not `invalid_request`, and none of them is in the OpenAPI document.
 */
export const PLANNED_OPTIONS = {
  values: {
    kind: ['reel', 'image', 'speech', 'music', 'transcript', 'stems', 'export'],
    resolution: ['4k'],
    style: ['cinematic', 'cartoon', 'anime', 'motion-graphics', '3d', 'animated'],
    camera: [
      'fpv_drone',
      'crash_zoom_in',
      'whip_pan_right',
      'handheld_subtle',
      'dolly_zoom',
      'bullet_time',
      'spiral_zoom',
      'through_object',
      'orbit',
    ],
    audio: [true],
    smoothing: ['motion'],
  },
  fields: [
    'negativePrompt',
    'lastImage',
    'references',
    'video',
    'videoMode',
    'mood',
    'lighting',
    'platform',
    'providerOptions',
    'collectionId',
  ],
} as const

const prompt = z.string().trim().min(PROMPT_LENGTH.minimum).max(PROMPT_LENGTH.maximum)

const clipFields = {
  kind: z.literal('clip'),
  prompt: prompt.optional(),
  image: assetId.optional(),
  duration: z.number().min(DURATION.minimum).max(DURATION.maximum).multipleOf(DURATION.step).optional(),
  aspectRatio: z.enum(ASPECT_RATIOS).optional(),
  resolution: z.enum(CLIP_RESOLUTIONS).optional(),
  frameRate: z.literal(FRAME_RATES).optional(),
  fit: z.union([z.enum(['crop', 'blur']), rectangle]).optional(),
  style: z.enum(CLIP_STYLES).optional(),
  motionIntensity: z.enum(INTENSITIES).optional(),
  camera: z.enum(CAMERA_MOVES).optional(),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  audio: z.union([z.literal('auto'), z.literal(false)]).optional(),
  smoothing: z.literal('none').optional(),
  quality: z.enum(QUALITIES).optional(),
  provider: z.string().min(1).max(50).optional(),
  model: z.string().min(1).max(100).optional(),
  fallback: z.boolean().optional(),
  source: assetOrigin.optional(),
}

/** A request for one clip: every field but `kind` and one of `prompt` and `image` is optional. */
export const clipRequest = z
  .strictObject({ ...clipFields, maxCostUsdMicros: usdMicrosSchema.optional() })
  .refine((request) => request.prompt !== undefined || request.image !== undefined, {
    path: ['prompt'],
    message: 'a prompt or an image is needed',
  })
  .meta({ id: 'ClipRequest' })
export type ClipRequest = z.infer<typeof clipRequest>

/** Anything that can be asked of `POST /api/jobs`. */
export const jobRequest = z.discriminatedUnion('kind', [clipRequest]).meta({ id: 'JobRequest' })
export type JobRequest = z.infer<typeof jobRequest>

/** A clip request with every default filled in: what a job keeps and what "use these settings again" reads. */
export const resolvedClip = z
  .object({
    ...clipFields,
    duration: z.number(),
    aspectRatio: z.enum(ASPECT_RATIOS),
    resolution: z.enum(CLIP_RESOLUTIONS),
    frameRate: z.literal(FRAME_RATES),
    fit: z.union([z.enum(['crop', 'blur']), rectangle]),
    style: z.enum(CLIP_STYLES),
    motionIntensity: z.enum(INTENSITIES),
    camera: z.enum(CAMERA_MOVES),
    seed: z.int(),
    audio: z.union([z.literal('auto'), z.literal(false)]),
    smoothing: z.literal('none'),
    quality: z.enum(QUALITIES),
    fallback: z.boolean(),
  })
  .meta({ id: 'ResolvedClip' })
export type ResolvedClip = z.infer<typeof resolvedClip>
