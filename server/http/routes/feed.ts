import { createRoute } from '@hono/zod-openapi'
import { changePage, changeQuery, jobId } from 'shared/wire'
import { z } from 'zod'
import { answerPage } from '../answer-page.ts'
import { createRoutes } from '../context.ts'
import { streamChanges } from '../event-stream.ts'
import { bearer, json, problems } from '../route-parts.ts'
import type { Services } from '../services.ts'

const PAGE = 200
const seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const getChanges = createRoute({
  method: 'get',
  path: '/api/changes',
  tags: ['Feed'],
  summary: 'What changed after a point, in order; from 0 it is everything there is',
  security: bearer,
  request: { query: changeQuery },
  responses: { 200: json(changePage, 'A page of changes'), ...problems },
})

const getEvents = createRoute({
  method: 'get',
  path: '/api/events',
  tags: ['Feed'],
  summary: 'The same changes as server-sent events, as they happen',
  description:
    'First `hello`, then `change` events whose id is the seq. `Last-Event-ID` or `after` resumes; without, the stream starts now. A comment at least every 15 s.',
  security: bearer,
  request: {
    query: z.strictObject({ after: seq.optional(), job: jobId.optional() }),
    headers: z.object({ 'last-event-id': seq.optional() }),
  },
  responses: { 200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } }, ...problems },
})

/** The feed, as pages and as a stream. */
export function feedRoutes({ changes, stopping }: Services) {
  return createRoutes()
    .openapi(getChanges, async (c) => {
      const { after = 0, limit = PAGE } = c.req.valid('query')
      return answerPage(c, await changes.page(c.var.userId, after, limit))
    })
    .openapi(getEvents, async (c) => {
      const { after, job } = c.req.valid('query')
      const hello = await changes.hello(c.var.userId)
      const signal = AbortSignal.any([c.req.raw.signal, stopping])
      const following = changes.subscribe(c.var.userId, {
        after: c.req.valid('header')['last-event-id'] ?? after ?? hello.seq,
        signal,
        ...(job === undefined ? {} : { jobId: job }),
      })
      return c.body(streamChanges(hello, following), 200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      })
    })
}
