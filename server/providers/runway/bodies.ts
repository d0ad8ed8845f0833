import { z } from 'zod'
import {
  GEN4,
  GEN4_IMAGE_1080,
  GEN4_IMAGE_720,
  GEN4_TEXT,
  GROK_RATIOS,
  MUSE,
  OMNI_1080,
  OMNI_720,
  SEEDANCE_1080,
  SEEDANCE_480,
  SEEDANCE_4K,
  SEEDANCE_720,
  VEO,
  WAN_720,
} from './sizes.ts'

/*
 * What each endpoint takes from each model, as far as it is used here; the API rejects every other key (@runwayml/sdk 4.20.1,
 * `resources/*`). A body that does not fit is never sent.
 */

const uri = z.string().min(1)
const reference = z.strictObject({ uri })
const tagged = z.strictObject({ uri, tag: z.string().regex(/^[a-z][a-z0-9_]{2,15}$/i) })
const first = z.tuple([z.strictObject({ uri, position: z.literal('first') })])
const firstAndLast = z
  .array(z.strictObject({ uri, position: z.enum(['first', 'last']) }))
  .min(1)
  .max(2)
const contentModeration = z.strictObject({ publicFigureThreshold: z.enum(['auto', 'low']) }).exactOptional()
const seed = z.int().min(0).max(4_294_967_295).exactOptional()
const audio = z.boolean()
const seconds = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum)
const words = (most: number) => z.string().min(1).max(most)
const unlimited = z.string().min(1)
const promptExpansionMode = z.enum(['disabled', 'balanced', 'quality']).exactOptional()

const veoSeconds = z.literal([4, 6, 8])
const veo = { ratio: z.enum(VEO), duration: veoSeconds, audio, negativePrompt: unlimited.exactOptional(), seed }
const seedance = { duration: seconds(4, 15), audio, seed }
const seedanceSmall = z.enum([...SEEDANCE_480, ...SEEDANCE_720])
const seedanceAny = z.enum([...SEEDANCE_480, ...SEEDANCE_720, ...SEEDANCE_1080, ...SEEDANCE_4K])
const newSeedance = { duration: seconds(4, 30), audio, seed }
const omniSizes = z.enum([...OMNI_720, ...OMNI_1080])
const omni = { duration: seconds(3, 10) }
const h3 = { duration: seconds(5, 15), resolution: z.enum(['480p', '768p']), promptExpansionMode, seed }
const grok = { duration: seconds(1, 15), resolution: z.enum(['480p', '720p', '1080p']) }
const gen4Image = { promptText: words(1000), ratio: z.enum([...GEN4_IMAGE_720, ...GEN4_IMAGE_1080]), contentModeration, seed }

/** `POST /v1/text_to_video`, reference pictures included. */
export const textToVideo = z.discriminatedUnion('model', [
  z.strictObject({
    model: z.literal('gen4.5'),
    promptText: words(1000),
    ratio: z.enum(GEN4_TEXT),
    duration: seconds(2, 10),
    contentModeration,
    seed,
  }),
  z.strictObject({ model: z.literal('veo3.1'), promptText: words(1000), ...veo }),
  z.strictObject({ model: z.literal('veo3.1_fast'), promptText: words(1000), ...veo }),
  z.strictObject({
    model: z.literal('seedance2'),
    promptText: words(3500),
    ratio: seedanceAny,
    references: z.array(reference).max(9).exactOptional(),
    ...seedance,
  }),
  z.strictObject({
    model: z.enum(['seedance2_fast', 'seedance2_mini']),
    promptText: words(3500),
    ratio: seedanceSmall,
    references: z.array(reference).max(9).exactOptional(),
    ...seedance,
  }),
  z.strictObject({
    model: z.literal('seedance2_5'),
    promptText: words(15_000).exactOptional(),
    ratio: z.enum(SEEDANCE_720),
    references: z.array(reference).max(30).exactOptional(),
    ...newSeedance,
  }),
  z.strictObject({
    model: z.literal('wan3'),
    promptText: unlimited,
    ratio: z.enum(WAN_720),
    duration: seconds(2, 30),
    audio,
    references: z.array(reference).max(10).exactOptional(),
  }),
  z.strictObject({ model: z.literal('gemini_omni_flash'), promptText: unlimited, ratio: z.enum(OMNI_720), ...omni }),
  z.strictObject({ model: z.literal('gemini_omni_flash_1.1'), promptText: unlimited, ratio: omniSizes, ...omni }),
  z.strictObject({ model: z.literal('grok_imagine_1_5'), promptText: unlimited, ratio: z.enum(GROK_RATIOS), ...grok }),
])

