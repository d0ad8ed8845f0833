import { z } from 'zod'
import { ASPECT_RATIOS, CAMERA_MOVES } from '../camera/index.ts'
import { LIGHTINGS } from '../strategy/index.ts'
import { CLIP_RESOLUTIONS, CLIP_STYLES, FRAME_RATES, QUALITIES, VIDEO_MODES } from './clip.ts'
import { JOB_KINDS } from './job-request.ts'
import { isoTime, usdMicrosSchema } from './primitives.ts'

/** What models make. */
export const MODEL_KINDS = ['clip', 'image', 'speech', 'music', 'transcript', 'stems'] as const

/** What a model can be given to make its work from. */
export const MODEL_MODES = ['text', 'image', 'first_last', 'references', ...VIDEO_MODES] as const

/** What a picture can be made from. */
export const IMAGE_MODES = ['text', 'image', 'references'] as const

/** What prices are counted by. Characters are those of a prompt or of a text to be spoken, minutes and seconds those of what is made or heard. */
export const PRICE_UNITS = ['second', 'minute', 'run', 'image', 'input_image', 'thousand_characters'] as const

/** What a model that is asked over the network makes by itself, and how its provider treats a request. */
const nativeCapabilities = z
  .object({
    durations: z.union([z.array(z.number()), z.object({ minimum: z.number(), maximum: z.number(), step: z.number() })]),
    sizes: z.array(z.object({ width: z.int(), height: z.int(), tier: z.string() })),
    frameRate: z.number().nullable(),
    promptLength: z.int(),
    references: z.int(),
    audio: z.enum(['never', 'always', 'optional']),
    cancel: z.enum(['free', 'charged', 'unknown', 'impossible']),
    concurrency: z.int(),
    resultSeconds: z.number().nullable(),
    deadlineSeconds: z.number(),
  })
  .meta({ id: 'NativeCapabilities' })

const idempotency = z.enum(['key', 'lookup', 'none'])
const range = z.object({ minimum: z.number(), maximum: z.number() })
const languages = z.array(z.string()).nullable().meta({ description: 'Language tags; null: all that the model knows' })

/** What a model of clips can do, as data. */
export const capabilities = z
  .object({
    kinds: z.array(z.literal('clip')),
    modes: z.array(z.enum(MODEL_MODES)),
    duration: z.object({ minimum: z.number(), maximum: z.number(), step: z.number() }),
    aspectRatios: z.array(z.enum(ASPECT_RATIOS)),
    resolutions: z.array(z.enum(CLIP_RESOLUTIONS)),
    frameRates: z.array(z.literal(FRAME_RATES)),
    styles: z.array(z.enum(CLIP_STYLES)),
    cameras: z.array(z.enum(CAMERA_MOVES)),
    cameraPaths: z.boolean(),
    lightings: z.array(z.enum(LIGHTINGS)),
    smoothing: z.boolean(),
    audio: z.boolean(),
    seed: z.boolean(),
    negativePrompt: z.boolean(),
    idempotency,
    native: nativeCapabilities
      .optional()
      .meta({ description: 'What the model itself makes, before it is cut, enlarged and shortened here' }),
  })
  .meta({ id: 'Capabilities' })
export type Capabilities = z.infer<typeof capabilities>

const imageCapabilities = z
  .object({
    kinds: z.array(z.literal('image')),
    modes: z.array(z.enum(IMAGE_MODES)),
    aspectRatios: z.array(z.enum(ASPECT_RATIOS)),
    resolutions: z.array(z.enum(CLIP_RESOLUTIONS)),
    promptLength: z.int(),
    references: z.int(),
    seed: z.boolean(),
    cameras: z.boolean().meta({ description: 'Whether it reframes a picture along a camera move' }),
    idempotency,
  })
  .meta({ id: 'ImageCapabilities' })

const speechCapabilities = z
  .object({
    kinds: z.array(z.literal('speech')),
    textLength: z.int(),
    languages,
    speed: range.nullable(),
    words: z.boolean().meta({ description: 'Whether it tells when each word is spoken' }),
    draft: z.boolean().meta({ description: 'Good enough to judge timing by, not to publish' }),
    idempotency,
  })
  .meta({ id: 'SpeechCapabilities' })

const musicCapabilities = z
  .object({ kinds: z.array(z.literal('music')), duration: range, promptLength: z.int(), seed: z.boolean(), idempotency })
  .meta({ id: 'MusicCapabilities' })

