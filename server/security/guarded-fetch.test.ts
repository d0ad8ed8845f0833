import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import type { Problem } from 'shared/wire'
import { guardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts'
import { StreamRefused } from './bounded-body.ts'
import type { ResolvedAddress } from './resolve.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(answer: RequestListener): Promise<{ origin: string; port: number; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    answer(request, response)
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { origin: `http://127.0.0.1:${address.port}`, port: address.port, seen }
}

const small = (trustedOrigins: readonly string[], more: Partial<GuardedFetchOptions> = {}): GuardedFetchOptions => ({
  trustedOrigins,
  maxBytes: 1000,
  ...more,
})

/** The whole body as text, or the code of what cut it. */
async function read(url: string, options: GuardedFetchOptions): Promise<string> {
  const outcome = await guardedFetch(url, options)
  if (!outcome.ok) return describeProblem(outcome.problem)
  try {
    return await new Response(outcome.value.body).text()
  } catch (error) {
    if (error instanceof StreamRefused) return describeProblem(error.problem)
    throw error
  }
}

function describeProblem({ code, params }: { readonly code: string; readonly params: Problem['params'] }): string {
  return [code, params['reason'] ?? params['limit'] ?? ''].join(' ').trim()
}

describe('a fetch from a trusted origin', () => {
  it('brings body, type and final address, and sends nothing that tells of us', async () => {
    const { origin, seen } = await listen((_request, response) => response.setHeader('Content-Type', 'image/png').end('picture'))
    const outcome = await guardedFetch(`${origin}/a.png`, small([origin], { accept: 'image/*' }))
    if (!outcome.ok) throw new Error(outcome.problem.detail)
    expect(outcome.value).toMatchObject({ contentType: 'image/png', finalUrl: `${origin}/a.png` })
    expect(await new Response(outcome.value.body).text()).toBe('picture')
    expect(seen[0]?.headers).toMatchObject({ accept: 'image/*', 'accept-encoding': 'identity' })
    expect(Object.keys(seen[0]?.headers ?? {})).not.toContain('authorization')
    expect(Object.keys(seen[0]?.headers ?? {})).not.toContain('cookie')
  })

  it('refuses the same server when it is not trusted, without a connection', async () => {
    const { origin, seen } = await listen((_request, response) => response.end('secret'))
    expect(await read(origin, small([]))).toBe('invalid_request private')
    expect(seen).toHaveLength(0)
  })

  it('sends given headers to the origin that was named, and to no other', async () => {
    const foreign = await listen((_request, response) => response.end('there'))
    const { origin, seen } = await listen((request, response) => {
      const location = request.url === '/away' ? `${foreign.origin}/back` : '/away'
      response.writeHead(302, { Location: location }).end()
    })
    const headers = { authorization: 'Bearer canary' }
    expect(await read(`${origin}/first`, small([origin, foreign.origin], { headers }))).toBe('there')
    expect(seen.map((request) => request.headers.authorization)).toEqual(['Bearer canary', 'Bearer canary'])
    expect(foreign.seen[0]?.headers.authorization).toBeUndefined()
  })

  it('follows five redirects and no sixth', async () => {
    const { origin, seen } = await listen((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('there')
      else response.writeHead(302, { Location: `/${left - 1}` }).end()
    })
    expect(await read(`${origin}/5`, small([origin]))).toBe('there')
    expect(seen).toHaveLength(6)
    expect(await read(`${origin}/6`, small([origin]))).toBe('provider_failed redirects')
  })

  it.each(['private', 'scheme', 'credentials', 'invalid'])('refuses a redirect to an address that is %s', async (reason) => {
    const inner = await listen((_request, response) => response.end('secret'))
    const targets = { private: inner.origin, scheme: 'file:///etc/passwd', credentials: 'http://a:b@example.com/', invalid: 'http://[::1' }
    const location = Object.entries(targets).find(([name]) => name === reason)?.[1] ?? ''
    const { origin } = await listen((_request, response) => response.writeHead(307, { Location: location }).end())
    expect(await read(origin, small([origin]))).toBe(`invalid_request ${reason}`)
    expect(inner.seen).toHaveLength(0)
  })

  it('refuses error answers and compressed bodies', async () => {
    const { origin } = await listen((request, response) => {
      if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip').end('x')
      else response.writeHead(404).end('no')
    })
    expect(await read(`${origin}/none`, small([origin]))).toBe('provider_failed status')
    expect(await read(`${origin}/gzip`, small([origin]))).toBe('provider_failed encoding')
  })
})

