import { z } from 'zod'
import { ASPECT_RATIOS, CAMERA_MOVES } from '../camera/index.ts'
import { LIGHTINGS, MOOD_RANGE, PLATFORMS } from '../strategy/index.ts'
import { asset } from './asset.ts'
import { brand, captions, storyOverlay } from './captions.ts'
import { CLIP_RESOLUTIONS, CLIP_STYLES, FRAME_RATES, QUALITIES, titleText } from './clip.ts'
import { assetId, isoTime, jobId, listQuery, usdMicrosSchema } from './primitives.ts'
import { soundtrack } from './soundtrack.ts'

export const storyboardId = z.string().min(1).max(64).meta({ description: 'Opaque id of a storyboard' })
export const segmentId = z.string().min(1).max(64).meta({ description: 'Opaque id of a segment' })

export const MOST_SEGMENTS = 100
/** Seconds of one segment. */
export const SEGMENT_DURATION = { minimum: 1, maximum: 60, default: 5 } as const
/** Seconds of a whole reel. */
export const REEL_DURATION = { minimum: 3, maximum: 600, presets: [5, 10, 15, 30, 60] } as const

/** Ways from one segment to the next that have a name of their own; any other name of ffmpeg's xfade is taken besides. */
export const TRANSITIONS = ['fade', 'dissolve', 'wipe', 'slide', 'zoom', 'whip', 'through_black'] as const
/** `cut` and `continuous` overlap nothing; the rest share `seconds` of both neighbours. */
export const BOUNDARY_KINDS = ['cut', 'continuous', ...TRANSITIONS] as const
export const TRANSITION_SECONDS = { minimum: 0.1, maximum: 3, default: 0.5 } as const

export const boundary = z
  .strictObject({
    kind: z.union([z.enum(BOUNDARY_KINDS), z.string().regex(/^[a-z]{2,20}$/, 'must be a name of xfade')]),
    seconds: z.number().min(0).max(TRANSITION_SECONDS.maximum),
  })
  .meta({ id: 'Boundary', description: 'How a segment goes over into the next' })
export type Boundary = z.infer<typeof boundary>

export const FLOWS = ['independent', 'continuous'] as const
/** Where the first frame of a following segment comes from: predicted by an image model, the real last frame, or the model's own extend. */
export const FRAME_SOURCES = ['predicted', 'lastFrame', 'native'] as const

export const storySettings = z
  .strictObject({
    style: z.enum(CLIP_STYLES),
    /** Words that are carried to every segment, so that they look alike. */
    styleText: z.string().max(500),
    aspectRatio: z.enum(ASPECT_RATIOS),
    resolution: z.enum(CLIP_RESOLUTIONS),
    frameRate: z.literal(FRAME_RATES),
    quality: z.enum(QUALITIES),
    seed: z.int().min(0).max(4_294_967_295),
    flow: z.enum(FLOWS),
    frames: z.enum(FRAME_SOURCES),
    checkFrames: z.boolean().meta({ description: 'Waits for a person once the frames exist, before any segment is made' }),
    provider: z.string().max(50).nullable(),
    model: z.string().max(100).nullable(),
    imageProvider: z.string().max(50).nullable(),
    platform: z.enum(PLATFORMS).nullable(),
    mood: z.number().min(MOOD_RANGE.minimum).max(MOOD_RANGE.maximum).nullable(),
  })
  .meta({ id: 'StorySettings' })
export type StorySettings = z.infer<typeof storySettings>

/** A person or a product that several segments show: those whose prompt has the name get its pictures. */
export const castMember = z
  .strictObject({
    id: z.string().min(1).max(64),
    name: z.string().trim().min(1).max(60),
    description: z.string().max(300),
    images: z.array(assetId).max(6),
  })
  .meta({ id: 'CastMember' })
export type CastMember = z.infer<typeof castMember>

