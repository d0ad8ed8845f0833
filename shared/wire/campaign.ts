import { z } from 'zod'
import { ASPECT_RATIOS } from '../camera/index.ts'
import { QUALITIES } from './clip.ts'
import { assetId, usdMicrosSchema } from './primitives.ts'

/** What a campaign's clips are for. */
export const CAMPAIGN_GROUPS = ['bRoll', 'productShots', 'transitions', 'variants'] as const

/** A brief from which all clips of a campaign are planned. */
export const campaignRequest = z
  .strictObject({
    productName: z.string().trim().min(1).max(120),
    audience: z.string().trim().max(200).optional(),
    benefits: z.array(z.string().trim().min(1).max(200)).max(10).optional(),
    scenes: z.array(z.string().trim().min(1).max(300)).max(10).optional(),
    images: z.array(assetId).max(10).optional(),
    transitionCount: z.int().min(0).max(10).optional(),
    variantCount: z.int().min(0).max(10).optional(),
    aspectRatio: z.enum(ASPECT_RATIOS).optional(),
    quality: z.enum(QUALITIES).optional(),
    confirm: z.boolean().optional(),
    maxCostUsdMicros: usdMicrosSchema.optional(),
  })
  .meta({ id: 'CampaignRequest' })
export type CampaignRequest = z.infer<typeof campaignRequest>
