import { accessToken, pairing, problem, tokenList, user } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, TOKEN, askRaw, startBackend } from '../harness/backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.stop())

async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const read = problem.parse(await answer.json())
  expect(read.status).toBe(answer.status)
  return read
}

describe('access', () => {
  it('lets nobody in without a token, and says how to come by one', async () => {
    for (const token of [null, 'wrong', `${TOKEN}x`, '']) {
      const answer = await backend.ask('/api/jobs', { token })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
      expect(await problemOf(answer)).toMatchObject({ code: 'unauthorized', action: 'pair' })
    }
    for (const open of ['/healthz', '/readyz', '/openapi.json', '/docs', '/docs/scalar.js']) {
      expect((await backend.ask(open, { token: null })).status, open).toBe(200)
    }
  })

  it('takes the token from nowhere but the header', async () => {
    expect((await backend.ask(`/api/jobs?token=${TOKEN}`, { token: null })).status).toBe(401)
    const answer = await askRaw(backend.port, { path: '/api/jobs', headers: { Cookie: `token=${TOKEN}`, Authorization: `Basic ${TOKEN}` } })
    expect(answer.status).toBe(401)
  })

  it('pairs, lists, and unpairs', async () => {
    const opened = await backend.ask('/api/pairings', { token: null, json: { name: 'My browser' } })
    expect(opened.status).toBe(201)
    const { id, expiresAt } = pairing.strict().parse(await opened.json())
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(4 * 60_000)
    const code = backend.codes.get(id)
    expect(code).toMatch(/^\d{6}$/)
    const wrong = await backend.ask(`/api/pairings/${id}/confirm`, { token: null, json: { code: code === '000000' ? '111111' : '000000' } })
    expect([400, 403]).toContain(wrong.status)
    await problemOf(wrong)
    const confirmed = await backend.ask(`/api/pairings/${id}/confirm`, { token: null, json: { code } })
    expect(confirmed.status).toBe(200)
    const body: unknown = await confirmed.json()
    const token = typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string' ? body.token : ''
    expect((await backend.ask('/api/users/me', { token })).status).toBe(200)
    const again = await backend.ask(`/api/pairings/${id}/confirm`, { token: null, json: { code } })
    expect(again.status).toBeGreaterThanOrEqual(400)

    const { items } = tokenList.parse(await (await backend.ask('/api/tokens', { token })).json())
    expect(items.map(({ name }) => name)).toContain('My browser')
    for (const item of items) accessToken.strict().parse(item)
    expect((await backend.ask('/api/tokens', { method: 'DELETE', token })).status).toBe(204)
    expect((await backend.ask('/api/users/me', { token })).status).toBe(401)
    expect((await backend.ask('/api/tokens/tok_none', { method: 'DELETE' })).status).toBe(404)
    expect((await backend.ask('/api/tokens', { method: 'DELETE' })).status).toBe(409)
  })

  it('knows whom the fixed token stands for', async () => {
    expect(user.parse(await (await backend.ask('/api/users/me')).json())).toMatchObject({ role: 'owner' })
  })

  it('gives every answer an id of its own', async () => {
    const answers = await Promise.all([
      backend.ask('/healthz'),
      backend.ask('/api/jobs'),
      backend.ask('/api/jobs', { token: null }),
      backend.ask('/api/jobs?limit=0'),
      backend.ask('/nowhere'),
      backend.ask('/healthz', { method: 'DELETE' }),
      backend.ask('/docs/scalar.js'),
    ])
    const ids = answers.map((answer) => answer.headers.get('x-request-id'))
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(ids).size).toBe(answers.length)
    await Promise.all(answers.map(async (answer) => await answer.body?.cancel()))
  })

  it('refuses foreign host names, so that a rebound name reaches nothing', async () => {
    const bearer = { Authorization: `Bearer ${TOKEN}` }
    for (const host of [
      'evil.example',
      `evil.example:${backend.port}`,
      `localhost.evil.example:${backend.port}`,
      '127.0.0.1:1',
      `[::1]:${backend.port}`,
    ]) {
      const answer = await askRaw(backend.port, { path: '/healthz', headers: { ...bearer, Host: host } })
      expect(answer.status, host).toBe(403)
      expect(problem.parse(JSON.parse(answer.text)).code).toBe('forbidden')
    }
    const own = await askRaw(backend.port, { path: '/healthz', headers: { Host: `127.0.0.1:${backend.port}` } })
    expect(own.status).toBe(200)
  })

  it('refuses web pages and answers no preflight, so that a hostile page changes nothing', async () => {
    const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json', Host: `127.0.0.1:${backend.port}` }
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${backend.port + 1}`, 'file://']) {
      const sent = { method: 'PUT', path: '/api/budget', body: '{"monthlyUsdMicros":1}' }
      const answer = await askRaw(backend.port, { ...sent, headers: { ...headers, Origin: origin } })
      expect(answer.status, origin).toBe(403)
      const preflight = await askRaw(backend.port, {
        method: 'OPTIONS',
        path: '/api/budget',
        headers: { Host: headers.Host, Origin: origin, 'Access-Control-Request-Method': 'PUT' },
      })
      expect(preflight.status).toBe(403)
      expect(preflight.headers['access-control-allow-origin']).toBeUndefined()
    }
    const budget = await (await backend.ask('/api/budget')).json()
    expect(budget).toMatchObject({ monthlyUsdMicros: null })
    const extension = await askRaw(backend.port, {
      path: '/api/budget',
      headers: { ...headers, Origin: 'chrome-extension://lhkfdpchggjdgbiefblocpgfmkokihej' },
    })
    expect(extension.status).toBe(200)
  })
})

describe('requests that are none', () => {
  it('answers every fault with a problem', async () => {
    const cases: readonly (readonly [number, string, Promise<Response>])[] = [
      [404, 'not_found', backend.ask('/nothing')],
      [404, 'not_found', backend.ask('/api/nothing')],
      [404, 'not_found', backend.ask('/api/jobs/job_none')],
      [404, 'not_found', backend.ask('/api/assets/ast_none')],
      [404, 'not_found', backend.ask('/api/assets/ast_1/share', { method: 'POST' })],
      [405, 'invalid_request', backend.ask('/api/jobs', { method: 'PUT' })],
      [400, 'invalid_request', backend.ask('/api/jobs', { body: '{"kind":', headers: { 'Content-Type': 'application/json' } })],
      [400, 'invalid_request', backend.ask('/api/jobs', { method: 'POST' })],
      [415, 'unsupported_media', backend.ask('/api/jobs', { body: 'kind=clip', headers: { 'Content-Type': 'text/plain' } })],
      [
        415,
        'unsupported_media',
        backend.ask('/api/budget', { method: 'PUT', body: '<a/>', headers: { 'Content-Type': 'application/xml' } }),
      ],
      [400, 'invalid_request', backend.ask('/api/jobs?limit=0')],
      [400, 'invalid_request', backend.ask('/api/jobs?colour=red')],
      [400, 'invalid_request', backend.ask('/api/jobs?cursor=nonsense')],
      [400, 'invalid_request', backend.ask('/api/jobs?kind=song')],
      [400, 'invalid_request', backend.ask('/api/jobs?status=done')],
      [400, 'invalid_request', backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: -1 } })],
      [400, 'invalid_request', backend.ask('/api/settings', { method: 'PUT', json: { retentionDays: 0 } })],
      [400, 'invalid_request', backend.ask('/api/settings', { method: 'PUT', json: { pricing: { markup: 0 } } })],
      [403, 'forbidden', backend.ask('/media/ast_none', { token: null })],
    ]
    for (const [status, code, asked] of cases) {
      const answer = await asked
      const found = await problemOf(answer)
      expect([answer.status, found.code], answer.url).toEqual([status, code])
    }
  })

  it('says which methods a path takes', async () => {
    const refused = await backend.ask('/api/jobs', { method: 'PUT' })
    expect(refused.headers.get('allow')?.split(', ').toSorted()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST'])
    const asked = await backend.ask('/api/jobs', { method: 'OPTIONS' })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('allow')).toBe(refused.headers.get('allow'))
    const head = await backend.ask('/api/jobs', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('bounds JSON bodies, declared and chunked', async () => {
    const tooLong = JSON.stringify({ name: 'x'.repeat(1024 * 1024) })
    const declared = await backend.ask('/api/pairings', { body: tooLong, headers: { 'Content-Type': 'application/json' } })
    expect(await problemOf(declared)).toMatchObject({ code: 'payload_too_large', params: { limitBytes: 1024 * 1024 } })
    const chunked = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024).fill(32))
      },
    })
    const answer = await backend.ask('/api/budget', { method: 'PUT', body: chunked, headers: { 'Content-Type': 'application/json' } })
    expect((await problemOf(answer)).code).toBe('payload_too_large')
  })

  it('takes no prototype for a field', async () => {
    const answer = await backend.ask('/api/estimates', {
      body: '{"kind":"clip","prompt":"a bottle turns slowly","__proto__":{"x":1},"constructor":1}',
      headers: { 'Content-Type': 'application/json' },
    })
    expect((await problemOf(answer)).code).toBe('invalid_request')
  })

  it('answers what is hardly HTTP', async () => {
    const answer = await askRaw(backend.port, { path: '/api/jobs/%E0%A4%A', headers: { Authorization: `Bearer ${TOKEN}` } })
    expect([400, 404]).toContain(answer.status)
    const host = await askRaw(backend.port, { path: '/healthz', headers: { Host: 'a b' } })
    expect([400, 403]).toContain(host.status)
  })
})
