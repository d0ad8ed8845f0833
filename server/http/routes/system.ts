import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { answer, createRoutes } from '../context.ts'
import { json, problems } from '../route-parts.ts'
import type { Services } from '../services.ts'

const health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' })

const healthz = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['Health'],
  summary: 'Whether the process answers',
  responses: { 200: json(health, 'It does'), ...problems },
})

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  tags: ['Health'],
  summary: 'Whether jobs are taken up',
  responses: { 200: json(health, 'They are'), ...problems },
})

/** Whether the server lives and works. */
export function systemRoutes({ ready }: Services) {
  return createRoutes()
    .openapi(healthz, (c) => c.json({ status: 'ok' } as const, 200))
    .openapi(readyz, (c) => {
      if (ready()) return c.json({ status: 'ok' } as const, 200)
      return answer(c, 'provider_unavailable', 'The server is starting or stopping.', { action: 'wait' })
    })
}
