import { createRoute } from '@hono/zod-openapi'
import {
  type Estimate,
  type EstimateRequest,
  type Outcome,
  PLANNED_OPTIONS,
  clipRequest,
  estimate,
  estimateRequest,
  job,
  jobId,
  jobList,
  jobPatch,
  jobQuery,
  jobRequest,
  jobRetry,
  providerList,
  remakeRequest,
} from 'shared/wire'
import { isTerminal } from 'shared/progress'
import { z } from 'zod'
import { answerPage } from '../answer-page.ts'
import { answer, answerProblem, createRoutes } from '../context.ts'
import { refuseInvalid } from '../invalid.ts'
import { bearer, json, jsonBody, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'

const LONGEST_WAIT_SECONDS = 60
const params = z.object({ id: jobId })

const createJob = createRoute({
  method: 'post',
  path: '/api/jobs',
  tags: ['Jobs'],
  summary: 'Ask for a clip, a picture, a voice, music, a transcript, stems, a reel or an export',
  security: bearer,
  request: {
    headers: spendingHeaders.extend({
      prefer: z.string().max(200).optional().meta({ description: '`wait=N` waits up to N (at most 60) seconds for the job to end' }),
    }),
    body: jsonBody(jobRequest),
  },
  responses: {
    200: json(job, 'The job, which ended while it was waited for'),
    202: { ...json(job, 'The job'), headers: z.object({ location: z.string() }) },
    ...problems,
  },
})

const listJobs = createRoute({
  method: 'get',
  path: '/api/jobs',
  tags: ['Jobs'],
  summary: 'List jobs, newest first',
  security: bearer,
  request: { query: jobQuery },
  responses: { 200: json(jobList, 'A page of jobs'), ...problems },
})

const getJob = createRoute({
  method: 'get',
  path: '/api/jobs/{id}',
  tags: ['Jobs'],
  summary: 'Read a job',
  security: bearer,
  request: { params },
  responses: { 200: json(job, 'The job'), ...problems },
})

const patchJob = createRoute({
  method: 'patch',
  path: '/api/jobs/{id}',
  tags: ['Jobs'],
  summary: 'Name, rate, tag, pin or favourite a job',
  security: bearer,
  request: { params, body: jsonBody(jobPatch) },
  responses: { 200: json(job, 'The job as it is now'), ...problems },
})

const deleteJob = createRoute({
  method: 'delete',
  path: '/api/jobs/{id}',
  tags: ['Jobs'],
  summary: 'Delete a job that has ended; it can be restored for 30 days',
  security: bearer,
  request: { params },
  responses: { 204: { description: 'Deleted' }, ...problems },
})

const restoreJob = createRoute({
  method: 'post',
  path: '/api/jobs/{id}/restore',
  tags: ['Jobs'],
  summary: 'Take a deletion back',
  security: bearer,
  request: { params },
  responses: { 200: json(job, 'The job as it is now'), ...problems },
})

const cancelJob = createRoute({
  method: 'post',
  path: '/api/jobs/{id}/cancel',
  tags: ['Jobs'],
  summary: 'Stop a job',
  security: bearer,
  request: { params },
  responses: { 200: json(job, 'The job as it is now'), ...problems },
})

const retryJob = createRoute({
  method: 'post',
  path: '/api/jobs/{id}/retry',
  tags: ['Jobs'],
  summary: 'Ask for the same again, in a new job',
  security: bearer,
  request: { params, headers: spendingHeaders, body: { content: { 'application/json': { schema: jobRetry } } } },
  responses: { 202: { ...json(job, 'The new job'), headers: z.object({ location: z.string() }) }, ...problems },
})

const remakeJob = createRoute({
  method: 'post',
  path: '/api/jobs/{id}/remake',
  tags: ['Jobs'],
  summary: 'Ask for the same clip in another quality',
  security: bearer,
  request: { params, headers: spendingHeaders, body: jsonBody(remakeRequest) },
  responses: { 202: { ...json(job, 'The new job'), headers: z.object({ location: z.string() }) }, ...problems },
})

const postEstimate = createRoute({
  method: 'post',
  path: '/api/estimates',
  tags: ['Prices'],
  summary: 'What a request would cost, and where',
  security: bearer,
  request: { body: jsonBody(estimateRequest) },
  responses: { 200: json(estimate, 'The price and what it is made of'), ...problems },
})

const getProviders = createRoute({
  method: 'get',
  path: '/api/providers',
  tags: ['Prices'],
  summary: 'What can be asked of whom, and at what price',
  security: bearer,
  responses: { 200: json(providerList, 'The providers'), ...problems },
})

const requestHook = refuseInvalid({ schema: clipRequest, planned: PLANNED_OPTIONS })
const listHook = refuseInvalid()
const patchHook = refuseInvalid({ schema: jobPatch })

/** Jobs, what they would cost and who could do them. */
export function jobRoutes({ jobs }: Services) {
  const estimateOf = async (userId: string, asked: EstimateRequest): Promise<Outcome<Estimate>> => {
    if ('kind' in asked) return await jobs.estimate(userId, asked)
    if (!('segmentId' in asked)) return await jobs.estimate(userId, { kind: 'reel', ...asked })
    const { storyboardId, segmentId, ...wish } = asked
    return await jobs.estimateTake(userId, { storyboardId, segmentId }, wish)
  }
  return createRoutes()
    .openapi(
      createJob,
      async (c) => {
        const headers = c.req.valid('header')
        const created = await jobs.create(c.var.userId, c.req.valid('json'), { idempotencyKey: headers['idempotency-key'] ?? null })
        if (!created.ok) return answerProblem(c, created.problem)
        const { id } = created.value.job
        c.header('Location', `/api/jobs/${id}`)
        const seconds = waitOf(headers.prefer)
        if (seconds === 0) return c.json(created.value.job, 202)
        c.header('Preference-Applied', `wait=${seconds}`)
        const waited = (await jobs.waitFor(c.var.userId, id, seconds * 1000, c.req.raw.signal)) ?? created.value.job
        return isTerminal(waited.status) ? c.json(waited, 200) : c.json(waited, 202)
      },
      requestHook,
    )
    .openapi(
      listJobs,
      async (c) => {
        const outcome = await jobs.list(c.var.userId, c.req.valid('query'))
        return outcome.ok ? answerPage(c, outcome.value) : answerProblem(c, outcome.problem)
      },
      listHook,
    )
    .openapi(getJob, async (c) => {
      const found = await jobs.get(c.var.userId, c.req.valid('param').id)
      return found === null ? answer(c, 'not_found', NO_JOB) : c.json(found, 200)
    })
    .openapi(
      patchJob,
      async (c) => {
        const outcome = await jobs.patch(c.var.userId, c.req.valid('param').id, c.req.valid('json'))
        return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
      },
      patchHook,
    )
    .openapi(deleteJob, async (c) => {
      const outcome = await jobs.remove(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.body(null, 204) : answerProblem(c, outcome.problem)
    })
    .openapi(restoreJob, async (c) => {
      const outcome = await jobs.restore(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(cancelJob, async (c) => {
      const outcome = await jobs.cancel(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(retryJob, async (c) => {
      const key = c.req.valid('header')['idempotency-key'] ?? null
      const outcome = await jobs.retry(c.var.userId, c.req.valid('param').id, c.req.valid('json'), key)
      if (!outcome.ok) return answerProblem(c, outcome.problem)
      c.header('Location', `/api/jobs/${outcome.value.job.id}`)
      return c.json(outcome.value.job, 202)
    })
    .openapi(remakeJob, async (c) => {
      const key = c.req.valid('header')['idempotency-key'] ?? null
      const outcome = await jobs.remake(c.var.userId, c.req.valid('param').id, c.req.valid('json'), key)
      if (!outcome.ok) return answerProblem(c, outcome.problem)
      c.header('Location', `/api/jobs/${outcome.value.job.id}`)
      return c.json(outcome.value.job, 202)
    })
    .openapi(
      postEstimate,
      async (c) => {
        const asked = c.req.valid('json')
        const outcome = await estimateOf(c.var.userId, asked)
        return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
      },
      requestHook,
    )
    .openapi(getProviders, async (c) => c.json(await jobs.providers(c.var.userId), 200))
}

const NO_JOB = 'There is no such job.'

/** Seconds that a Prefer header (RFC 7240) asks to wait, at most 60; 0 where it asks for none. */
function waitOf(prefer: string | undefined): number {
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:[,;]|$)/i.exec(prefer ?? '')?.[1]
  return Math.min(LONGEST_WAIT_SECONDS, Number(seconds ?? 0))
}
