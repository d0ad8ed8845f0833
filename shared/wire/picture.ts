import { z } from 'zod'
import { ASPECT_RATIOS, CAMERA_MOVES, INTENSITIES } from '../camera/index.ts'
import { LIGHTINGS } from '../strategy/index.ts'
import { asset } from './asset.ts'
import { cameraFrom, CLIP_RESOLUTIONS, CLIP_STYLES, DURATION, FRAME_RATES, MOST_REFERENCES, QUALITIES } from './clip.ts'
import { assetId } from './primitives.ts'
import { asked, asking, whom } from './sound.ts'

export const IMAGE_PROMPT_LENGTH = { minimum: 3, maximum: 32_000 } as const

const pictureFields = {
  kind: z.literal('image'),
  prompt: z.string().trim().min(IMAGE_PROMPT_LENGTH.minimum).max(IMAGE_PROMPT_LENGTH.maximum).optional(),
  image: assetId.optional().meta({ description: 'The picture that is changed; without it one is made from the words' }),
  references: z.array(assetId).max(MOST_REFERENCES).optional(),
  aspectRatio: z.enum(ASPECT_RATIOS).optional(),
  resolution: z.enum(CLIP_RESOLUTIONS).optional(),
  style: z.enum(CLIP_STYLES).optional(),
  lighting: z.enum(LIGHTINGS).optional(),
  camera: z.enum(CAMERA_MOVES).optional().meta({ description: 'Local engine: the move along which the picture is reframed' }),
  cameraFrom: cameraFrom.optional(),
  duration: z
    .number()
    .min(DURATION.minimum)
    .max(DURATION.named)
    .optional()
    .meta({ description: 'Local engine: seconds that the move takes; 5 where left out' }),
  frameRate: z
    .literal(FRAME_RATES)
    .optional()
    .meta({ description: 'Local engine: of the clip that the picture is a frame of; 30 where left out' }),
  motionIntensity: z.enum(INTENSITIES).optional(),
  at: z.number().min(0).max(1).optional().meta({ description: 'Local engine: how far along the move, 1 is its end' }),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  quality: z.enum(QUALITIES).optional(),
}

/** A still picture: made from words, or a picture changed by them. */
export const imageRequest = z
  .strictObject({ ...pictureFields, ...asking })
  .refine(({ prompt, image }) => prompt !== undefined || image !== undefined, {
    path: ['prompt'],
    message: 'a prompt or an image is needed',
  })
  .meta({ id: 'ImageRequest' })
export type ImageRequest = z.infer<typeof imageRequest>
/** A request for a picture with every default filled in. */
export const resolvedImage = z
  .object({
    ...pictureFields,
    ...whom,
    aspectRatio: z.enum(ASPECT_RATIOS),
    resolution: z.enum(CLIP_RESOLUTIONS),
    style: z.enum(CLIP_STYLES),
    motionIntensity: z.enum(INTENSITIES),
    at: z.number(),
    seed: z.int(),
    quality: z.enum(QUALITIES),
    fallback: z.boolean(),
    asked,
  })
  .meta({ id: 'ResolvedImage' })
export type ResolvedImage = z.infer<typeof resolvedImage>
export const imageResult = z.object({ image: asset }).meta({ id: 'ImageResult' })
export type ImageResult = z.infer<typeof imageResult>
