import { createServer, type RequestListener, type Server } from 'node:http'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { asset, problem } from 'shared/wire'
import { guardedFetch, type GuardedFetchOptions } from '../../server/security/index.ts'
import { type Backend, startBackend } from '../harness/backend.ts'
import { type NameServer, startNameServer } from '../harness/dns.ts'
import { photo } from '../harness/media.ts'

/** Public, and nobody answers there. */
const FAR_AWAY = '11.0.0.1'

interface Listener {
  readonly port: number
  readonly origin: string
  /** Connections, whether or not they asked for anything. */
  connections(): number
}

const servers: Server[] = []
afterEach(closeAll)

function closeAll(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
}

async function listen(answer: RequestListener): Promise<Listener> {
  const server = createServer(answer)
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, origin: `http://127.0.0.1:${address.port}`, connections: () => connections }
}

const secret: RequestListener = (_request, response) => response.end('secret')

describe('names, by a real resolver', () => {
  let names: NameServer
  beforeEach(async () => {
    names = await startNameServer()
  })
  afterEach(() => names.close())

  const fetched = async (url: string, options: Partial<GuardedFetchOptions> = {}): Promise<string> => {
    const outcome = await guardedFetch(url, { trustedOrigins: [], maxBytes: 1000, connectMs: 200, resolve: names.resolve, ...options })
    if (outcome.ok) return await new Response(outcome.value.body).text()
    return `${outcome.problem.code} ${String(outcome.problem.params['reason'] ?? outcome.problem.params['limit'])}`
  }

  it('that turn to this machine between judging and dialling reach it by no means', async () => {
    const inner = await listen(secret)
    names.answer({ 'shop.example': [FAR_AWAY] }, { 'shop.example': ['127.0.0.1'] })
    expect(await fetched(`http://shop.example:${inner.port}/`)).toMatch(/^(timeout connect|provider_failed connection)$/)
    expect(inner.connections()).toBe(0)
    expect(names.asked).toEqual(['shop.example'])
    expect(await fetched(`http://shop.example:${inner.port}/`)).toBe('invalid_request private')
    expect(inner.connections()).toBe(0)
  })

  it('are dialled at the address that was judged, and asked for once', async () => {
    const { port } = await listen((_request, response) => response.end('judged'))
    names.answer({ 'shop.example': ['127.0.0.1'] }, { 'shop.example': ['127.0.0.2'] })
    expect(await fetched(`http://shop.example:${port}/`, { trustedOrigins: [`http://shop.example:${port}`] })).toBe('judged')
    expect(names.asked).toEqual(['shop.example'])
  })

  it.each([
    ['one private address among public ones', { 'shop.example': [FAR_AWAY, '11.0.0.2', '127.0.0.1'] }],
    ['a private address of the other kind', { 'shop.example': [FAR_AWAY, '::1'] }],
    ['another name for what is private', { 'shop.example': { alias: 'inner.example' }, 'inner.example': ['127.0.0.1'] }],
    ['the address that clouds tell secrets at', { 'shop.example': ['169.254.169.254'] }],
    ['an address that hides another', { 'shop.example': ['::ffff:7f00:1'] }],
  ])('are refused with %s, without a connection', async (_, zone) => {
    const inner = await listen(secret)
    names.answer(zone)
    expect(await fetched(`http://shop.example:${inner.port}/`)).toBe('invalid_request private')
    expect(inner.connections()).toBe(0)
  })

  it('are not found where nobody knows them', async () => {
    names.answer({})
    expect(await fetched('http://shop.example/')).toBe('provider_failed host_not_found')
  })

  it('are judged again at each redirect, and the same name may have changed', async () => {
    const inner = await listen(secret)
    const outer = await listen((_request, response) => response.writeHead(302, { Location: `http://shop.example:${inner.port}/` }).end())
    names.answer({ 'shop.example': ['127.0.0.1'] })
    const trustedOrigins = [`http://shop.example:${outer.port}`]
    expect(await fetched(`http://shop.example:${outer.port}/`, { trustedOrigins })).toBe('invalid_request private')
    expect([outer.connections(), inner.connections()]).toEqual([1, 0])
    expect(names.asked).toEqual(['shop.example', 'shop.example'])
  })

  it('are followed over five redirects, each with a look-up, and credentials stay behind at the first foreign one', async () => {
    const seen: string[] = []
    const { port } = await listen((request, response) => {
      seen.push(`${request.headers.host?.split(':')[0]} ${request.headers.authorization}`)
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('there')
      else response.writeHead(307, { Location: `http://hop${left - 1}.example:${port}/${left - 1}` }).end()
    })
    const hosts = [0, 1, 2, 3, 4, 5, 6].map((hop) => `hop${hop}.example`)
    names.answer(Object.fromEntries(hosts.map((host) => [host, ['127.0.0.1']])))
    const options = { trustedOrigins: hosts.map((host) => `http://${host}:${port}`), headers: { authorization: 'Bearer canary' } }
    expect(await fetched(`http://hop5.example:${port}/5`, options)).toBe('there')
    expect(seen).toEqual(['hop5.example Bearer canary', ...[4, 3, 2, 1, 0].map((hop) => `hop${hop}.example undefined`)])
    expect(names.asked).toHaveLength(6)
    expect(await fetched(`http://hop6.example:${port}/6`, options)).toBe('provider_failed redirects')
  })

  it('are not asked of a proxy that the environment names', async () => {
    const [proxy, target] = [await listen(secret), await listen((_request, response) => response.end('direct'))]
    names.answer({ 'shop.example': ['127.0.0.1'] })
    vi.stubEnv('HTTP_PROXY', proxy.origin)
    vi.stubEnv('http_proxy', proxy.origin)
    expect(await fetched(`http://shop.example:${target.port}/`, { trustedOrigins: [`http://shop.example:${target.port}`] })).toBe('direct')
    vi.unstubAllEnvs()
    expect(proxy.connections()).toBe(0)
  })
})

