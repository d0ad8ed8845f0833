import { Readable } from 'node:stream'
import { createRoute } from '@hono/zod-openapi'
import { usage, usageQuery } from 'shared/wire'
import { z } from 'zod'
import { answerProblem, createRoutes } from '../context.ts'
import { bearer, json, problems } from '../route-parts.ts'
import type { Services } from '../services.ts'

const summary = createRoute({
  method: 'get',
  path: '/api/usage',
  tags: ['Money'],
  summary: 'What was made, how often it succeeded, how long it took and what it cost',
  security: bearer,
  request: { query: usageQuery },
  responses: { 200: json(usage, 'The figures of the span'), ...problems },
})

const sheet = createRoute({
  method: 'get',
  path: '/api/usage.csv',
  tags: ['Money'],
  summary: 'Every movement of money of a span as a spreadsheet',
  security: bearer,
  request: { query: usageQuery },
  responses: {
    200: { description: 'CSV by RFC 4180, oldest first; no cell is a formula', content: { 'text/csv': { schema: z.string() } } },
    ...problems,
  },
})

/** What a user has made and spent. */
export function usageRoutes({ accounts }: Services) {
  return createRoutes()
    .openapi(summary, async (c) => {
      const outcome = await accounts.usage(c.var.userId, c.req.valid('query'))
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(sheet, (c) => {
      const outcome = accounts.exportLedger(c.var.userId, c.req.valid('query'))
      if (!outcome.ok) return answerProblem(c, outcome.problem)
      const headers = { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="pagereel-usage.csv"' }
      return c.body(Readable.toWeb(Readable.from(outcome.value, { objectMode: false })), 200, headers)
    })
}
