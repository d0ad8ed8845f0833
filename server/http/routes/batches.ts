import { createRoute } from '@hono/zod-openapi'
import {
  batch,
  batchId,
  type BatchRequest,
  batchRequest,
  betterThan,
  type ClipRequest,
  clipRequest,
  MOST_IN_BATCH,
  type Outcome,
  PLANNED_OPTIONS,
  refuse,
  succeed,
  takesOf,
} from 'shared/wire'
import { z } from 'zod'
import { answerProblem, createRoutes } from '../context.ts'
import { problemOfInvalid, refuseInvalid } from '../invalid.ts'
import { bearer, json, jsonBody, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'

const params = z.object({ id: batchId })

const createBatch = createRoute({
  method: 'post',
  path: '/api/batches',
  tags: ['Batches'],
  summary: 'Ask for many clips in one go; all are admitted or none',
  security: bearer,
  request: { headers: spendingHeaders, body: jsonBody(batchRequest) },
  responses: { 202: { ...json(batch, 'The batch'), headers: z.object({ location: z.string() }) }, ...problems },
})

const getBatch = createRoute({
  method: 'get',
  path: '/api/batches/{id}',
  tags: ['Batches'],
  summary: 'How a batch stands',
  security: bearer,
  request: { params },
  responses: { 200: json(batch, 'The batch'), ...problems },
})

const cancelBatch = createRoute({
  method: 'post',
  path: '/api/batches/{id}/cancel',
  tags: ['Batches'],
  summary: 'Stop what of a batch is not over',
  security: bearer,
  request: { params },
  responses: { 200: json(batch, 'The batch as it is now'), ...problems },
})

/** Many jobs at once. */
export function batchRoutes({ jobs }: Services) {
  return createRoutes()
    .openapi(
      createBatch,
      async (c) => {
        const body = c.req.valid('json')
        const takes = layOut(body)
        if (!takes.ok) return answerProblem(c, takes.problem)
        const key = c.req.valid('header')['idempotency-key'] ?? null
        const wish = { takes: takes.value, maxCostUsdMicros: body.maxCostUsdMicros ?? null, body }
        const outcome = await jobs.createBatch(c.var.userId, wish, key)
        if (!outcome.ok) return answerProblem(c, outcome.problem)
        c.header('Location', `/api/batches/${outcome.value.id}`)
        return c.json(outcome.value, 202)
      },
      refuseInvalid({ planned: PLANNED_OPTIONS }),
    )
    .openapi(getBatch, async (c) => {
      const outcome = await jobs.batch(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(cancelBatch, async (c) => {
      const outcome = await jobs.cancelBatch(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
}

interface LaidOut {
  readonly request: ClipRequest
  readonly variantIndex: number | null
}

/** The requests of a batch, each checked as if it had come alone; the hero in a better tier and the others as drafts, where that was asked for. */
function layOut(body: BatchRequest): Outcome<readonly LaidOut[]> {
  const takes = takesOf(body)
  if (takes.length > MOST_IN_BATCH) {
    const message = `makes ${takes.length} jobs; ${MOST_IN_BATCH} are allowed`
    return refuse('invalid_request', `A batch that ${message}.`, { issues: [{ path: '', message, range: { maximum: MOST_IN_BATCH } }] })
  }
  const hero = body.heroIndex ?? takes.length - 1
  if (hero >= takes.length) {
    const range = { minimum: 0, maximum: takes.length - 1 }
    return refuse('invalid_request', 'heroIndex: there is no such request.', {
      issues: [{ path: 'heroIndex', message: 'there is no such request', range }],
    })
  }
  const laidOut: LaidOut[] = []
  for (const [index, take] of takes.entries()) {
    const parsed = clipRequest.safeParse(take.request)
    if (!parsed.success) return { ok: false, problem: problemOfInvalid(parsed.error, take.request, PLANNED_OPTIONS) }
    const { quality } = parsed.data
    const tier = body.useCostOptimization === true ? { quality: index === hero ? betterThan(quality) : ('draft' as const) } : {}
    laidOut.push({ request: { ...parsed.data, ...tier }, variantIndex: take.variantIndex })
  }
  return succeed(laidOut)
}
