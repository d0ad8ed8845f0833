import { createRoute } from '@hono/zod-openapi'
import { attemptId, job, operation, operationAdoption, operationList, operationQuery } from 'shared/wire'
import { z } from 'zod'
import { answerProblem, createRoutes } from '../context.ts'
import { bearer, json, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'

const params = z.object({ id: attemptId })

const listOperations = createRoute({
  method: 'get',
  path: '/api/operations',
  tags: ['Operations'],
  summary: 'List what providers were asked to do, newest first',
  security: bearer,
  request: { query: operationQuery },
  responses: { 200: json(operationList, 'A page of attempts'), ...problems },
})

const adopt = createRoute({
  method: 'post',
  path: '/api/operations/{id}/adopt',
  tags: ['Operations'],
  summary: 'Take over the result of an attempt whose outcome was unknown',
  security: bearer,
  request: { params, headers: spendingHeaders, body: { content: { 'application/json': { schema: operationAdoption } } } },
  responses: { 202: { ...json(job, 'A new job with the result'), headers: z.object({ location: z.string() }) }, ...problems },
})

const release = createRoute({
  method: 'post',
  path: '/api/operations/{id}/release',
  tags: ['Operations'],
  summary: 'Give up an attempt whose outcome is unknown; it counts against the budget no longer',
  security: bearer,
  request: { params },
  responses: { 200: json(operation, 'The attempt as it is now'), ...problems },
})

/** Attempts, and what a person decides about those with an unknown outcome. */
export function operationRoutes({ jobs }: Services) {
  return createRoutes()
    .openapi(listOperations, async (c) => {
      const outcome = await jobs.operations(c.var.userId, c.req.valid('query'))
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(adopt, async (c) => {
      const key = c.req.valid('header')['idempotency-key'] ?? null
      const outcome = await jobs.adopt(c.var.userId, c.req.valid('param').id, c.req.valid('json'), key)
      if (!outcome.ok) return answerProblem(c, outcome.problem)
      c.header('Location', `/api/jobs/${outcome.value.job.id}`)
      return c.json(outcome.value.job, 202)
    })
    .openapi(release, async (c) => {
      const outcome = await jobs.release(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
}
