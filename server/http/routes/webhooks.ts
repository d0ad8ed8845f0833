import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { answer, answerProblem, type HttpEnv } from '../context.ts'
import type { Services } from '../services.ts'

const LARGEST = 1024 * 1024

/** Messages of providers. They carry no token of ours; each adapter judges by its provider's own signature. */
export function webhookRoutes({ jobs, clock }: Services) {
  const limited = bodyLimit({ maxSize: LARGEST, onError: (c) => c.json({ code: 'payload_too_large' }, 413) })
  return new Hono<HttpEnv>().post('/webhooks/:provider', limited, async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer())
    if (body.byteLength === 0) return answer(c, 'invalid_request', 'A message has a body.')
    const heard = await jobs.hear(c.req.param('provider'), { headers: c.req.raw.headers, body, now: clock() })
    return heard.ok ? c.body(null, 204) : answerProblem(c, heard.problem)
  })
}
