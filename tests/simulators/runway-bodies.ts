import { z } from 'zod'

/*
 * What Runway takes, written from the facts and apart from the adapter. `1.2` is the table of models in providers-a 1.2, `sdk` the types
 * of @runwayml/sdk 4.20.1 that it sums up. Unknown keys are rejected (1.2, first line).
 */

const R6 = ['1280:720', '720:1280', '1104:832', '832:1104', '960:960', '1584:672'] as const
const VEO = ['1280:720', '720:1280', '1920:1080', '1080:1920'] as const
const S480 = ['992:432', '864:496', '752:560', '640:640', '560:752', '496:864'] as const
/** 1.2: "S12 but 854:480/480:854". */
const S480_NEW = ['992:432', '854:480', '752:560', '640:640', '560:752', '480:854'] as const
const S720 = ['1470:630', '1280:720', '1112:834', '960:960', '834:1112', '720:1280'] as const
const S1080 = ['2206:946', '1920:1080', '1664:1248', '1440:1440', '1248:1664', '1080:1920'] as const
const S4K = ['3840:1646', '3840:2160', '3840:2880', '3840:3840', '2880:3840', '2160:3840'] as const
const WAN_480 = ['832:480', '720:544', '624:624', '544:720', '480:832'] as const
const WAN_720 = ['1280:720', '1104:832', '960:960', '832:1104', '720:1280'] as const
const WAN_1080 = ['1920:1080', '1648:1248', '1440:1440', '1248:1648', '1080:1920'] as const
const WAN_AUTO = ['auto_480p', 'auto_720p', 'auto_1080p'] as const
const OMNI = ['640:360', '360:640', '1280:720', '720:1280', '1920:1080', '1080:1920', '3840:2160', '2160:3840'] as const
const GEN4_IMAGE = [
  '1024:1024',
  '1080:1080',
  '1168:880',
  '1360:768',
  '1440:1080',
  '1080:1440',
  '1808:768',
  '1920:1080',
  '1080:1920',
  '2112:912',
  '1280:720',
  '720:1280',
  '720:720',
  '960:720',
  '720:960',
  '1680:720',
] as const

/** 1.3, last lines: uploads, HTTPS addresses with a domain of at most 2048 characters, data URIs of at most 5 MB. */
export const mediaUri = z.string().refine(
  (uri) => {
    if (uri.startsWith('runway://')) return true
    if (uri.startsWith('data:')) return uri.length <= 5 * 1024 * 1024
    return uri.length <= 2048 && /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\//i.test(uri)
  },
  { error: 'Invalid asset' },
)

const prompt = (most: number) => z.string().min(1).max(most)
/** 1.2, below the table: `seed` 0…4294967295. */
const seed = z.int().min(0).max(4_294_967_295).optional()
const seconds = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum)
const contentModeration = z.strictObject({ publicFigureThreshold: z.enum(['auto', 'low']).optional() }).optional()
const pictures = (...positions: ['first'] | ['first', 'last']) =>
  z.union([mediaUri, z.array(z.strictObject({ uri: mediaUri, position: z.enum(positions) })).min(1)]).refine(startsWithFirst, {
    error: 'A last frame requires a first frame',
  })
/** 1.2: "first/last or unpositioned refs (never mixed)". */
const picturesOrReferences = z
  .union([mediaUri, z.array(z.strictObject({ uri: mediaUri, position: z.enum(['first', 'last']).optional() })).min(1)])
  .refine((given) => typeof given === 'string' || new Set(given.map(({ position }) => position === undefined)).size === 1, {
    error: 'Keyframes and references cannot be mixed',
  })
const references = (most: number) =>
  z
    .array(z.strictObject({ uri: mediaUri }))
    .max(most)
    .optional()
const tagged = z.array(
  z.strictObject({
    uri: mediaUri,
    tag: z
      .string()
      .regex(/^[a-z]\w{2,15}$/i)
      .optional(),
  }),
)

function startsWithFirst(given: string | readonly { readonly position?: string }[]): boolean {
  return typeof given === 'string' || given.some(({ position }) => position === 'first')
}