/** What a person decides about a segment. */
const segmentFields = {
  prompt: z.string().trim().max(2000),
  titleText: titleText.nullable().meta({
    description: 'What stands on the screen where there is nothing to show but words; null, as after a change of the prompt: the prompt',
  }),
  narration: z.string().max(2000).meta({ description: 'What the voice says over it, and what its captions show' }),
  image: assetId.nullable(),
  startFrame: assetId.nullable().meta({ description: 'Chosen by hand; null: found by the flow' }),
  endFrame: assetId.nullable(),
  duration: z.number().min(SEGMENT_DURATION.minimum).max(SEGMENT_DURATION.maximum).multipleOf(0.5),
  boundary,
  camera: z.enum(CAMERA_MOVES).nullable(),
  lighting: z.enum(LIGHTINGS).nullable(),
  provider: z.string().max(50).nullable(),
  model: z.string().max(100).nullable(),
  audio: z.enum(['keep', 'mute']).meta({ description: 'What becomes of the sound that its clip has' }),
}

/** A segment as it is asked for; what is left out is filled in. */
export const segmentInput = z.strictObject(segmentFields).partial().meta({ id: 'SegmentInput' })
export type SegmentInput = z.infer<typeof segmentInput>

/** A segment that joins a story, as its fields say or as a copy of another. */
export const segmentAddition = z
  .strictObject({
    ...segmentFields,
    after: segmentId.nullable().meta({ description: 'The segment that it follows; null: it is the first; the last where left out' }),
    copyOf: segmentId.meta({ description: 'Begins as a copy of this segment, its takes among them; fields given besides win' }),
  })
  .partial()
  .meta({ id: 'SegmentAddition' })
export type SegmentAddition = z.infer<typeof segmentAddition>

export const segmentDraft = z.object({ id: segmentId, ...segmentFields }).meta({ id: 'SegmentDraft' })
/** The part of a segment that people edit and that a version of the storyboard holds. */
export type SegmentDraft = z.infer<typeof segmentDraft>

export const SEGMENT_STATUSES = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const

/** A clip that a segment can show: `in` and `out` in its own seconds. */
export const segmentTake = z
  .object({
    jobId: jobId.optional(),
    assetId: assetId.optional(),
    in: z.number().min(0).optional(),
    out: z.number().min(0).optional(),
    chosen: z.boolean(),
  })
  .meta({ id: 'SegmentTake' })
export type SegmentTake = z.infer<typeof segmentTake>

/** How well a segment follows the one before it: 1 is seamless. */
export const continuity = z
  .object({
    score: z.number().min(0).max(1),
    ssim: z.number(),
    /** CIE ΔE 2000 between the mean colours of both frames. */
    colourDifference: z.number().min(0),
    /** How far the picture jumps, as a share of its width. */
    motionJump: z.number().min(0),
    warning: z.enum(['colour', 'content', 'motion']).optional(),
  })
  .meta({ id: 'Continuity' })
export type Continuity = z.infer<typeof continuity>

export const segment = z
  .object({
    ...segmentFields,
    id: segmentId,
    index: z.int().min(0),
    startTime: z.number().min(0),
    endTime: z.number().min(0),
    status: z.enum(SEGMENT_STATUSES),
    progress: z.number().min(0).max(100),
    stale: z.boolean(),
    startFrame: asset.nullable(),
    endFrame: asset.nullable(),
    /** Whether the frame was chosen by hand. */
    startFrameChosen: z.boolean(),
    endFrameChosen: z.boolean(),
    takes: z.array(segmentTake),
    continuity: continuity.nullable(),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    cost: z.object({ estimatedUsdMicros: usdMicrosSchema.nullable(), settledUsdMicros: usdMicrosSchema }),
  })
  .meta({ id: 'Segment' })
export type Segment = z.infer<typeof segment>

/** Arcs that a story can be planned along. */
export const ARCS = [
  'problem_solution',
  'product_launch',
  'before_after',
  'how_to',
  'testimonial',
  'day_in_the_life',
  'countdown_offer',
  'brand_story',
  'unboxing',
  'feature_tour',
  'travel',
  'recipe',
] as const

export type Arc = (typeof ARCS)[number]

/** How a story was planned; null for one that came whole. */
export const storyPlan = z
  .object({
    arc: z.enum(ARCS).nullable(),
    by: z.string().meta({ description: '`rules`, or the language model that planned it' }),
    notes: z.array(z.object({ code: z.string(), why: z.string() })).meta({ description: 'What was done otherwise than asked' }),
  })
  .meta({ id: 'StoryPlan' })
export type StoryPlan = z.infer<typeof storyPlan>

