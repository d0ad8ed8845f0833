import { createRoute } from '@hono/zod-openapi'
import { job, jobId, segmentId, storyboard, storyboardId, takeRequest } from 'shared/wire'
import { z } from 'zod'
import { answerProblem, createRoutes } from '../context.ts'
import { editHeaders, versionOf } from '../if-match.ts'
import { bearer, json, jsonBody, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'

const createTake = createRoute({
  method: 'post',
  path: '/api/storyboards/{id}/segments/{sid}/takes',
  tags: ['Storyboards'],
  summary: 'Make another take of a segment, or take a clip that exists as one',
  security: bearer,
  request: {
    params: z.object({ id: storyboardId, sid: segmentId }),
    headers: spendingHeaders.extend(editHeaders.shape),
    body: jsonBody(takeRequest),
  },
  responses: {
    201: json(storyboard, 'The storyboard with the clip that was taken'),
    202: { ...json(job, 'The job that makes the take'), headers: z.object({ location: z.string() }) },
    ...problems,
  },
})

const goOn = createRoute({
  method: 'post',
  path: '/api/jobs/{id}/continue',
  tags: ['Jobs'],
  summary: 'Let a reel go on that waits until somebody has looked at its frames',
  security: bearer,
  request: { params: z.object({ id: jobId }) },
  responses: { 200: json(job, 'The reel'), ...problems },
})

/** Further takes of a segment, and what a reel asks of a person while it is made. */
export function takeRoutes({ storyboards, jobs }: Pick<Services, 'storyboards' | 'jobs'>) {
  return createRoutes()
    .openapi(createTake, async (c) => {
      const { id: storyId, sid } = c.req.valid('param')
      const [headers, take] = [c.req.valid('header'), c.req.valid('json')]
      const at = { userId: c.var.userId, storyboardId: storyId, segmentId: sid }
      if ('assetId' in take) {
        const taken = await storyboards.takeAsset(at, take, versionOf(headers))
        return taken.ok ? c.json(taken.value, 201) : answerProblem(c, taken.problem)
      }
      const made = await jobs.retake(c.var.userId, at, take, headers['idempotency-key'] ?? null)
      if (!made.ok) return answerProblem(c, made.problem)
      return c.json(made.value.job, 202, { Location: `/api/jobs/${made.value.job.id}` })
    })
    .openapi(goOn, async (c) => {
      const going = await jobs.goOn(c.var.userId, c.req.valid('param').id)
      return going.ok ? c.json(going.value, 200) : answerProblem(c, going.problem)
    })
}
