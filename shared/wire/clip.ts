import { z } from 'zod'
import { ASPECT_RATIOS, CAMERA_MOVES, CAMERA_STARTS, INTENSITIES, RESOLUTIONS } from '../camera/index.ts'
import { CATEGORIES, LIGHTINGS, MOOD_RANGE, PLATFORMS, STYLES } from '../strategy/index.ts'
import { assetOrigin, rectangle } from './asset.ts'
import { assetId, usdMicrosSchema } from './primitives.ts'

export const FRAME_RATES = [24, 30, 60] as const
export const QUALITIES = ['draft', 'standard', 'high', 'master'] as const
export const CLIP_RESOLUTIONS = RESOLUTIONS
export const CLIP_STYLES = STYLES
/** What can be done to a clip that exists. */
export const VIDEO_MODES = ['restyle', 'extend', 'edit'] as const
export const SMOOTHINGS = ['none', 'motion'] as const
/** Characters; `named` is the bound where a model is named, whose own limit may be lower. */
export const PROMPT_LENGTH = { minimum: 10, maximum: 500, named: 20_000 } as const
/** Characters. */
export const TITLE_TEXT_LENGTH = { minimum: 1, maximum: 500 } as const
/** Seconds of one clip; `named` is the bound where a model is named, whose own limit may be lower. */
export const DURATION = { minimum: 3, maximum: 10, step: 0.5, default: 5, named: 60 } as const
export const MOST_REFERENCES = 16
/** An own camera path: how many keyframes it has, how near they come and how far they lean, in degrees. */
export const CAMERA_PATH = { keyframes: { minimum: 2, maximum: 16 }, zoom: { minimum: 1, maximum: 8 }, roll: 45 } as const

/**
 * Values and fields that the contract names and this server cannot do yet. A request that asks for one is answered with
 * `unsupported_option`, not `invalid_request`, and none of them is in the OpenAPI document.
 */
export const PLANNED_OPTIONS = {
  values: {},
  fields: ['collectionId'],
} as const

/** One keyframe of an own camera path: when, which point of the framed picture is in the middle, how near and how far leaning. */
export const pathKeyframe = z
  .strictObject({
    t: z.number().min(0).max(1).meta({ description: 'Share of the clip’s length' }),
    x: z.number().min(0).max(1),
    y: z.number().min(0).max(1),
    zoom: z.number().min(CAMERA_PATH.zoom.minimum).max(CAMERA_PATH.zoom.maximum),
    roll: z.number().min(-CAMERA_PATH.roll).max(CAMERA_PATH.roll).meta({ description: 'Degrees, clockwise' }),
  })
  .meta({ id: 'PathKeyframe' })

export const cameraPath = z
  .strictObject({
    path: z
      .array(pathKeyframe)
      .min(CAMERA_PATH.keyframes.minimum)
      .max(CAMERA_PATH.keyframes.maximum)
      .refine((path) => path[0]?.t === 0 && path.at(-1)?.t === 1, 'must begin at t 0 and end at t 1')
      .refine((path) => path.every(({ t }, index) => index === 0 || t > (path[index - 1]?.t ?? 0)), 'must have ascending times t'),
  })
  .meta({ id: 'CameraPath' })

const camera = z.union([z.enum(CAMERA_MOVES), cameraPath])

/** Where the engine's camera begins; models that generate begin at the picture anyway. */
export const cameraFrom = z
  .enum(CAMERA_STARTS)
  .meta({ description: 'Local engine: `whole` begins at the picture as it is, so that the clip follows a frame without a seam' })

/** What one model takes besides; its catalog entry says which, and by what values. */
const providerOptions = z
  .record(z.string().min(1).max(50), z.union([z.string().max(500), z.number(), z.boolean()]))
  .refine((options) => Object.keys(options).length <= 20, 'may have 20 fields')

const prompt = z.string().trim().min(PROMPT_LENGTH.minimum).max(PROMPT_LENGTH.named)

/** Words of an animated title, which say something else than what happens. */
export const titleText = z
  .string()
  .trim()
  .min(TITLE_TEXT_LENGTH.minimum)
  .max(TITLE_TEXT_LENGTH.maximum)
  .meta({ description: 'What an animated title says in place of the prompt; models that generate do not see it' })

/** `auto` keeps the sound that a model makes at no extra cost. */
const audio = z.union([z.literal('auto'), z.boolean()])

