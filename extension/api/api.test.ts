import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeBrowser } from 'wxt/testing/fake-browser'
import { createBackend } from './backend.ts'
import type { StreamState } from './backend-types.ts'
import { backendBase, connectionStore, DEFAULT_BASE, preferencesStore } from './connection.ts'
import { pairFromLink } from './pairing.ts'

let server: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void
let base = ''
const connection = connectionStore(fakeBrowser.storage.local)

beforeEach(async () => {
  fakeBrowser.reset()
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  await connection.set({ base, token: 'secret', feedId: null })
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('what is stored', () => {
  it.each([null, 'text', { version: 99, value: {} }, { version: 1, value: { base: 'https://evil.test' } }, { version: 1, value: null }])(
    'falls back where it cannot be understood: %j',
    async (raw) => {
      await fakeBrowser.storage.local.set({ connection: raw })
      expect(await connection.get()).toEqual({ base: DEFAULT_BASE, token: null, feedId: null })
    },
  )
  it('keeps what it knows of half-broken preferences', async () => {
    await fakeBrowser.storage.local.set({ preferences: { version: 1, value: { theme: 'neon', language: 'de' } } })
    expect(await preferencesStore(fakeBrowser.storage.local).get()).toEqual({ theme: 'system', language: 'de', notifications: true })
  })
  it.each([
    ['127.0.0.1:4800', 'http://127.0.0.1:4800'],
    ['http://127.0.0.1:4747/path', 'http://127.0.0.1:4747'],
    ['https://127.0.0.1', null],
    ['http://127.0.0.1.evil.test', null],
    ['localhost:4747', null],
    ['', null],
  ])('reads the address %j as %j', (text, expected) => {
    expect(backendBase(text)).toBe(expected)
  })
})

describe('the client', () => {
  const backend = createBackend({ connection })

  it('sends the token, the key and the body, and keeps fields that it does not know', async () => {
    const budget = { monthlyUsdMicros: null, spentUsdMicros: 1, heldUsdMicros: 2, exposureUsdMicros: 3, newerField: 'kept' }
    answer = (request, response) => json(response, request.headers.authorization === 'Bearer secret' ? 200 : 500, budget)
    expect(await backend.budget()).toEqual({ kind: 'ok', value: budget })
  })

  it('tells apart that nobody is there, that we are not known, and that we are refused', async () => {
    answer = (_, response) => json(response, 401, {})
    expect(await backend.budget()).toEqual({ kind: 'unpaired' })
    const problem = { type: 'x', title: 'No', status: 402, code: 'insufficient_budget', params: {}, detail: 'No.', retryable: false }
    answer = (_, response) => json(response, 402, problem)
    expect(await backend.budget()).toEqual({ kind: 'problem', problem })
    await connection.set({ base: 'http://127.0.0.1:1', token: 'secret', feedId: null })
    expect(await backend.budget()).toEqual({ kind: 'offline' })
  })

  it('asks by the routes of the server: ids as one segment, the key as a header, the body as JSON', async () => {
    const asked: unknown[] = []
    answer = (request, response) => {
      const { method, url, headers } = request
      asked.push([method, url, headers['idempotency-key'], headers['content-type']])
      response.writeHead(204).end()
    }
    await backend.removeJob('job/../1')
    await backend.retryJob('job_1', {}, { idempotencyKey: 'key_1' })
    await backend.changes(7)
    expect(asked).toEqual([
      ['DELETE', '/api/jobs/job%2F..%2F1', undefined, undefined],
      ['POST', '/api/jobs/job_1/retry', 'key_1', 'application/json'],
      ['GET', '/api/changes?after=7&limit=200', undefined, undefined],
    ])
  })

  it('gives the browser what it needs to download the file of a job', async () => {
    const job = { id: 'job_123456', kind: 'clip', status: 'completed', createdAt: 'x', progress: 100, title: 'Red: shoe/left' }
    answer = (_, response) => json(response, 200, { ...job, request: {}, cost: {}, adjustments: [], tags: [], result: null, error: null })
    const reply = await backend.getJob('job_123456')
    if (reply.kind !== 'ok') throw new Error('the job was not read')
    const { url, filename, headers } = await backend.download(reply.value, 'mp4')
    expect(url).toBe(`${base}/api/jobs/job_123456/download?format=mp4`)
    expect(filename).toBe('Pagereel/Red-shoe-left-123456.mp4')
    expect(headers).toEqual([{ name: 'Authorization', value: 'Bearer secret' }])
  })

  it('says so where something else answers at the address', async () => {
    answer = (_, response) => void response.end('<html>A router</html>')
    expect(await backend.budget()).toMatchObject({ kind: 'problem', problem: { code: 'internal_error', retryable: true } })
  })

  it('hands a picture over with what is known about it', async () => {
    let body = ''
    answer = async (request, response) => {
      for await (const part of request) body += String(part)
      json(response, 201, { id: 'ast_1', type: 'image', mime: 'image/png', url: '/media/ast_1', createdAt: '2026-11-21T00:00:00Z' })
    }
    const upload = { filename: 'a.png', sourceType: 'grabbed', origin: { pageUrl: 'https://x.test/' } } as const
    const reply = await backend.uploadPicture(new Blob(['bytes']), upload)
    expect(reply.kind).toBe('ok')
    expect(body).toContain('filename="a.png"')
    expect(body).toContain('{"pageUrl":"https://x.test/"}')
  })
})

describe('the change stream', () => {
  const backend = createBackend({ connection, firstWaitMs: 5, longestWaitMs: 10, silenceMs: 300 })
  const hello = 'event: hello\ndata: {"feedId":"f1","oldestSeq":1,"seq":4}\n\n'
  const change = (seq: number): string => {
    const data = JSON.stringify({ seq, entity: 'job', id: 'job_1', op: 'delete', at: 'x', data: null })
    return `id: ${seq}\nevent: change\ndata: ${data}\n\n`
  }

  it('resumes behind what it has read, and passes over what it cannot read', async () => {
    const asked: string[] = []
    const seen: number[] = []
    const states: StreamState[] = []
    answer = (request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(hello)
      response.end(`event: news\ndata: {}\n\nevent: change\ndata: broken\n\n${change(4 + asked.length)}`)
    }
    const stop = backend.follow({
      after: () => seen.at(-1) ?? 0,
      onHello: () => {},
      onChange: ({ seq }) => void seen.push(seq),
      onState: (state) => states.push(state),
    })
    await until(() => asked.length >= 3)
    stop()
    expect(asked.slice(0, 3)).toEqual(['/api/events?after=0', '/api/events?after=5', '/api/events?after=6'])
    expect(states.slice(0, 4)).toEqual(['connecting', 'live', 'offline', 'live'])
  })

  it('gives up a connection that has gone silent', async () => {
    let connections = 0
    answer = (_, response) => {
      connections += 1
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(hello)
    }
    const stop = backend.follow({ after: () => 0, onHello: () => {}, onChange: () => {}, onState: () => {} })
    await until(() => connections >= 2)
    stop()
  })

  it('waits for pairing, then connects at once', async () => {
    const states: StreamState[] = []
    answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(hello)
    await connection.set({ base, token: null, feedId: null })
    const stop = backend.follow({ after: () => 0, onHello: () => {}, onChange: () => {}, onState: (state) => states.push(state) })
    await until(() => states.includes('unpaired'))
    await connection.set({ base, token: 'fresh', feedId: null })
    await until(() => states.includes('live'))
    stop()
  })
})

describe('pairing by a link', () => {
  const ports = { backend: createBackend({ connection }), connection }
  it('stores the token of a good code, at the base of the link', async () => {
    answer = (request, response) => json(response, request.url === '/api/pairings/pai_1/confirm' ? 200 : 404, { token: 'new' })
    await connection.set({ base: DEFAULT_BASE, token: null, feedId: null })
    expect(await pairFromLink(ports, `#id=pai_1&code=c&base=${encodeURIComponent(base)}`)).toBe('paired')
    expect(await connection.get()).toEqual({ base, token: 'new', feedId: null })
  })
  it('leaves everything as it was where the code is refused', async () => {
    answer = (_, response) => json(response, 403, {})
    const before = await connection.get()
    expect(await pairFromLink(ports, '#id=pai_1&code=old')).toBe('refused')
    expect(await connection.get()).toEqual(before)
    expect(await pairFromLink(ports, '#id=pai_1&code=c&base=https://evil.test')).toBe('incomplete')
    expect(await pairFromLink(ports, '')).toBe('incomplete')
  })
})