const veo = {
  ratio: z.enum(VEO),
  duration: z.literal([4, 6, 8]).optional(),
  audio: z.boolean().optional(),
  negativePrompt: z.string().optional(),
  seed,
}
const seedance = { duration: z.union([seconds(4, 15), z.literal('auto')]).optional(), audio: z.boolean().optional(), seed }
const newSeedance = { duration: z.union([seconds(4, 30), z.literal('auto')]).optional(), audio: z.boolean().optional(), seed }
const newSeedanceSizes = z.enum([...S480_NEW, ...S720, ...S1080]).optional()
const seedanceSizes = z.enum([...S480, ...S720, ...S1080, ...S4K]).optional()
const smallSeedanceSizes = z.enum([...S480, ...S720]).optional()
const smallSeedance = z.enum(['seedance2_fast', 'seedance2_mini'])
const h3 = {
  promptText: prompt(Number.MAX_SAFE_INTEGER),
  duration: seconds(5, 15).optional(),
  resolution: z.enum(['480p', '768p']).optional(),
  promptExpansionMode: z.enum(['disabled', 'balanced', 'quality']).optional(),
  seed,
}
const words = prompt(Number.MAX_SAFE_INTEGER)
/** 1.2: gen4.5 "2–10 int, required". */
const gen45 = { promptText: prompt(1000), duration: seconds(2, 10), contentModeration, seed }
const grok = { duration: seconds(1, 15).optional(), resolution: z.enum(['480p', '720p', '1080p']).optional() }

/** 1.2, column t2v. */
export const textToVideo = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('gen4.5'), ratio: z.enum(['1280:720', '720:1280']), ...gen45 }),
  z.strictObject({ model: z.enum(['veo3.1', 'veo3.1_fast']), promptText: prompt(1000), ...veo }),
  z.strictObject({ model: z.literal('seedance2'), promptText: prompt(3500), ratio: seedanceSizes, references: references(9), ...seedance }),
  z.strictObject({ model: smallSeedance, promptText: prompt(3500), ratio: smallSeedanceSizes, references: references(9), ...seedance }),
  z.strictObject({
    model: z.literal('seedance2_5'),
    promptText: prompt(15_000).optional(),
    ratio: newSeedanceSizes,
    references: references(30),
    ...newSeedance,
  }),
  z.strictObject({ model: z.literal('h3_max'), ...h3 }),
  z.strictObject({
    model: z.literal('wan3'),
    promptText: words,
    ratio: z.enum([...WAN_480, ...WAN_720, ...WAN_1080, ...WAN_AUTO]).optional(),
    duration: seconds(2, 30).optional(),
    audio: z.boolean().optional(),
    references: references(10),
  }),
  z.strictObject({
    model: z.literal('gemini_omni_flash'),
    promptText: words,
    ratio: z.enum(['1280:720', '720:1280']).optional(),
    duration: seconds(3, 10).optional(),
  }),
  z.strictObject({
    model: z.literal('gemini_omni_flash_1.1'),
    promptText: words,
    ratio: z.enum(OMNI).optional(),
    duration: z.union([seconds(3, 10), z.literal('auto')]).optional(),
  }),
  z.strictObject({
    model: z.literal('grok_imagine_1_5'),
    promptText: words,
    ratio: z.enum(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3']).optional(),
    ...grok,
  }),
])

