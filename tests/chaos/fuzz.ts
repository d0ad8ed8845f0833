import * as fc from 'fast-check'
import * as wire from 'shared/wire'
import { problem } from 'shared/wire'
import { ZodType, z } from 'zod'
import type { Backend } from '../harness/backend.ts'
import { type Endpoint, type JsonSchema, type OpenApiDocument, endpointsOf, readDocument, resolveSchema } from '../harness/openapi.ts'

/** What a client could send to one endpoint. */
interface Attempt {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly contentType: string; readonly content: string | Uint8Array<ArrayBuffer> } | null
}

export interface FuzzOptions {
  /** Requests for each endpoint. */
  readonly cases: number
  readonly seed: number
  /** Ids that exist, so that more than 404 is reached. */
  readonly ids: readonly string[]
}

interface Material extends OpenApiDocument {
  readonly known: Readonly<Record<string, readonly string[]>>
}

/** What opaque strings may stand for, so that some requests are granted. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  provider: ['local'],
  model: ['motion-1'],
  prompt: ['a quiet title on a dark card'],
  'idempotency-key': ['fuzz-1', 'fuzz-2', 'fuzz-3', 'fuzz-4'],
}

/**
 * Sends each endpoint requests made from its schema: fitting, nearly fitting and nonsense. Throws, with the request that did it and
 * the seed, at a 500, at a failure that is no problem document and at an answer that its own schema does not know.
 * @returns how many requests were sent, by status
 */
export async function fuzz(backend: Backend, options: FuzzOptions): Promise<ReadonlyMap<number, number>> {
  const document = { ...(await readDocument(backend.base)), known: { ...KNOWN, image: options.ids } }
  const statuses = new Map<number, number>()
  for (const endpoint of endpointsOf(document)) {
    const property = fc.asyncProperty(attempts(document, endpoint, options.ids), async (attempt) => {
      const status = await tryOne(backend, endpoint, attempt)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    })
    await fc.assert(property, { numRuns: options.cases, seed: options.seed, endOnFailure: true }).catch((error: unknown) => {
      throw new Error(`${endpoint.method} ${endpoint.path}, seed ${options.seed}: ${String(error)}`, { cause: error })
    })
  }
  return statuses
}

async function tryOne(backend: Backend, endpoint: Endpoint, attempt: Attempt): Promise<number> {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(attempt.path[name] ?? ''))
  const abort = new AbortController()
  const answer = await backend.ask(`${path}?${new URLSearchParams(attempt.query).toString()}`, {
    method: endpoint.method,
    headers: { ...attempt.headers, ...(attempt.body === null ? {} : { 'Content-Type': attempt.body.contentType }) },
    signal: abort.signal,
    ...(attempt.body === null ? {} : { body: attempt.body.content }),
  })
  const type = answer.headers.get('content-type') ?? ''
  if (type.startsWith('text/event-stream')) {
    abort.abort()
    return answer.status
  }
  const text = await answer.text()
  if (answer.status >= 500 && answer.status !== 503) throw new Error(`${answer.status} ${text}`)
  if (answer.status >= 400) {
    if (type !== 'application/problem+json') throw new Error(`${answer.status} is no problem: ${type} ${text}`)
    if (problem.parse(JSON.parse(text)).status !== answer.status) throw new Error(`the problem tells another status than ${answer.status}`)
    return answer.status
  }
  const declared = endpoint.responses[String(answer.status)]
  if (declared === undefined) throw new Error(`${answer.status} is not declared`)
  const schema = declared.content?.['application/json']?.schema
  if (schema === undefined) return answer.status
  const body: unknown = JSON.parse(text)
  schemaNamed(schema.$ref).parse(body)
  // What was admitted is real work: a thousand clips are not what is tested here.
  const id = typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : ''
  if (id.startsWith('job_') && endpoint.method === 'POST') await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
  return answer.status
}

function schemaNamed(reference: string | undefined): ZodType {
  const name = reference?.split('/').at(-1)
  const found = Object.values(wire).find((each): each is ZodType & typeof each => each instanceof ZodType && each.meta()?.['id'] === name)
  if (found !== undefined) return found
  if (name === 'Health') return z.object({ status: z.literal('ok') })
  throw new Error(`no wire schema is called ${name}`)
}