const transcriptCapabilities = z
  .object({ kinds: z.array(z.literal('transcript')), maximumSeconds: z.number(), words: z.boolean(), languages, idempotency })
  .meta({ id: 'TranscriptCapabilities' })

const stemsCapabilities = z
  .object({ kinds: z.array(z.literal('stems')), maximumSeconds: z.number(), stems: z.array(z.string()), idempotency })
  .meta({ id: 'StemsCapabilities' })

/** What a model costs, and by what. */
export const modelPrice = z
  .object({
    per: z.enum(PRICE_UNITS),
    usdMicros: usdMicrosSchema,
    tier: z.string().optional().meta({ description: 'The sizes of this tier only, as `native.sizes` names them' }),
    audio: z.boolean().optional().meta({ description: 'With or without native sound only' }),
    modes: z.array(z.enum(MODEL_MODES)).optional().meta({ description: 'These ways of working only' }),
    bound: z.boolean().optional().meta({ description: 'The most that it can be; what is charged is what the provider counts' }),
  })
  .meta({ id: 'ModelPrice' })
export type ModelPrice = z.infer<typeof modelPrice>

const modelTerms = {
  id: z.string(),
  prices: z.array(modelPrice),
  additions: z.array(modelPrice).optional().meta({ description: 'Prices that come on top, each of which applies' }),
  quality: z.enum(QUALITIES),
  speed: z.enum(['fast', 'medium', 'slow']),
  typicalSeconds: z.object({ p50: z.number().nullable(), p90: z.number().nullable() }),
  recommendedFor: z.string(),
  notes: z.array(z.string()),
  providerOptions: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of what `providerOptions` takes' }),
  retiredOn: isoTime.optional(),
}

const clipModel = z
  .object({ kind: z.literal('clip'), ...modelTerms, capabilities, pricePerSecondUsdMicros: usdMicrosSchema, maxDuration: z.number() })
  .meta({ id: 'ClipModel' })
/** A model that makes clips. */
export type ClipProviderModel = z.infer<typeof clipModel>

export const providerModel = z
  .discriminatedUnion('kind', [
    clipModel,
    z.object({ kind: z.literal('image'), ...modelTerms, capabilities: imageCapabilities }).meta({ id: 'ImageModel' }),
    z.object({ kind: z.literal('speech'), ...modelTerms, capabilities: speechCapabilities }).meta({ id: 'SpeechModel' }),
    z.object({ kind: z.literal('music'), ...modelTerms, capabilities: musicCapabilities }).meta({ id: 'MusicModel' }),
    z.object({ kind: z.literal('transcript'), ...modelTerms, capabilities: transcriptCapabilities }).meta({ id: 'TranscriptModel' }),
    z.object({ kind: z.literal('stems'), ...modelTerms, capabilities: stemsCapabilities }).meta({ id: 'StemsModel' }),
  ])
  .meta({ id: 'ProviderModel' })
export type ProviderModel = z.infer<typeof providerModel>

export const provider = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.enum(['available', 'unconfigured', 'degraded', 'down']),
    configure: z.string().nullable(),
    pricesOf: z.string().nullable().optional().meta({ description: 'When its prices were looked up, ISO date' }),
    kinds: z.array(z.enum(MODEL_KINDS)),
    models: z.array(providerModel),
  })
  .meta({ id: 'Provider' })
export type Provider = z.infer<typeof provider>

export const providerList = z.object({ items: z.array(provider), recommendation: z.string() }).meta({ id: 'ProviderList' })
export type ProviderList = z.infer<typeof providerList>

export const estimate = z
  .object({
    usdMicros: usdMicrosSchema,
    provider: z.string(),
    model: z.string(),
    items: z.array(
      z.object({
        label: z.string(),
        kind: z.enum(JOB_KINDS),
        provider: z.string(),
        count: z.number(),
        unitUsdMicros: usdMicrosSchema,
        usdMicros: usdMicrosSchema,
      }),
    ),
    byProvider: z.array(
      z.object({
        provider: z.string(),
        model: z.string(),
        usdMicros: usdMicrosSchema,
        available: z.boolean(),
        reason: z.string().optional(),
      }),
    ),
    segments: z
      .array(z.object({ segmentId: z.string(), usdMicros: usdMicrosSchema }))
      .optional()
      .meta({ description: 'Of a reel: what each segment that is to be made comes to' }),
    savingsTip: z.object({ text: z.string(), usdMicros: usdMicrosSchema, provider: z.string() }).optional(),
  })
  .meta({ id: 'Estimate' })
export type Estimate = z.infer<typeof estimate>
