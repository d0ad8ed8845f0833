import { z } from 'zod'
import { ASPECT_RATIOS, CAMERA_MOVES } from '../camera/index.ts'
import { LIGHTINGS } from '../strategy/index.ts'
import { CLIP_RESOLUTIONS, CLIP_STYLES, FRAME_RATES, QUALITIES, VIDEO_MODES } from './clip.ts'
import { JOB_KINDS } from './job.ts'
import { isoTime, usdMicrosSchema } from './primitives.ts'

/** What models make; not all of it can be asked for as a job yet. */
export const MODEL_KINDS = ['clip', 'image'] as const

/** What a model can be given to make its work from. */
export const MODEL_MODES = ['text', 'image', 'first_last', 'references', ...VIDEO_MODES] as const

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

/** What a model can do, as data. */
export const capabilities = z
  .object({
    kinds: z.array(z.enum(MODEL_KINDS)),
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
    idempotency: z.enum(['key', 'lookup', 'none']),
    native: nativeCapabilities
      .optional()
      .meta({ description: 'What the model itself makes, before it is cut, enlarged and shortened here' }),
  })
  .meta({ id: 'Capabilities' })
export type Capabilities = z.infer<typeof capabilities>

/** What a model costs, and by what. */
export const modelPrice = z
  .object({
    per: z.enum(['second', 'run']),
    usdMicros: usdMicrosSchema,
    tier: z.string().optional().meta({ description: 'The sizes of this tier only, as `native.sizes` names them' }),
    audio: z.boolean().optional().meta({ description: 'With or without native sound only' }),
    modes: z.array(z.enum(MODEL_MODES)).optional().meta({ description: 'These ways of working only' }),
  })
  .meta({ id: 'ModelPrice' })
export type ModelPrice = z.infer<typeof modelPrice>

export const providerModel = z
  .object({
    id: z.string(),
    capabilities,
    prices: z.array(modelPrice),
    pricePerSecondUsdMicros: usdMicrosSchema,
    quality: z.enum(QUALITIES),
    speed: z.enum(['fast', 'medium', 'slow']),
    typicalSeconds: z.object({ p50: z.number().nullable(), p90: z.number().nullable() }),
    maxDuration: z.number(),
    recommendedFor: z.string(),
    notes: z.array(z.string()),
    providerOptions: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of what `providerOptions` takes' }),
    retiredOn: isoTime.optional(),
  })
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
    savingsTip: z.object({ text: z.string(), usdMicros: usdMicrosSchema, provider: z.string() }).optional(),
  })
  .meta({ id: 'Estimate' })
export type Estimate = z.infer<typeof estimate>
