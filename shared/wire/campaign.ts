import { z } from 'zod'
import { ASPECT_RATIOS } from '../camera/index.ts'
import { clipRequest, QUALITIES } from './clip.ts'
import { assetId, batchId, jobId, usdMicrosSchema } from './primitives.ts'

/** What a campaign's clips are for. */
export const CAMPAIGN_GROUPS = ['bRoll', 'productShots', 'transitions', 'variants'] as const
export type CampaignGroup = (typeof CAMPAIGN_GROUPS)[number]

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

/** One clip of a campaign: what is asked for, what it would cost, and the job that makes it once it was confirmed. */
export const campaignClip = z
  .object({
    label: z.string(),
    request: clipRequest,
    usdMicros: usdMicrosSchema,
    provider: z.string(),
    model: z.string(),
    jobId: jobId.nullable(),
  })
  .meta({ id: 'CampaignClip' })
export type CampaignClip = z.infer<typeof campaignClip>

/** All clips of a campaign by what they are for; without a batch it is a plan and nothing was spent. */
export const campaign = z
  .object({
    groups: z.record(z.enum(CAMPAIGN_GROUPS), z.array(campaignClip)),
    total: z.int(),
    usdMicros: usdMicrosSchema,
    batchId: batchId.nullable(),
  })
  .meta({ id: 'Campaign' })
export type Campaign = z.infer<typeof campaign>
