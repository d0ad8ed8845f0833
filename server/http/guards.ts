import { randomUUID } from 'node:crypto'
import { HTTPException } from 'hono/http-exception'
import type { ErrorHandler, MiddlewareHandler } from 'hono'
import { judgeRequest } from '../security/index.ts'
import { type HttpContext, type HttpEnv, answer, answerProblem } from './context.ts'
import type { Services } from './services.ts'

type Guard = MiddlewareHandler<HttpEnv>

/** Gives each request an id, which its answer carries too, and at level debug writes a line about it; never a query, token or body. */
export function logged({ log }: Services): Guard {
  const isWritten = log.isLevelEnabled('debug')
  return async (c, next) => {
    const requestId = randomUUID()
    const begun = performance.now()
    c.set('requestId', requestId)
    // Set before the answer is made: a header that is added to a finished answer has its body copied into a new one.
    c.header('X-Request-Id', requestId)
    await next()
    // A refusal given while the body is still coming ends the connection, and the client must not send its next request by it.
    if (c.res.status >= 400 && c.env?.incoming?.complete === false) c.header('Connection', 'close')
    if (!isWritten) return
    const ms = Math.round(performance.now() - begun)
    log.debug({ requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms }, 'request')
  }
}

/** Refuses foreign host names (DNS rebinding) and web pages, before anything else is looked at. */
export function judged({ config, log }: Services): Guard {
  return async (c, next) => {
    const verdict = judgeRequest(
      { host: c.req.header('host') ?? null, origin: c.req.header('origin') ?? null, path: c.req.path },
      { port: c.env?.incoming?.socket.localPort ?? config.port, publicUrl: config.publicUrl, extensionOrigins: [] },
    )
    if (verdict.ok) return next()
    log.warn({ requestId: c.var.requestId, host: c.req.header('host'), origin: c.req.header('origin') }, verdict.problem.detail)
    return answerProblem(c, verdict.problem)
  }
}

/** Admits who brings the token of a pairing and does not ask too often; opening and confirming a pairing are how one comes by it. */
export function paired({ accounts }: Services): Guard {
  return async (c, next) => {
    if (c.req.method === 'POST' && (c.req.path === '/api/pairings' || CONFIRMATION.test(c.req.path))) return next()
    const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1]
    const who = token === undefined ? null : await accounts.authenticate(token)
    if (who === null) {
      const detail = token === undefined ? 'A token is needed: pair this client first.' : 'This token is not known: pair this client again.'
      return answer(c, 'unauthorized', detail, { action: 'pair' })
    }
    c.set('userId', who.userId)
    c.set('tokenId', who.tokenId)
    const fair = await accounts.admitRequest(who.userId)
    return fair.ok ? next() : answerProblem(c, fair.problem)
  }
}

const CONFIRMATION = /^\/api\/pairings\/[^/]+\/confirm$/
const BEARER = /^Bearer +([\w.~+/=-]+) *$/i

/** Turns what was thrown into a problem: a refusal of the framework into its code, a bug into one that tells nothing of our insides. */
export function answerThrown({ log }: Services): ErrorHandler<HttpEnv> {
  return (error, c: HttpContext) => {
    if (error instanceof HTTPException) {
      if (error.status === 415) return answer(c, 'unsupported_media', 'This endpoint does not take a body of this content type.')
      if (error.status < 500) return answer(c, 'invalid_request', error.message, { issues: [{ path: '', message: error.message }] })
    }
    const { requestId } = c.var
    if (c.req.raw.signal.aborted) return answer(c, 'invalid_request', 'The request was broken off.')
    log.error({ requestId, method: c.req.method, path: c.req.path, error }, 'request failed')
    return answer(c, 'internal_error', 'Something broke on our side; the log has more under this request id.', { params: { requestId } })
  }
}
