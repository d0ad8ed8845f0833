import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** One piece of one request: the nth since the last start of a recording, and where in it. */
export interface Part {
  readonly call: number
  readonly where: 'header' | 'query' | 'form' | 'json'
  /** Keys from the outermost in for JSON, one name for the others. */
  readonly path: readonly string[]
}

export interface DroppingProxy {
  readonly base: string
  /** What passed since the last call of `drop`. */
  parts(): readonly Part[]
  /** From now on this part is taken away, and calls are counted anew. */
  drop(part: Part | null): void
  stop(): Promise<void>
}

/** What belongs to the connection, not to the request. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'])

interface Passing {
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Buffer<ArrayBuffer>
}

/** A way to a server on which one header, query parameter, form field or JSON field gets lost. */
export async function startDroppingProxy(target: string): Promise<DroppingProxy> {
  let dropped: Part | null = null
  let calls = 0
  let seen: Part[] = []
  const server = createServer((incoming, outgoing) => {
    const call = calls
    calls += 1
    void (async () => {
      const passing = await readPassing(incoming)
      seen.push(...(await partsOf(passing, call)))
      const left = dropped?.call === call ? await without(passing, dropped) : passing
      forward(target, incoming.method ?? 'GET', left, outgoing)
    })()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    base: `http://127.0.0.1:${address.port}`,
    parts: () => seen,
    drop: (part) => {
      dropped = part
      calls = 0
      seen = []
    },
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function readPassing(incoming: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  return { path: incoming.url ?? '/', headers: carried(incoming.headers), body: Buffer.concat(chunks) }
}

function carried(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (OF_THE_CONNECTION.has(name) ? [] : [[name, String(value)] as const])),
  )
}

async function partsOf({ path, headers, body }: Passing, call: number): Promise<readonly Part[]> {
  const at = (where: Part['where']) => (name: readonly string[]) => ({ call, where, path: name })
  const form = await formOf(headers, body)
  // A type of no body means nothing.
  const names = Object.keys(headers).filter((name) => name !== 'content-type' || body.length > 0)
  return [
    ...names.map((name) => at('header')([name])),
    ...[...new URL(path, 'http://x').searchParams.keys()].map((name) => at('query')([name])),
    ...[...(form?.keys() ?? [])].map((name) => at('form')([name])),
    ...(form === null ? pathsOf(jsonOf(body), []).map(at('json')) : []),
  ]
}

function pathsOf(value: unknown, from: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[...from, key], ...pathsOf(inner, [...from, key])])
}

async function without(passing: Passing, { where, path }: Part): Promise<Passing> {
  const { headers, body } = passing
  const [name = ''] = path
  if (where === 'header') return { ...passing, headers: Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name)) }
  if (where === 'query') {
    const url = new URL(passing.path, 'http://x')
    url.searchParams.delete(name)
    return { ...passing, path: url.pathname + url.search }
  }
  if (where === 'json') return { ...passing, body: Buffer.from(JSON.stringify(removed(jsonOf(body), path))) }
  const form = await formOf(headers, body)
  form?.delete(name)
  const encoded = new Response(form)
  const type = encoded.headers.get('content-type') ?? ''
  return { ...passing, headers: { ...headers, 'content-type': type }, body: Buffer.from(await encoded.arrayBuffer()) }
}

function removed(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return value
  const left = Object.entries(value).flatMap(([name, inner]): [string, unknown][] =>
    name !== key ? [[name, inner]] : rest.length === 0 ? [] : [[name, removed(inner, rest)]],
  )
  return Array.isArray(value) ? left.map(([, inner]) => inner) : Object.fromEntries(left)
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

async function formOf(headers: Readonly<Record<string, string>>, body: Buffer<ArrayBuffer>): Promise<FormData | null> {
  const type = headers['content-type'] ?? ''
  return type.startsWith('multipart/form-data') ? await new Response(body, { headers: { 'content-type': type } }).formData() : null
}

function forward(target: string, method: string, { path, headers, body }: Passing, outgoing: ServerResponse): void {
  const onward = request(`${target}${path}`, { method, headers: { ...headers, 'content-length': body.length }, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  onward.end(body)
}
