import { z } from 'zod'
import { ASPECT_RATIOS } from '../camera/index.ts'
import { asset } from './asset.ts'
import { CLIP_STYLES, QUALITIES } from './clip.ts'
import { assetId, usdMicrosSchema } from './primitives.ts'
import { ARCS, FLOWS, REEL_DURATION, storyboardId } from './storyboard.ts'

/** Where a film is going to be shown, with its frame, its safe zones and its loudness. */
export const EXPORT_PRESETS = [
  'mp4',
  'webm',
  'webm_av1',
  'gif',
  'tiktok',
  'reels',
  'shorts',
  'youtube',
  'feed_4x5',
  'feed_1x1',
  'archive',
  'otio',
] as const
export type ExportPreset = (typeof EXPORT_PRESETS)[number]
/** Presets that write a storyboard itself, film or no film. */
export const PROJECT_PRESETS = ['archive', 'otio'] as const satisfies readonly ExportPreset[]

/** A reel of a storyboard: what is missing is made, then all is joined. */
const ofStoryboard = {
  storyboardId: storyboardId.optional(),
  generate: z.boolean().optional().meta({ description: 'False: only joins what is there' }),
  /** Goes on although `checkFrames` asks a person to look at the frames first. */
  framesChecked: z.boolean().optional(),
}
const planned = {
  prompt: z.string().trim().min(3).max(2000).optional(),
  image: assetId.optional(),
  images: z.array(assetId).max(20).optional(),
  duration: z.number().min(REEL_DURATION.minimum).max(REEL_DURATION.maximum).optional(),
  style: z.enum(CLIP_STYLES).optional(),
  aspectRatio: z.enum(ASPECT_RATIOS).optional(),
  quality: z.enum(QUALITIES).optional(),
  flow: z.enum(FLOWS).optional(),
  arc: z.enum(ARCS).optional(),
}

const reelFields = { kind: z.literal('reel'), ...ofStoryboard, ...planned }

export const reelRequest = z
  .strictObject({ ...reelFields, maxCostUsdMicros: usdMicrosSchema.optional() })
  .refine(({ storyboardId: id, prompt, image, images }) => [id, prompt, image, images].some((given) => given !== undefined), {
    path: ['storyboardId'],
    message: 'a storyboard, a prompt or pictures are needed',
  })
  .meta({ id: 'ReelRequest' })
export type ReelRequest = z.infer<typeof reelRequest>

/** A request for a reel with its storyboard, which was planned where none was named. */
export const resolvedReel = z.object({ ...reelFields, storyboardId }).meta({ id: 'ResolvedReel' })
export type ResolvedReel = z.infer<typeof resolvedReel>

export const reelResult = z.object({ video: asset, poster: asset, filmstrip: asset, captions: asset.optional() }).meta({ id: 'ReelResult' })
export type ReelResult = z.infer<typeof reelResult>

const exportFields = {
  kind: z.literal('export'),
  storyboardId: storyboardId.optional(),
  assetId: assetId.optional(),
  preset: z.enum(EXPORT_PRESETS),
}

export const exportRequest = z
  .strictObject({ ...exportFields, maxCostUsdMicros: usdMicrosSchema.optional() })
  .refine(({ storyboardId: id, assetId: file }) => (id === undefined) !== (file === undefined), {
    path: ['storyboardId'],
    message: 'either a storyboard or an asset is needed',
  })
  .refine(({ preset, assetId: file }) => file === undefined || PROJECT_PRESETS.every((project) => project !== preset), {
    path: ['preset'],
    message: 'is of a storyboard, not of an asset',
  })
  .meta({ id: 'ExportRequest' })
export type ExportRequest = z.infer<typeof exportRequest>
/** A request for an export; of a storyboard with the film of its last reel in `assetId`, unless the storyboard itself is written. */
export const resolvedExport = z.object(exportFields).meta({ id: 'ResolvedExport' })
export type ResolvedExport = z.infer<typeof resolvedExport>
export const exportResult = z.object({ file: asset.nullable(), poster: asset.nullable() }).meta({ id: 'ExportResult' })
export type ExportResult = z.infer<typeof exportResult>