/** `POST /v1/image_to_video`: a first picture, and a last one where the model takes one. */
export const imageToVideo = z.discriminatedUnion('model', [
  z.strictObject({
    model: z.literal('gen4.5'),
    promptImage: first,
    promptText: words(1000),
    ratio: z.enum(GEN4),
    duration: seconds(2, 10),
    contentModeration,
    seed,
  }),
  z.strictObject({
    model: z.literal('gen4_turbo'),
    promptImage: first,
    promptText: words(1000).exactOptional(),
    ratio: z.enum(GEN4),
    duration: seconds(2, 10),
    contentModeration,
    seed,
  }),
  z.strictObject({ model: z.literal('veo3.1'), promptImage: firstAndLast, promptText: words(1000).exactOptional(), ...veo }),
  z.strictObject({ model: z.literal('veo3.1_fast'), promptImage: firstAndLast, promptText: words(1000).exactOptional(), ...veo }),
  z.strictObject({
    model: z.literal('seedance2'),
    promptImage: firstAndLast,
    promptText: words(3500).exactOptional(),
    ratio: seedanceAny,
    ...seedance,
  }),
  z.strictObject({
    model: z.enum(['seedance2_fast', 'seedance2_mini']),
    promptImage: firstAndLast,
    promptText: words(3500).exactOptional(),
    ratio: seedanceSmall,
    ...seedance,
  }),
  z.strictObject({
    model: z.literal('seedance2_5'),
    promptImage: firstAndLast,
    promptText: words(15_000).exactOptional(),
    ratio: z.enum(SEEDANCE_720),
    ...newSeedance,
  }),
  z.strictObject({ model: z.literal('h3_max'), promptImage: firstAndLast, promptText: unlimited, ...h3 }),
  z.strictObject({
    model: z.literal('wan3'),
    promptImage: firstAndLast,
    promptText: unlimited,
    ratio: z.literal('auto_720p'),
    duration: seconds(2, 30),
    audio,
  }),
  z.strictObject({
    model: z.literal('gemini_omni_flash'),
    promptImage: first,
    promptText: unlimited.exactOptional(),
    ratio: z.enum(OMNI_720),
    ...omni,
  }),
  z.strictObject({
    model: z.literal('gemini_omni_flash_1.1'),
    promptImage: firstAndLast,
    promptText: unlimited,
    ratio: omniSizes,
    ...omni,
  }),
  z.strictObject({ model: z.literal('grok_imagine_1_5'), promptImage: first, promptText: unlimited.exactOptional(), ...grok }),
])

/** `POST /v1/video_to_video`. Where no size can be said, the clip that is given has it. */
export const videoToVideo = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('aleph2'), videoUri: uri, promptText: unlimited.exactOptional(), contentModeration, seed }),
  z.strictObject({ model: z.literal('gemini_omni_flash'), videoUri: uri, promptText: unlimited }),
  z.strictObject({
    model: z.literal('gemini_omni_flash_1.1'),
    mode: z.enum(['extend', 'edit']),
    videoUri: uri,
    promptText: unlimited,
    ratio: omniSizes,
    duration: seconds(3, 10).exactOptional(),
  }),
  z.strictObject({
    model: z.literal('seedance2_5'),
    mode: z.literal('extend'),
    promptVideo: uri,
    promptText: words(15_000),
    ...newSeedance,
  }),
])

/** `POST /v1/text_to_image`, reference pictures included. */
export const textToImage = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('gen4_image'), referenceImages: z.array(tagged).max(3).exactOptional(), ...gen4Image }),
  z.strictObject({ model: z.literal('gen4_image_turbo'), referenceImages: z.array(tagged).min(1).max(3), ...gen4Image }),
  z.strictObject({
    model: z.literal('muse_image'),
    promptText: unlimited,
    ratio: z.enum(MUSE),
    referenceImages: z.array(reference).max(10).exactOptional(),
  }),
])

export const BODIES = { text_to_video: textToVideo, image_to_video: imageToVideo, video_to_video: videoToVideo, text_to_image: textToImage }
export type Endpoint = keyof typeof BODIES

/** The names of what a model's body at an endpoint may say; empty where the endpoint does not know the model. */
export function fieldsOf(endpoint: Endpoint, model: string): ReadonlySet<string> {
  const shapes = BODIES[endpoint].options.map(({ shape }) => shape)
  const shape = shapes.find((each) => each.model.safeParse(model).success)
  return new Set(shape === undefined ? [] : Object.keys(shape))
}
