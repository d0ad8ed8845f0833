import { clipJob, estimate, jobList, ledgerList, operationList, problem, providerList } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.stop())

const CLIP = { kind: 'clip', prompt: 'a quiet title on a dark card', duration: 3, resolution: '720p', frameRate: 24 }

async function read(answer: Response) {
  return clipJob.parse(await answer.json())
}

describe('jobs', () => {
  it('goes from a request to a downloaded file', async () => {
    const made = await backend.ask('/api/jobs', { json: CLIP, headers: { 'Idempotency-Key': 'way-1' } })
    expect(made.status).toBe(202)
    const first = await read(made)
    expect(made.headers.get('location')).toBe(`/api/jobs/${first.id}`)
    expect(first).toMatchObject({ status: 'queued', result: null, request: { duration: 3, aspectRatio: '16:9', quality: 'draft' } })

    const replay = await backend.ask('/api/jobs', { json: CLIP, headers: { 'Idempotency-Key': 'way-1', Prefer: 'respond-async, wait=60' } })
    expect(replay.status).toBe(200)
    expect(replay.headers.get('preference-applied')).toBe('wait=60')
    const done = await read(replay)
    expect(done).toMatchObject({ id: first.id, status: 'completed', progress: 100, error: null })
    expect(done.cost.settledUsdMicros).toBe(0)

    const listed = jobList.parse(await (await backend.ask('/api/jobs?status=completed&kind=clip&q=quiet')).json())
    expect(listed.items.map(({ id }) => id)).toContain(first.id)
    const download = await backend.ask(`/api/jobs/${first.id}/download`)
    expect(download.headers.get('content-type')).toBe('video/mp4')
    expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="pagereel-a-quiet-title[\w-]*\.mp4"/)
    expect((await download.arrayBuffer()).byteLength).toBe(done.result?.video.bytes)
    expect(await read(await backend.ask(`/api/jobs/${first.id}`))).toMatchObject({ downloads: 1 })
    expect((await backend.ask(`/api/jobs/${first.id}/download?format=avi`)).status).toBe(400)

    const entries = ledgerList.parse(await (await backend.ask(`/api/ledger?jobId=${first.id}`)).json())
    expect(entries.items.map(({ kind }) => kind).toSorted()).toContain('hold')
    const attempts = operationList.parse(await (await backend.ask('/api/operations?status=succeeded')).json())
    expect(attempts.items).toMatchObject([{ jobId: first.id, provider: 'local' }])
  })

  it('keeps a key to one body', async () => {
    const key = { 'Idempotency-Key': 'one-body' }
    const both = await Promise.all([1, 2, 3, 4].map(() => backend.ask('/api/jobs', { json: CLIP, headers: key })))
    expect(both.map(({ status }) => status)).toEqual([202, 202, 202, 202])
    const ids = new Set((await Promise.all(both.map(read))).map(({ id }) => id))
    expect(ids.size).toBe(1)
    const other = await backend.ask('/api/jobs', { json: { ...CLIP, duration: 4 }, headers: key })
    expect([other.status, problem.parse(await other.json()).code]).toEqual([409, 'idempotency_mismatch'])
    const [id = ''] = ids
    expect((await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })).status).toBe(200)
    for (const bad of ['', 'x'.repeat(201), 'a b']) {
      const refused = await backend.ask('/api/jobs', { json: CLIP, headers: { 'Idempotency-Key': bad } })
      expect(refused.status, bad).toBe(400)
    }
  })

  it('does not spend a key on a refused request', async () => {
    const key = { 'Idempotency-Key': 'refused-first' }
    expect((await backend.ask('/api/jobs', { json: { ...CLIP, image: 'ast_none' }, headers: key })).status).toBeGreaterThanOrEqual(400)
    const made = await backend.ask('/api/jobs', { json: CLIP, headers: key })
    expect(made.status).toBe(202)
    await backend.ask(`/api/jobs/${(await read(made)).id}/cancel`, { method: 'POST' })
  })

  it('cancels, retries, deletes and restores', async () => {
    const { id } = await read(await backend.ask('/api/jobs', { json: { ...CLIP, duration: 10 } }))
    expect((await backend.ask(`/api/jobs/${id}/retry`, { method: 'POST' })).status).toBe(409)
    expect((await backend.ask(`/api/jobs/${id}`, { method: 'DELETE' })).status).toBe(409)
    expect((await backend.ask(`/api/jobs/${id}/download`)).status).toBe(409)
    const cancelled = await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
    expect(cancelled.status).toBe(200)
    expect(['cancelling', 'cancelled']).toContain((await read(cancelled)).status)
    await expect.poll(async () => (await read(await backend.ask(`/api/jobs/${id}`))).status).toBe('cancelled')
    const again = await read(await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' }))
    expect(again).toMatchObject({ id, status: 'cancelled' })

    const retried = await backend.ask(`/api/jobs/${id}/retry`, { json: {}, headers: { 'Idempotency-Key': 'again' } })
    expect(retried.status).toBe(202)
    const second = await read(retried)
    expect(second).toMatchObject({ retryOf: id })
    expect(retried.headers.get('location')).toBe(`/api/jobs/${second.id}`)
    await backend.ask(`/api/jobs/${second.id}/cancel`, { method: 'POST' })

    expect((await backend.ask(`/api/jobs/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await backend.ask(`/api/jobs/${id}`)).status).toBe(404)
    expect((await backend.ask(`/api/jobs/${id}/restore`, { method: 'POST' })).status).toBe(200)
    expect((await backend.ask(`/api/jobs/${id}`)).status).toBe(200)
  })

  it('names, rates and tags', async () => {
    const { id } = await read(await backend.ask('/api/jobs', { json: CLIP }))
    await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
    const patch = { title: 'Spring', rating: 4, tags: ['shop'], favourite: true }
    const patched = await backend.ask(`/api/jobs/${id}`, { method: 'PATCH', json: patch })
    expect(await read(patched)).toMatchObject({ ...patch, pinned: true })
    const refused = await backend.ask(`/api/jobs/${id}`, { method: 'PATCH', json: { rating: 6 } })
    expect(await refused.json()).toMatchObject({ code: 'invalid_request', issues: [{ path: 'rating', range: { minimum: 1, maximum: 5 } }] })
  })

  it('says of each option what would do', async () => {
    const cases: readonly (readonly [number, string, object])[] = [
      [400, 'duration', { duration: 2 }],
      [400, 'duration', { duration: 3.3 }],
      [400, 'prompt', { prompt: 'short' }],
      [400, 'frameRate', { frameRate: 25 }],
      [400, 'seed', { seed: 2 ** 32 }],
      [400, 'fit.width', { fit: { x: 0, y: 0, width: 2, height: 1 } }],
      [400, 'colour', { colour: 'red' }],
      [400, 'source.pageUrl', { source: { pageUrl: 'nowhere' } }],
      [422, 'negativePrompt', { negativePrompt: 'blurry' }],
      [422, 'audio', { audio: true }],
      [400, 'kind', { kind: 'opera' }],
    ]
    for (const [status, path, change] of cases) {
      for (const where of ['/api/jobs', '/api/estimates']) {
        const answer = await backend.ask(where, { json: { ...CLIP, ...change } })
        const found = problem.parse(await answer.json())
        expect([answer.status, found.issues?.[0]?.path], JSON.stringify(change)).toEqual([status, path])
      }
    }
    expect((await backend.ask('/api/estimates', { json: { storyboardId: 'stb_1' } })).status).toBe(404)
    expect((await backend.ask('/api/jobs', { json: { kind: 'clip' } })).status).toBe(400)
  })

  it('tells prices and providers', async () => {
    const priced = estimate.parse(await (await backend.ask('/api/estimates', { json: CLIP })).json())
    expect(priced).toMatchObject({ usdMicros: 0, provider: 'local' })
    const { items } = providerList.parse(await (await backend.ask('/api/providers')).json())
    expect(items[0]).toMatchObject({ id: 'local', status: 'available' })
    const others = items.slice(1)
    expect(others.map(({ id }) => id)).toEqual(expect.arrayContaining(['runway', 'pika', 'fal', 'kling', 'comfyui', 'openai-videos']))
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['unconfigured']))
    expect(others.every(({ configure }) => configure !== null)).toBe(true)
  })

  it('knows no operation that was never begun', async () => {
    expect((await backend.ask('/api/operations/att_none/release', { method: 'POST' })).status).toBe(404)
    expect((await backend.ask('/api/operations/att_none/adopt', { method: 'POST', json: {} })).status).toBe(404)
  })

  it('caps what is spent', async () => {
    const put = await backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: 5_000_000 } })
    expect(await put.json()).toMatchObject({ monthlyUsdMicros: 5_000_000, exposureUsdMicros: 0 })
    await backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: null } })
  })
})