/** 1.2, column "i2v positions". */
export const imageToVideo = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('gen4.5'), promptImage: pictures('first'), ratio: z.enum(R6), ...gen45 }),
  z.strictObject({
    model: z.literal('gen4_turbo'),
    promptImage: pictures('first'),
    promptText: prompt(1000).optional(),
    ratio: z.enum(R6),
    duration: seconds(2, 10).optional(),
    contentModeration,
    seed,
  }),
  z.strictObject({
    model: z.enum(['veo3.1', 'veo3.1_fast']),
    promptImage: pictures('first', 'last'),
    promptText: prompt(1000).optional(),
    ...veo,
  }),
  z.strictObject({
    model: z.literal('seedance2'),
    promptImage: picturesOrReferences,
    promptText: prompt(3500).optional(),
    ratio: seedanceSizes,
    ...seedance,
  }),
  z.strictObject({
    model: smallSeedance,
    promptImage: picturesOrReferences,
    promptText: prompt(3500).optional(),
    ratio: smallSeedanceSizes,
    ...seedance,
  }),
  z.strictObject({
    model: z.literal('seedance2_5'),
    promptImage: picturesOrReferences,
    promptText: prompt(15_000).optional(),
    ratio: newSeedanceSizes,
    ...newSeedance,
  }),
  z.strictObject({ model: z.literal('h3_max'), promptImage: pictures('first', 'last'), ...h3 }),
  z.strictObject({
    model: z.literal('wan3'),
    promptImage: picturesOrReferences,
    promptText: words,
    // 1.2: "keyframe i2v must use `auto_*`"
    ratio: z.enum(WAN_AUTO).optional(),
    duration: seconds(2, 30).optional(),
    audio: z.boolean().optional(),
  }),
  z.strictObject({
    model: z.literal('gemini_omni_flash'),
    promptImage: pictures('first'),
    promptText: words.optional(),
    ratio: z.enum(['1280:720', '720:1280']).optional(),
    duration: seconds(3, 10).optional(),
  }),
  z.strictObject({
    model: z.literal('gemini_omni_flash_1.1'),
    promptImage: pictures('first', 'last'),
    promptText: words,
    ratio: z.enum(OMNI).optional(),
    duration: z.union([seconds(3, 10), z.literal('auto')]).optional(),
  }),
  z.strictObject({ model: z.literal('grok_imagine_1_5'), promptImage: pictures('first'), promptText: words.optional(), ...grok }),
])

/** 1.2, column v2v, and 1.3 for what `extend` takes. */
export const videoToVideo = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('aleph2'), videoUri: mediaUri, promptText: words.optional(), contentModeration, seed }),
  z.strictObject({ model: z.literal('gemini_omni_flash'), videoUri: mediaUri, promptText: words, references: references(10) }),
  z.strictObject({
    model: z.literal('gemini_omni_flash_1.1'),
    mode: z.enum(['reference', 'extend', 'edit']).optional(),
    videoUri: mediaUri,
    promptText: words,
    ratio: z.enum(OMNI).optional(),
    duration: z.union([seconds(3, 10), z.literal('auto')]).optional(),
  }),
  z
    .strictObject({
      model: z.literal('seedance2_5'),
      mode: z.enum(['reference', 'extend', 'edit']).optional(),
      promptVideo: mediaUri,
      promptText: prompt(15_000).optional(),
      ratio: newSeedanceSizes,
      ...newSeedance,
    })
    .refine(({ mode, ratio }) => mode !== 'extend' || ratio === undefined, { path: ['ratio'], error: 'extend matches the input' })
    .refine(({ mode, promptText }) => mode !== 'extend' || promptText !== undefined, { path: ['promptText'], error: 'Required' }),
])

/** 1.5. */
export const textToImage = z.discriminatedUnion('model', [
  z.strictObject({
    model: z.literal('gen4_image'),
    promptText: prompt(1000),
    ratio: z.enum(GEN4_IMAGE),
    referenceImages: tagged.max(3).optional(),
    contentModeration,
    seed,
  }),
  z.strictObject({
    model: z.literal('gen4_image_turbo'),
    promptText: prompt(1000),
    ratio: z.enum(GEN4_IMAGE),
    referenceImages: tagged.min(1).max(3),
    contentModeration,
    seed,
  }),
  z.strictObject({
    model: z.literal('muse_image'),
    promptText: words,
    ratio: z.enum(['2352:1008', '2016:1152', '1920:1280', '1792:1344', '1600:1600', '1344:1792', '1280:1920', '1152:2016', 'auto']),
    outputCount: z.int().min(1).max(10).optional(),
    referenceImages: references(10),
  }),
])

export type RunwayBody =
  | z.infer<typeof textToVideo>
  | z.infer<typeof imageToVideo>
  | z.infer<typeof videoToVideo>
  | z.infer<typeof textToImage>
