import { z } from 'zod'
import { assetId, isoTime, jobId, listQuery } from './primitives.ts'

/** `document`: a project archive, or a time line for an editor. */
export const ASSET_TYPES = ['image', 'video', 'audio', 'subtitle', 'document'] as const
export const ASSET_SOURCE_TYPES = ['generated', 'uploaded', 'grabbed', 'captured', 'imported'] as const

/** Where the bytes of an asset came from; one entry for each time they came. */
export const assetSource = z
  .object({
    type: z.enum(ASSET_SOURCE_TYPES),
    at: isoTime,
    filename: z.string().optional(),
    pageUrl: z.string().optional(),
    pageTitle: z.string().optional(),
    imageUrl: z.string().optional(),
    alt: z.string().optional(),
  })
  .meta({ id: 'AssetSource' })
export type AssetSource = z.infer<typeof assetSource>

export const point = z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }).meta({ id: 'Point' })

/** A box inside a picture, as shares of its sides. */
export const rectangle = z
  .strictObject({
    x: z.number().min(0).max(1),
    y: z.number().min(0).max(1),
    width: z.number().gt(0).max(1),
    height: z.number().gt(0).max(1),
  })
  .refine((box) => box.x + box.width <= 1 + 1e-9 && box.y + box.height <= 1 + 1e-9, 'must lie inside the picture')
  .meta({ id: 'Rectangle' })

const metadata = z.record(z.string().max(100), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]))

/** A stored file of one user with what was measured about it. */
export const asset = z
  .object({
    id: assetId,
    type: z.enum(ASSET_TYPES),
    mime: z.string(),
    bytes: z.int(),
    width: z.int().optional(),
    height: z.int().optional(),
    duration: z.number().optional(),
    frameRate: z.number().optional(),
    codec: z.string().optional(),
    bitrate: z.int().optional(),
    hasAudio: z.boolean().optional(),
    focus: point.optional().meta({ description: 'Pictures: the point that a crop keeps, as shares of the sides' }),
    subject: rectangle.optional().meta({ description: 'Pictures: the box of what they show, where it was found' }),
    sha256: z.string(),
    url: z.string().meta({ description: 'Signed absolute path; resolve against the base URL, read again on 403' }),
    title: z.string().optional(),
    description: z.string().optional(),
    tags: z.array(z.string()),
    metadata,
    sourceType: z.enum(ASSET_SOURCE_TYPES),
    sourceJobId: jobId.optional(),
    sources: z.array(assetSource),
    profileId: z.string().optional(),
    purgedAt: isoTime.optional(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: 'Asset' })
export type Asset = z.infer<typeof asset>

export const tags = z.array(z.string().trim().min(1).max(50)).max(50)

export const assetPatch = z
  .strictObject({
    title: z.string().trim().max(200).nullable().optional(),
    description: z.string().trim().max(2000).nullable().optional(),
    tags: tags.optional(),
    metadata: metadata.optional(),
  })
  .meta({ id: 'AssetPatch' })
export type AssetPatch = z.infer<typeof assetPatch>

/** The server fetches the address itself, through its guard. */
export const assetByUrl = z
  .strictObject({ url: z.url({ protocol: /^https?$/ }).max(4000), source: z.lazy(() => assetOrigin).optional() })
  .meta({ id: 'AssetByUrl' })

/** What the extension knows about a picture's origin. */
export const assetOrigin = z
  .strictObject({
    pageUrl: z.url().max(4000).optional(),
    pageTitle: z.string().max(500).optional(),
    imageUrl: z.string().max(4000).optional(),
    alt: z.string().max(1000).optional(),
  })
  .meta({ id: 'AssetOrigin' })
export type AssetOrigin = z.infer<typeof assetOrigin>

export const assetQuery = z.strictObject({
  type: z.enum(ASSET_TYPES).optional(),
  sourceType: z.enum(ASSET_SOURCE_TYPES).optional(),
  tag: z.string().max(50).optional(),
  q: z.string().max(200).optional(),
  ...listQuery,
})
export const assetList = z.object({ items: z.array(asset), nextCursor: z.string().nullable() }).meta({ id: 'AssetList' })
export type AssetList = z.infer<typeof assetList>