describe('a picture by its address, through the running server', () => {
  let strict: Backend
  beforeAll(async () => {
    strict = await startBackend()
  })
  afterAll(() => strict.stop())

  const bring = (backend: Backend, url: string) => backend.ask('/api/assets', { json: { url } })
  const reasonOf = async (answer: Response) => {
    const { code, params } = problem.parse(await answer.json())
    return `${answer.status} ${code} ${String(params['reason'])}`
  }

  it('on this machine is refused unless its origin is trusted, exactly', async () => {
    const picture = await photo(64, 48)
    const shelf = await listen((_request, response) => response.setHeader('Content-Type', 'image/jpeg').end(picture))
    const other = await listen(secret)
    expect(await reasonOf(await bring(strict, `${shelf.origin}/a.jpg`))).toBe('400 invalid_request private')
    expect(shelf.connections()).toBe(0)
    const trusting = await startBackend({ TRUSTED_ORIGINS: shelf.origin })
    try {
      const made = await bring(trusting, `${shelf.origin}/a.jpg`)
      expect(asset.parse(await made.json())).toMatchObject({ type: 'image', sourceType: 'grabbed' })
      expect(await reasonOf(await bring(trusting, `${other.origin}/a.jpg`))).toBe('400 invalid_request private')
      expect(await reasonOf(await bring(trusting, `http://localhost:${shelf.port}/a.jpg`))).toBe('400 invalid_request private')
      expect(other.connections()).toBe(0)
    } finally {
      await trusting.stop()
    }
  })

  it('behind a redirect of a trusted server is refused where it leads to another', async () => {
    const inner = await listen(secret)
    const outer = await listen((_request, response) => response.writeHead(302, { Location: `${inner.origin}/a.jpg` }).end())
    const trusting = await startBackend({ TRUSTED_ORIGINS: outer.origin })
    try {
      expect(await reasonOf(await bring(trusting, `${outer.origin}/a.jpg`))).toBe('400 invalid_request private')
      expect([outer.connections(), inner.connections()]).toEqual([1, 0])
    } finally {
      await trusting.stop()
    }
  })

  it.each([
    [
      'private',
      (port: number) => [`http://localhost:${port}/`, `http://127.1:${port}/`, `http://0x7f000001:${port}/`, `http://[::1]:${port}/`],
    ],
    ['private', (port: number) => [`http://2130706433:${port}/`, `http://0177.0.0.1:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`]],
    [
      'private',
      () => ['http://169.254.169.254/latest/meta-data/', 'http://metadata.google.internal/', 'http://10.0.0.1/', 'http://[fd00:ec2::254]/'],
    ],
    ['credentials', (port: number) => [`http://user:word@127.0.0.1:${port}/`]],
    ['port', () => ['http://example.com:25/', 'http://example.com:6379/']],
  ] as const)('is not fetched from an address that is judged %s', async (reason, urls) => {
    const inner = await listen(secret)
    for (const url of urls(inner.port)) expect(await reasonOf(await bring(strict, url)), url).toBe(`400 invalid_request ${reason}`)
    expect(inner.connections()).toBe(0)
  })

  it('that never ends is let go of when nobody waits for it any more', async () => {
    let over: Promise<unknown> = Promise.resolve()
    const endless = await listen((_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(1024)), 5)
      over = once(response, 'close').then(() => clearInterval(timer))
    })
    const trusting = await startBackend({ TRUSTED_ORIGINS: endless.origin })
    try {
      const signal = AbortSignal.timeout(500)
      await expect(trusting.ask('/api/assets', { json: { url: `${endless.origin}/a.jpg` }, signal })).rejects.toThrow()
      await over
      expect(endless.connections()).toBe(1)
    } finally {
      await trusting.stop()
    }
  })

  it('that is none of the web is not even a request', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://example.com/a.png', 'data:image/png;base64,AA', 'gopher://example.com/']) {
      const answer = await bring(strict, url)
      expect(problem.parse(await answer.json()), url).toMatchObject({ code: 'invalid_request', issues: [{ path: 'url' }] })
    }
  })
})
