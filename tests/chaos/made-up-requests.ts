import * as fc from 'fast-check'
import { type Endpoint, type JsonSchema, type OpenApiDocument, resolveSchema } from '../harness/openapi.ts'

/** What a client could send to one endpoint. */
export interface Attempt {
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly contentType: string; readonly content: string | Uint8Array<ArrayBuffer> } | null
}

/** What the requests are made from. */
export interface Material extends OpenApiDocument {
  /** What opaque strings may stand for, so that some requests are granted. */
  readonly known: Readonly<Record<string, readonly string[]>>
  /** What the places of a path stand for, by their names, where not any id may do. */
  readonly places: Readonly<Record<string, readonly string[]>>
}

const CONTENT_TYPES = ['image/png', 'video/mp4', 'text/plain', 'multipart/form-data; boundary=b', 'x']
const FORBIDDEN_URLS = ['http://127.0.0.1:1/a.png', 'http://10.0.0.1/', 'http://[::1]:1/', 'https://127.1/']
const NAMES = ['__proto__', '../../etc/passwd', "' OR 1=1 --"]
const ODD_TEXTS = ['', ' ', '\0', ...NAMES, '%00', '%', '_', '\u{1F3AC}'.repeat(40), '\ud800', 'x'.repeat(5000)]

/** Requests for one endpoint: fitting, nearly fitting and nonsense. @param ids what stands in paths, beside nonsense; at least one */
export function attempts(document: Material, endpoint: Endpoint, ids: readonly string[]): fc.Arbitrary<Attempt> {
  const named = (place: string, values: (parameter: Endpoint['parameters'][number]) => fc.Arbitrary<string | undefined>) =>
    fc
      .record(Object.fromEntries(endpoint.parameters.filter((each) => each.in === place).map((each) => [each.name, values(each)])))
      .map(withoutUndefined)
  const text = ({ name, schema }: Endpoint['parameters'][number]) =>
    fc.oneof({ weight: 4, arbitrary: member(document, name, schema) }, { weight: 1, arbitrary: odd() }).map(asText)
  const body = endpoint.requestBody?.content['application/json']?.schema ?? {}
  return fc.record({
    path: named('path', ({ name }) =>
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...(document.places[name] ?? ids)) }, { weight: 1, arbitrary: odd().map(asText) }),
    ),
    query: fc
      .tuple(
        named('query', (parameter) => fc.option(text(parameter), { nil: undefined })),
        fc.option(fc.tuple(fc.string(), fc.string()), { freq: 9 }),
      )
      .map(([known, extra]) => (extra === null ? known : { ...known, [extra[0]]: extra[1].toWellFormed() })),
    headers: named('header', (parameter) => fc.option(text(parameter).map(asHeader), { nil: undefined })),
    body: endpoint.requestBody === undefined ? fc.constant(null) : bodies(document, body),
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
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'binary' }).map((text) => ({ contentType: 'application/json', content: text.toWellFormed() })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...CONTENT_TYPES), fc.uint8Array({ maxLength: 200 }))
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
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(([key, each]) => [key, member(document, key, each)] as const)
      return fc.record(Object.fromEntries(members), { requiredKeys: [...(schema.required ?? [])] })
    }
    case 'array':
      return fc.array(fitting(document, schema.items ?? {}), { maxLength: 4 })
    case 'integer':
      return fc.integer({ min: Math.max(-1000, schema.minimum ?? 0), max: Math.min(2 ** 31, schema.maximum ?? 1000) })
    case 'number': {
      const step = schema.multipleOf ?? 0.25
      const [min, max] = [Math.ceil((schema.minimum ?? 0) / step), Math.floor((schema.maximum ?? 100) / step)]
      return fc.integer({ min, max }).map((steps) => steps * step)
    }
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      if (schema.format === 'uri') return fc.constantFrom(...FORBIDDEN_URLS)
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
    fc.constantFrom<unknown>(null, ...ODD_TEXTS),
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
  return value
    .replaceAll(/[^\x20-\x7e]/g, '~')
    .replaceAll(/wait/gi, 'w')
    .trim()
}

function withoutUndefined(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