function attempts(document: Material, endpoint: Endpoint, ids: readonly string[]): fc.Arbitrary<Attempt> {
  const named = (place: string, values: (parameter: Endpoint['parameters'][number]) => fc.Arbitrary<string | undefined>) =>
    fc
      .record(Object.fromEntries(endpoint.parameters.filter((each) => each.in === place).map((each) => [each.name, values(each)])))
      .map(withoutUndefined)
  const text = ({ name, schema }: Endpoint['parameters'][number]) => fc.oneof({ weight: 4, arbitrary: member(document, name, schema) }, { weight: 1, arbitrary: odd() }).map(asText)
  return fc.record({
    path: named('path', () => fc.oneof(fc.constantFrom(...ids), odd().map(asText))),
    query: fc
      .tuple(named('query', (parameter) => fc.option(text(parameter), { nil: undefined })), fc.option(fc.tuple(fc.string(), fc.string()), { freq: 9 }))
      .map(([known, extra]) => (extra === null ? known : { ...known, [extra[0]]: extra[1].toWellFormed() })),
    headers: named('header', (parameter) => fc.option(text(parameter).map(asHeader), { nil: undefined })),
    body: endpoint.requestBody === undefined ? fc.constant(null) : bodies(document, endpoint.requestBody.content['application/json']?.schema ?? {}),
  })
}

function bodies(document: Material, schema: JsonSchema): fc.Arbitrary<Attempt['body']> {
  const json = (value: unknown) => ({ contentType: 'application/json', content: JSON.stringify(value) ?? 'null' })
  const fit = fitting(document, schema)
  const bent = fc.tuple(fit, fc.string(), odd()).map(([value, key, value2]) => (isObject(value) ? { ...value, [key]: value2 } : value2))
  const oneWrong = fc.tuple(fit, fc.nat(), odd()).map(([value, at, wrong]) => {
    if (!isObject(value)) return wrong
    const keys = Object.keys(value)
    return { ...value, [keys[at % Math.max(1, keys.length)] ?? 'kind']: wrong }
  })
  return fc.oneof(
    { weight: 12, arbitrary: fit.map(json) },
    { weight: 4, arbitrary: oneWrong.map(json) },
    { weight: 2, arbitrary: bent.map(json) },
    { weight: 1, arbitrary: odd().map(json) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((content) => ({ contentType: 'application/json', content: content.toWellFormed() })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('image/png', 'video/mp4', 'text/plain', 'multipart/form-data; boundary=b', 'x'), fc.uint8Array({ maxLength: 200 }))
        .map(([contentType, bytes]) => ({ contentType, content: new Uint8Array(bytes) })),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  )
}

/** Values that a schema allows. */
function fitting(document: Material, given: JsonSchema): fc.Arbitrary<unknown> {
  const schema = resolveSchema(document, given)
  const branches = schema.anyOf ?? schema.oneOf
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => fitting(document, branch)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, each]) => [key, member(document, key, each)])), {
        requiredKeys: [...(schema.required ?? [])],
      })
    case 'array':
      return fc.array(fitting(document, schema.items ?? {}), { maxLength: 4 })
    case 'integer':
      return fc.integer({ min: Math.max(-1000, schema.minimum ?? 0), max: Math.min(2 ** 31, schema.maximum ?? 1000) })
    case 'number': {
      const step = schema.multipleOf ?? 0.25
      return fc.integer({ min: Math.ceil((schema.minimum ?? 0) / step), max: Math.floor((schema.maximum ?? 100) / step) }).map((n) => n * step)
    }
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      if (schema.format === 'uri') return fc.constantFrom('http://127.0.0.1:1/a.png', 'http://10.0.0.1/', 'http://[::1]:1/', 'https://127.1/')
      return fc.string({ unit: 'grapheme', minLength: schema.minLength ?? 0, maxLength: Math.min(600, schema.maxLength ?? 40) })
    default:
      return odd()
  }
}

function member(document: Material, key: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  const known = document.known[key]
  const fit = fitting(document, schema)
  return known === undefined ? fit : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fit })
}

/** Values that hardly any schema allows. */
function odd(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom<unknown>(null, '', ' ', '\0', '__proto__', '../../etc/passwd', "' OR 1=1 --", '%00', '%', '_', '\u{1F3AC}'.repeat(40), '\ud800', 'x'.repeat(5000)),
    fc.constantFrom<unknown>(-1, 0, 0.1, 1e308, -1e308, 2 ** 53, 2 ** 31, 1e21, true, false, [], {}, [[[]]], { $ne: null }),
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.jsonValue({ maxDepth: 3 }),
  )
}

function asText(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed()
}

/** Header values are visible ASCII on the way; waiting long is not what is tested here. */
function asHeader(value: string): string {
  return value.replaceAll(/[^\x20-\x7e]/g, '~').replaceAll(/wait/gi, 'w').trim()
}

function withoutUndefined(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