describe('bounds', () => {
  it('hold on what is declared and on what arrives', async () => {
    const { origin } = await listen((request, response) => {
      if (request.url === '/declared') response.setHeader('Content-Length', '1001')
      response.write('x'.repeat(600))
      if (request.url !== '/fits') response.end('x'.repeat(401))
      else response.end('x'.repeat(400))
    })
    expect(await read(`${origin}/fits`, small([origin]))).toHaveLength(1000)
    expect(await read(`${origin}/declared`, small([origin]))).toBe('payload_too_large')
    expect(await read(`${origin}/streamed`, small([origin]))).toBe('payload_too_large')
  })

  it('cut an endless body, and close its connection', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    const { origin } = await listen((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(100)), 1)
      closed = once(response, 'close').then(() => clearInterval(timer))
    })
    expect(await read(origin, small([origin]))).toBe('payload_too_large')
    await closed
  })

  it('cut a body that trickles for longer than the whole may take', async () => {
    const { origin } = await listen((_request, response) => {
      const timer = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(timer))
    })
    expect(await read(origin, small([origin], { totalMs: 150, idleMs: 5000 }))).toBe('timeout total')
  })

  it('cut an answer that never begins', async () => {
    const { origin } = await listen(() => {})
    expect(await read(origin, small([origin], { totalMs: 100 }))).toBe('timeout total')
  })

  it('cut a body that falls silent', async () => {
    const { origin } = await listen((_request, response) => response.write('x'))
    expect(await read(origin, small([origin], { idleMs: 50, totalMs: 20_000 }))).toBe('timeout idle')
  })

  it('end with the caller, before and within the body', async () => {
    const { origin } = await listen((_request, response) => response.write('x'))
    const stop = new AbortController()
    const outcome = await guardedFetch(origin, small([origin], { signal: stop.signal }))
    if (!outcome.ok) throw new Error(outcome.problem.detail)
    const reader = outcome.value.body.getReader()
    await reader.read()
    stop.abort()
    await expect(reader.read()).rejects.toMatchObject({ problem: { code: 'cancelled' } })
    expect(await read(origin, small([origin], { signal: stop.signal }))).toBe('cancelled')
  })
})

describe('names', () => {
  const four = (address: string): ResolvedAddress => ({ address, family: 4 })

  it('are dialled at the judged address, whatever a resolver would say later', async () => {
    const { port, seen } = await listen((_request, response) => response.end('pinned'))
    const origin = `http://rebinding.example:${port}`
    let asked = 0
    const resolve = async () => {
      asked += 1
      return [four('127.0.0.1')]
    }
    expect(await read(origin, small([origin], { resolve }))).toBe('pinned')
    expect(seen[0]?.headers.host).toBe(`rebinding.example:${port}`)
    expect(asked).toBe(1)
  })

  it.each([[['127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['8.8.8.8', '::1']], [['169.254.169.254']], [['::ffff:7f00:1']]])(
    'with the addresses %s are refused',
    async (addresses) => {
      const { port, seen } = await listen((_request, response) => response.end('secret'))
      const resolve = async () => addresses.map(four)
      expect(await read(`http://shop.example:${port}/`, small([], { resolve }))).toBe('invalid_request private')
      expect(seen).toHaveLength(0)
    },
  )

  it('that do not resolve are a failure that may pass', async () => {
    expect(await read('http://shop.example/', small([], { resolve: async () => [] }))).toBe('provider_failed host_not_found')
  })

  it('that a resolver never answers for are given up in time', async () => {
    const resolve = () => new Promise<never>(() => {})
    expect(await read('http://shop.example/', small([], { resolve, totalMs: 30 }))).toBe('timeout total')
  })

  it('are looked up again for each redirect', async () => {
    const inner = await listen((_request, response) => response.end('secret'))
    const headers = { Location: `http://inner.example:${inner.port}/` }
    const { port } = await listen((_request, response) => response.writeHead(302, headers).end())
    const origin = `http://outer.example:${port}`
    expect(await read(origin, small([origin], { resolve: async () => [four('127.0.0.1')] }))).toBe('invalid_request private')
    expect(inner.seen).toHaveLength(0)
  })
})
