import { createReadStream, existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Scalar } from '@scalar/hono-api-reference'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { type HttpEnv, answer } from './context.ts'

/** The head of the OpenAPI document; paths and schemas follow from the routes. */
const HEAD = {
  openapi: '3.1.0',
  info: {
    title: 'Pagereel',
    version: '1',
    description: 'Turns a picture or a prompt into a video. Every problem is RFC 9457 with a `code`; money is in whole micro-dollars.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: 'http://127.0.0.1:4747' }],
}

/** The whole OpenAPI document of an app. */
export function documentOf(app: OpenAPIHono<HttpEnv>): object {
  return app.getOpenAPI31Document(HEAD)
}

/** Serves the OpenAPI document and a page to read it, which loads nothing from elsewhere. */
export function addDocuments(app: OpenAPIHono<HttpEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'The token that pairing gave, or the fixed one of PAGEREEL_TOKEN',
  })
  let document: string | null = null
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(documentOf(app))
    return c.body(document, 200, { 'Content-Type': 'application/json' })
  })
  app.use('/docs', async (c, next) => {
    await next()
    c.header('Content-Security-Policy', "default-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'")
  })
  app.get('/docs', Scalar({ url: '/openapi.json', cdn: '/docs/scalar.js', pageTitle: 'Pagereel API', withDefaultFonts: false, telemetry: false }))
  app.get('/docs/scalar.js', (c) => {
    const path = scalarBundle()
    if (path === null) return answer(c, 'not_found', 'The page needs the package @scalar/api-reference, which is not installed; read /openapi.json.')
    const bytes = Readable.toWeb(createReadStream(path))
    return c.body(bytes, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'private, max-age=3600' })
  })
}

/** The bundle for browsers lies beside the package's entry, and is not among its exports. */
function scalarBundle(): string | null {
  try {
    const path = fileURLToPath(new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference')))
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}
