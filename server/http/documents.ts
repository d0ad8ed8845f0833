import { createReadStream, existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Scalar } from '@scalar/hono-api-reference'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
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
  const { components = {}, ...document } = app.getOpenAPI31Document(HEAD)
  return { ...document, components: { ...components, schemas: namedSchemas(Object.keys(components.schemas ?? {})) } }
}

const SCHEMA_PATH = '#/components/schemas/'
/** What only the stream carries, which the routes cannot name. */
const STREAMED = ['Hello', 'Change']

/**
 * The JSON Schemas of what the wire schemas name by `.meta({ id })`, as Zod writes them: OpenAPI 3.1 takes JSON Schema as it is, and
 * the generator of the paths knows neither literals of several values nor `multipleOf`.
 */
function namedSchemas(names: readonly string[]): Record<string, object> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    uri: (id) => `${SCHEMA_PATH}${id}`,
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
    },
  })
  const named: Record<string, object> = {}
  const wanted = [...STREAMED, ...names]
  for (const name of wanted) {
    const { $id: _id, $schema: _schema, id: _name, ...schema } = schemas[name] ?? {}
    if (named[name] !== undefined || Object.keys(schema).length === 0) continue
    named[name] = schema
    wanted.push(
      ...JSON.stringify(schema)
        .split(`"${SCHEMA_PATH}`)
        .slice(1)
        .map((rest) => rest.slice(0, rest.indexOf('"'))),
    )
  }
  return Object.fromEntries(Object.entries(named).toSorted(([one], [other]) => one.localeCompare(other)))
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
    c.header(
      'Content-Security-Policy',
      "default-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'",
    )
  })
  app.get(
    '/docs',
    Scalar({ url: '/openapi.json', cdn: '/docs/scalar.js', pageTitle: 'Pagereel API', withDefaultFonts: false, telemetry: false }),
  )
  app.get('/docs/scalar.js', (c) => {
    const path = scalarBundle()
    if (path === null)
      return answer(c, 'not_found', 'The page needs the package @scalar/api-reference, which is not installed; read /openapi.json.')
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
