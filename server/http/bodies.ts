import { bodyLimit } from 'hono/body-limit'
import type { MiddlewareHandler } from 'hono'
import { type HttpEnv, answer } from './context.ts'

/** Most bytes of a JSON body. */
export const JSON_LIMIT = 1024 * 1024

const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE'])

/** Bounds JSON bodies, declared or chunked; uploads of files bound themselves while they stream. */
export function boundedBody(): MiddlewareHandler<HttpEnv> {
  const bounded = bodyLimit({
    maxSize: JSON_LIMIT,
    onError: (c) => answer(c, 'payload_too_large', `A body may have ${JSON_LIMIT} bytes.`, { params: { limitBytes: JSON_LIMIT } }),
  })
  return (c, next) => {
    if (BODILESS.has(c.req.method) || isUpload(c.req.method, c.req.path, c.req.header('content-type'))) return next()
    // Clients that always name a content type say so of an empty body too; without it, it counts as no body.
    if (c.req.header('content-length') === '0') c.req.raw.headers.delete('content-type')
    return bounded(c, next)
  }
}

function isUpload(method: string, path: string, contentType = ''): boolean {
  return method === 'POST' && (path === '/api/storyboards/import' || (path === '/api/assets' && !isJson(contentType)))
}

/** Whether a content type is JSON, with whatever parameters. */
export function isJson(contentType: string): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType)
}