const clipFields = {
  kind: z.literal('clip'),
  prompt: prompt.optional(),
  titleText: titleText.optional(),
  negativePrompt: z.string().trim().min(1).max(PROMPT_LENGTH.named).optional(),
  image: assetId.optional(),
  lastImage: assetId.optional(),
  references: z.array(assetId).min(1).max(MOST_REFERENCES).optional(),
  video: assetId.optional(),
  videoMode: z.enum(VIDEO_MODES).optional(),
  duration: z.number().min(DURATION.minimum).max(DURATION.named).multipleOf(DURATION.step).optional(),
  aspectRatio: z.enum(ASPECT_RATIOS).optional(),
  resolution: z.enum(CLIP_RESOLUTIONS).optional(),
  frameRate: z.literal(FRAME_RATES).optional(),
  fit: z.union([z.enum(['crop', 'blur']), rectangle]).optional(),
  motionIntensity: z.enum(INTENSITIES).optional(),
  camera: camera.optional(),
  cameraFrom: cameraFrom.optional(),
  lighting: z.enum(LIGHTINGS).optional(),
  mood: z.number().min(MOOD_RANGE.minimum).max(MOOD_RANGE.maximum).optional(),
  platform: z.enum(PLATFORMS).optional(),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  audio: audio.optional(),
  smoothing: z.enum(SMOOTHINGS).optional(),
  quality: z.enum(QUALITIES).optional(),
  provider: z.string().min(1).max(50).optional(),
  model: z.string().min(1).max(100).optional(),
  providerOptions: providerOptions.optional(),
  fallback: z.boolean().optional(),
  source: assetOrigin.optional(),
}

const style = z
  .enum([...CLIP_STYLES, 'animated'])
  .transform((name) => (name === 'animated' ? 'cartoon' : name))
  .meta({ description: '`animated` is another name for cartoon' })

/** A request for one clip: every field but `kind` and one of `prompt`, `image` and `video` is optional. */
export const clipRequest = z
  .strictObject({ ...clipFields, style: style.optional(), maxCostUsdMicros: usdMicrosSchema.optional() })
  .refine(({ prompt, image, video }) => prompt !== undefined || image !== undefined || video !== undefined, {
    path: ['prompt'],
    message: 'a prompt, an image or a video is needed',
  })
  .refine(({ prompt = '', model }) => model !== undefined || prompt.length <= PROMPT_LENGTH.maximum, {
    path: ['prompt'],
    message: `must have ${PROMPT_LENGTH.maximum} characters at most, unless a model is named that takes more`,
    params: { range: { minimum: PROMPT_LENGTH.minimum, maximum: PROMPT_LENGTH.maximum } },
  })
  .refine(({ duration = 0, model }) => model !== undefined || duration <= DURATION.maximum, {
    path: ['duration'],
    message: `must be ${DURATION.maximum} s at most, unless a model is named that makes longer clips`,
    params: { range: { minimum: DURATION.minimum, maximum: DURATION.maximum } },
  })
  .refine(({ lastImage, image }) => lastImage === undefined || image !== undefined, {
    path: ['image'],
    message: 'is needed where lastImage is given',
  })
  .refine(({ video, references }) => video === undefined || references === undefined, {
    path: ['references'],
    message: 'cannot be combined with a video',
  })
  .refine(({ video, videoMode }) => video === undefined || videoMode !== undefined, {
    path: ['videoMode'],
    message: 'must say what is to be done to the video',
  })
  .refine(({ video, videoMode }) => videoMode === undefined || video !== undefined, {
    path: ['video'],
    message: 'is needed where videoMode is given',
  })
  .refine(({ video, image }) => video === undefined || image === undefined, {
    path: ['image'],
    message: 'cannot be combined with a video',
  })
  .refine(({ video, camera }) => video === undefined || camera === undefined, {
    path: ['camera'],
    message: 'cannot be combined with a video, which has a camera of its own',
  })
  .refine(({ video, fit }) => video === undefined || fit === undefined || fit === 'crop', {
    path: ['fit'],
    message: 'must be crop for a video',
  })
  .meta({ id: 'ClipRequest' })
export type ClipRequest = z.infer<typeof clipRequest>

/** What a mood stood for when a request was made. */
export const chosenStrategy = z
  .object({
    category: z.enum(CATEGORIES),
    keywords: z.array(z.string()),
    prompt: z
      .string()
      .optional()
      .meta({ description: 'The prompt with keywords, camera and light woven in; what a generating model is sent' }),
  })
  .meta({ id: 'ChosenStrategy' })

/**
 * A clip request with every default filled in: what a job keeps and what "use these settings again" reads. Fields that came later
 * than the first server are optional, so that the rows it wrote are read.
 */
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
    camera,
    seed: z.int(),
    audio,
    smoothing: z.enum(SMOOTHINGS),
    quality: z.enum(QUALITIES),
    fallback: z.boolean(),
    strategy: chosenStrategy.optional(),
    asked: z.array(z.string()).optional().meta({ description: 'The fields that were in the request; the others were filled in' }),
  })
  .meta({ id: 'ResolvedClip' })
export type ResolvedClip = z.infer<typeof resolvedClip>
