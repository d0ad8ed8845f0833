import { createRoute } from '@hono/zod-openapi'
import { sumUsdMicros, usdMicros } from 'shared/money'
import {
  type Batch,
  campaign,
  type Campaign,
  type CampaignClip,
  type CampaignGroup,
  campaignRequest,
  type Outcome,
  succeed,
} from 'shared/wire'
import { z } from 'zod'
import { type PlannedClip, planCampaign } from '../../storyboards/index.ts'
import { answerProblem, createRoutes } from '../context.ts'
import { refuseInvalid } from '../invalid.ts'
import { bearer, json, jsonBody, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'

const createCampaign = createRoute({
  method: 'post',
  path: '/api/campaigns',
  tags: ['Batches'],
  summary: 'Plan all clips of a campaign from a brief; with `confirm` they are made as one batch',
  security: bearer,
  request: { headers: spendingHeaders, body: jsonBody(campaignRequest) },
  responses: {
    200: json(campaign, 'The plan with its price; nothing was spent'),
    202: { ...json(campaign, 'The clips that are being made'), headers: z.object({ location: z.string() }) },
    ...problems,
  },
})

type Priced = Pick<CampaignClip, 'usdMicros' | 'provider' | 'model' | 'jobId'>

/** Campaigns, which are batches that were planned. */
export function campaignRoutes({ jobs }: Pick<Services, 'jobs'>) {
  return createRoutes().openapi(
    createCampaign,
    async (c) => {
      const brief = c.req.valid('json')
      const clips = planCampaign(brief)
      if (brief.confirm !== true) {
        const prices = await priceAll(jobs, c.var.userId, clips)
        return prices.ok ? c.json(present(clips, prices.value, null), 200) : answerProblem(c, prices.problem)
      }
      const key = c.req.valid('header')['idempotency-key'] ?? null
      const wish = { takes: clips, maxCostUsdMicros: brief.maxCostUsdMicros ?? null, body: brief }
      const made = await jobs.createBatch(c.var.userId, wish, key)
      if (!made.ok) return answerProblem(c, made.problem)
      c.header('Location', `/api/batches/${made.value.id}`)
      return c.json(present(clips, matchJobs(clips, made.value.jobs), made.value.id), 202)
    },
    refuseInvalid({ schema: campaignRequest }),
  )
}

async function priceAll(jobs: Services['jobs'], userId: string, clips: readonly PlannedClip[]): Promise<Outcome<readonly Priced[]>> {
  const prices: Priced[] = []
  for (const { request } of clips) {
    const estimate = await jobs.estimate(userId, request)
    if (!estimate.ok) return estimate
    prices.push({ usdMicros: estimate.value.usdMicros, provider: estimate.value.provider, model: estimate.value.model, jobId: null })
  }
  return succeed(prices)
}

/** The jobs of a batch beside the clips that they make, in the same order; null for a clip whose job was deleted since. */
function matchJobs(clips: readonly PlannedClip[], jobs: Batch['jobs']): readonly (Priced | null)[] {
  let next = 0
  return clips.map(({ request }) => {
    const job = jobs[next]
    if (job?.kind !== 'clip' || job.request.prompt !== request.prompt || job.request.image !== request.image) return null
    next += 1
    return { usdMicros: job.cost.estimatedUsdMicros, provider: job.provider, model: job.model, jobId: job.id }
  })
}

/** The clips by what they are for, without those that have no price. */
function present(clips: readonly PlannedClip[], prices: readonly (Priced | null)[], batchId: string | null): Campaign {
  const priced = clips.flatMap(({ group, label, request }, index) => {
    const price = prices[index]
    return price === undefined || price === null ? [] : [{ group, clip: { label, request, ...price } }]
  })
  const of = (group: CampaignGroup): CampaignClip[] => priced.filter((one) => one.group === group).map(({ clip }) => clip)
  return {
    groups: { bRoll: of('bRoll'), productShots: of('productShots'), transitions: of('transitions'), variants: of('variants') },
    total: priced.length,
    usdMicros: sumUsdMicros(...priced.map(({ clip }) => usdMicros(clip.usdMicros))),
    batchId,
  }
}
