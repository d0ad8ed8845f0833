import { change, changePage, hello } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { readEvents } from '../harness/events.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.stop())

let days = 30
async function makeChange() {
  days += 1
  const answer = await backend.ask('/api/settings', { method: 'PUT', json: { retentionDays: days } })
  expect(answer.status).toBe(200)
}

async function page(query: string) {
  return changePage.parse(await (await backend.ask(`/api/changes${query}`)).json())
}

/** The first events of a stream, greeting included. */
async function events(query: string, count: number, headers: Record<string, string> = {}, meanwhile?: () => Promise<void>) {
  const abort = new AbortController()
  const answer = await backend.ask(`/api/events${query}`, { headers, signal: abort.signal })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const found: { event: string | undefined; id: string | undefined; data: unknown }[] = []
  for await (const event of readEvents(answer)) {
    if (event.event === 'comment') continue
    found.push({ event: event.event, id: event.id, data: JSON.parse(event.data) })
    if (found.length === 1) await meanwhile?.()
    if (found.length === count) break
  }
  abort.abort()
  return found
}

describe('the feed', () => {
  it('pages through everything there is, in order', async () => {
    await makeChange()
    const first = await page('?after=0')
    expect(first.items.map(({ entity }) => entity)).toContain('settings')
    expect(first.nextAfter).toBe(first.items.at(-1)?.seq)
    expect(await page(`?after=${first.nextAfter}`)).toMatchObject({ items: [], more: false, feedId: first.feedId })
    expect((await backend.ask('/api/changes?after=-1')).status).toBe(400)
    expect((await backend.ask('/api/changes?limit=501')).status).toBe(400)
  })

  it('greets, and without a cursor starts now', async () => {
    const [greeting, next] = await events('', 2, {}, makeChange)
    const { seq, feedId } = hello.parse(greeting?.data)
    expect([greeting?.event, greeting?.id]).toEqual(['hello', undefined])
    expect(feedId).toBe((await page('?after=0')).feedId)
    const came = change.parse(next?.data)
    expect(next?.event).toBe('change')
    expect(came.seq).toBeGreaterThan(seq)
    expect(next?.id).toBe(String(came.seq))
  })

  it('resumes after a seq, by query or by Last-Event-ID', async () => {
    const { nextAfter } = await page('?after=0')
    await makeChange()
    for (const [query, headers] of [
      [`?after=${nextAfter}`, {}],
      ['?after=0', { 'Last-Event-ID': String(nextAfter) }],
    ] as const) {
      const [, resumed] = await events(query, 2, headers)
      expect(change.parse(resumed?.data)).toMatchObject({ entity: 'settings', data: { retentionDays: days } })
    }
    expect((await backend.ask('/api/events?after=x')).status).toBe(400)
    expect((await backend.ask('/api/events', { headers: { 'Last-Event-ID': 'x' } })).status).toBe(400)
  })

  it('narrows to one job', async () => {
    const clip = { kind: 'clip', prompt: 'a quiet title on a dark card', duration: 3, resolution: '720p', frameRate: 24 }
    const made: unknown = await (await backend.ask('/api/jobs', { json: clip })).json()
    const id = typeof made === 'object' && made !== null && 'id' in made ? String(made.id) : ''
    const found = await events(`?job=${id}&after=0`, 3, {}, makeChange)
    for (const { data } of found.slice(1)) expect(change.parse(data).entity).not.toBe('settings')
    expect(found.slice(1).some(({ data }) => change.parse(data).id === id)).toBe(true)
    await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
  })

  it('needs the token in its header', async () => {
    expect((await backend.ask('/api/events', { token: null })).status).toBe(401)
  })

  it('subscribes nobody for HEAD, and frees what was left', async () => {
    const answer = await backend.ask('/api/events', { method: 'HEAD' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  it('goes on for others while one reader does not read', async () => {
    const idle = new AbortController()
    const stuck = await backend.ask('/api/events?after=0', { signal: idle.signal })
    for (let made = 0; made < 50; made += 1) await makeChange()
    const [, next] = await events('', 2, {}, makeChange)
    expect(change.parse(next?.data)).toMatchObject({ entity: 'settings' })
    idle.abort()
    await stuck.body?.cancel().catch(() => undefined)
  })
})