/** An editable story. `version` counts what people changed; what rendering does to a segment never changes it. */
export const storyboard = z
  .object({
    id: storyboardId,
    version: z.int().min(1),
    title: z.string(),
    settings: storySettings,
    segments: z.array(segment),
    cast: z.array(castMember),
    soundtrack,
    captions,
    overlays: z.array(storyOverlay),
    brand,
    duration: z.number().meta({ description: 'Seconds of the whole film, overlaps counted once' }),
    canUndo: z.boolean(),
    canRedo: z.boolean(),
    planned: storyPlan.nullable(),
    source: z.object({ pageUrl: z.string().optional(), pageTitle: z.string().optional() }).nullable(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: 'Storyboard' })
export type Storyboard = z.infer<typeof storyboard>

const storyParts = {
  title: z.string().trim().min(1).max(200),
  settings: storySettings.partial(),
  cast: z.array(castMember).max(12),
  soundtrack: soundtrack.partial(),
  captions: captions.partial(),
  overlays: z.array(storyOverlay).max(50),
  brand: brand.partial(),
}

/** A change of what is not in the segments; `order` lays the segments out anew and names each once. */
export const storyboardPatch = z
  .strictObject({ ...storyParts, order: z.array(segmentId).max(MOST_SEGMENTS) })
  .partial()
  .meta({ id: 'StoryboardPatch' })
export type StoryboardPatch = z.infer<typeof storyboardPatch>

/** What a page says about what it sells; read by the extension, shown and editable before it is used. */
export const pageStory = z
  .strictObject({
    url: z.url().max(4000).optional(),
    title: z.string().trim().max(300).optional(),
    description: z.string().trim().max(5000).optional(),
    brand: z.string().trim().max(100).optional(),
    price: z.string().trim().max(40).optional(),
    currency: z.string().trim().max(10).optional(),
    features: z.array(z.string().trim().min(1).max(300)).max(20).optional(),
    images: z.array(assetId).max(20).optional(),
  })
  .meta({ id: 'PageStory' })
export type PageStory = z.infer<typeof pageStory>

/** A story that is planned from a sentence, from pictures or from a page; or a whole document. */
export const storyboardRequest = z
  .strictObject({
    ...storyParts,
    prompt: z.string().trim().min(3).max(2000),
    images: z.array(assetId).max(MOST_SEGMENTS),
    page: pageStory,
    segments: z.array(segmentInput).max(MOST_SEGMENTS),
    duration: z.number().min(REEL_DURATION.minimum).max(REEL_DURATION.maximum),
    arc: z.enum(ARCS),
    language: z.string().max(20),
    maxCostUsdMicros: usdMicrosSchema,
  })
  .partial()
  .meta({ id: 'StoryboardRequest' })
export type StoryboardRequest = z.infer<typeof storyboardRequest>

/** A clip that exists, or the part of it between `in` and `out`, as a take. */
export const takeOfAsset = z
  .strictObject({ assetId, in: z.number().min(0).optional(), out: z.number().min(0).optional() })
  .meta({ id: 'TakeOfAsset' })
export type TakeOfAsset = z.infer<typeof takeOfAsset>

/** Another take of a segment: a clip that exists, or one that is made anew. */
export const takeRequest = z
  .union([
    takeOfAsset,
    z.strictObject({
      seed: z.int().min(0).max(4_294_967_295).optional(),
      provider: z.string().max(50).optional(),
      model: z.string().max(100).optional(),
      maxCostUsdMicros: usdMicrosSchema.optional(),
    }),
  ])
  .meta({ id: 'TakeRequest' })
export type TakeRequest = z.infer<typeof takeRequest>
/** Which of a segment's takes is shown, by what it came from. */
export const takeChoice = z
  .strictObject({ jobId: jobId.optional(), assetId: assetId.optional() })
  .refine((choice) => choice.jobId !== undefined || choice.assetId !== undefined, {
    path: ['jobId'],
    message: 'a job or an asset is needed',
  })
  .meta({ id: 'TakeChoice' })
export type TakeChoice = z.infer<typeof takeChoice>

export const storyboardQuery = z.strictObject({ q: z.string().max(200).optional(), ...listQuery })
export const storyboardList = z.object({ items: z.array(storyboard), nextCursor: z.string().nullable() }).meta({ id: 'StoryboardList' })
export type StoryboardList = z.infer<typeof storyboardList>
