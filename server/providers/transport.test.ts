import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTcp } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, quotable } from './answer.ts'
import { createOneShotFetch, providerFetch, retryAfterMs, TransportError, wasSent } from './transport.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(answer: RequestListener): Promise<{ url: string; seen: IncomingMessage[]; bodies: string[] }> {
  const seen: IncomingMessage[] = []
  const bodies: string[] = []
  const server = createHttp((request, response) => {
    seen.push(request)
    const chunks: string[] = []
    request.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(chunks.join(''))
      answer(request, response)
    })
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { url: `http://127.0.0.1:${portOf(server.address())}/`, seen, bodies }
}

function portOf(address: ReturnType<Server['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function closedPort(): Promise<string> {
  const server = createTcp()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const port = portOf(server.address())
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}/`
}

const post = { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } } as const

describe('the fetch of a paid call', () => {
  it('sends one request and rejects the second with the first failure', async () => {
    const { url, seen } = await listen((request) => request.socket.destroy())
    const shot = createOneShotFetch()
    const first = await shot.fetch(url, post).catch((error: unknown) => error)
    const second = await shot.fetch(url, post).catch((error: unknown) => error)
    expect(first).toBeInstanceOf(TransportError)
    expect(second).toBe(first)
    expect(seen).toHaveLength(1)
    expect(shot.sent()).toBe('perhaps')
  })

  it('rejects a second request after an answer too, and tells that there was one', async () => {
    const { url, seen } = await listen((_request, response) => response.writeHead(500).end('{}'))
    const shot = createOneShotFetch()
    expect((await shot.fetch(url, post)).status).toBe(500)
    await expect(shot.fetch(url, post)).rejects.toThrow(TransportError)
    expect(seen).toHaveLength(1)
    expect(shot.sent()).toBe('answered')
  })

  it('knows that nothing left while no connection stood', async () => {
    const refused = createOneShotFetch()
    expect(wasSent(await refused.fetch(await closedPort(), post).catch((error: unknown) => error))).toBe('not_sent')
    const nowhere = createOneShotFetch()
    const error = await nowhere.fetch('http://nowhere.invalid/', post).catch((reason: unknown) => reason)
    expect([wasSent(error), nowhere.sent()]).toEqual(['not_sent', 'not_sent'])
  })

  it('knows that a TLS handshake that fails sends nothing', async () => {
    const { url } = await listen((_request, response) => response.end())
    const shot = createOneShotFetch()
    await shot.fetch(url.replace('http:', 'https:'), post).catch(() => undefined)
    expect(shot.sent()).toBe('not_sent')
  })

  it('does not know when the answer stays away', async () => {
    const { url } = await listen(() => undefined)
    const shot = createOneShotFetch({ headersMs: 50 })
    expect(wasSent(await shot.fetch(url, post).catch((error: unknown) => error))).toBe('perhaps')
    const stopped = createOneShotFetch()
    const gone = stopped.fetch(url, { ...post, signal: AbortSignal.timeout(100) }).catch((error: unknown) => error)
    expect(wasSent(await gone)).toBe('perhaps')
  })

  it('answers a data address, as SDKs ask one first, without counting it', async () => {
    const { url, seen } = await listen((_request, response) => response.end('{}'))
    const shot = createOneShotFetch()
    expect(await (await shot.fetch('data:,x')).text()).toBe('x')
    expect((await shot.fetch(url, post)).status).toBe(200)
    expect(seen).toHaveLength(1)
  })

  it('sends a form with its length and its parts', async () => {
    const { url, seen, bodies } = await listen((_request, response) => response.end('{}'))
    const body = new FormData()
    body.set('prompt', 'a bottle')
    body.set('file', new File(['bytes'], 'a.png', { type: 'image/png' }))
    await createOneShotFetch().fetch(url, { method: 'POST', body })
    expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(Number(seen[0]?.headers['content-length'])).toBe(bodies[0]?.length)
    expect(bodies[0]).toContain('filename="a.png"')
  })
})

describe('the fetch of other calls', () => {
  it('gives status, headers and body as they are, also without a body', async () => {
    const { url, seen } = await listen((request, response) =>
      request.url === '/none' ? response.writeHead(204).end() : response.writeHead(418, { 'x-note': 'tea' }).end('{"ok":true}'),
    )
    const get = providerFetch()
    const answer = await ask(get, url, {})
    expect(answer).toMatchObject({ kind: 'answered', status: 418, json: { ok: true }, retryAfterMs: null })
    expect(await ask(get, `${url}none`, {})).toMatchObject({ status: 204, text: '', json: undefined })
    expect(seen[0]?.headers['accept-encoding']).toBe('identity')
  })

  it('follows no redirect', async () => {
    const { url, seen } = await listen((_request, response) => response.writeHead(307, { location: '/there' }).end())
    expect(await ask(providerFetch(), url, post)).toMatchObject({ status: 307 })
    expect(seen).toHaveLength(1)
  })

  it('breaks off a body that is too large, silent or cut short', async () => {
    const { url } = await listen((request, response) => {
      if (request.url === '/large') response.end('x'.repeat(2000))
      else response.writeHead(200, { 'content-length': '100' }).write('{"half":')
      if (request.url === '/cut') setTimeout(() => request.socket.destroy(), 10)
    })
    const get = providerFetch({ maxBytes: 1000, idleMs: 50 })
    expect(await ask(get, `${url}large`, {})).toMatchObject({ kind: 'none', sent: 'perhaps', why: expect.stringContaining('1000 bytes') })
    expect(await ask(get, `${url}silent`, {})).toMatchObject({ kind: 'none', sent: 'perhaps' })
    expect(await ask(get, `${url}cut`, {})).toMatchObject({ kind: 'none', sent: 'perhaps' })
  })

  it('tells what a failure of connecting means, and does not guess otherwise', async () => {
    expect(await ask(providerFetch(), await closedPort(), {})).toMatchObject({ kind: 'none', sent: 'not_sent' })
    expect(wasSent(new Error('x', { cause: Object.assign(new Error('y'), { code: 'ECONNREFUSED' }) }))).toBe('not_sent')
    expect(wasSent(Object.assign(new Error('y'), { code: 'ECONNRESET' }))).toBe('perhaps')
    const refused = Object.assign(new Error('a'), { code: 'ECONNREFUSED' })
    expect(wasSent(new AggregateError([refused, refused]))).toBe('not_sent')
    expect(wasSent(new AggregateError([refused, new Error('b')]))).toBe('perhaps')
    expect(wasSent('thrown')).toBe('perhaps')
  })
})

describe('a wish not to be asked', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  it.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': '86400' }, 3_600_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 12:00:00 GMT' }, 3_600_000],
    [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('%j is %s ms', (headers, expected) => {
    expect(retryAfterMs(new Headers(Object.entries(headers)), now)).toBe(expected)
  })
})

describe('what is logged of a provider', () => {
  it('has neither keys nor signed addresses, and is short', () => {
    const said = 'bad\nvalue sk-canary-1 at https://files.example/a.mp4?sig=abc&x=1 with Bearer abcdefghijkl'
    expect(quotable(said, 'sk-canary-1')).toBe('bad value [key] at https://files.example/a.mp4?… with Bearer [key]')
    expect(quotable('x'.repeat(2000))).toHaveLength(500)
  })
})
