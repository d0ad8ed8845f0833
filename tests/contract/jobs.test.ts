import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { clipJob as jobSchema, type Job, type JobRequest, problem } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { descendants } from '../harness/processes.ts'

let backend: Backend
let userId: string
beforeAll(async () => {
  backend = await startBackend()
  userId = await backend.accounts.owner()
})
afterAll(() => backend.stop())

const REQUEST: JobRequest = { kind: 'clip', prompt: 'A title for a test', duration: 3, resolution: '720p', frameRate: 24, seed: 1 }
const post = (body: unknown, key?: string) =>
  backend.ask('/api/jobs', { json: body, ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }) })
const created = async (body: unknown, key?: string): Promise<Job> => jobSchema.parse(await (await post(body, key)).json())
const read = async (id: string): Promise<Job> => jobSchema.parse(await (await backend.ask(`/api/jobs/${id}`)).json())
const cancel = (id: string) => backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })

async function until(id: string, wanted: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await read(id)
    if (wanted(job) || isTerminal(job.status)) return job
    await wait(20)
  }
}

async function ledgerOf(id: string): Promise<readonly string[]> {
  const rows = await backend.db.selectFrom('ledger').select('entry_key').where('job_id', '=', id).orderBy('entry_key').execute()
  return rows.map((row) => row.entry_key)
}

describe('a key', () => {
  it('used fifty times at once makes one job with one hold, and answers alike', async () => {
    const jobs = await Promise.all(Array.from({ length: 50 }, () => created(REQUEST, 'fifty')))
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1)
    const id = jobs[0]?.id ?? ''
    await cancel(id)
    expect((await until(id, () => false)).status).toBe('cancelled')
    expect(await ledgerOf(id)).toEqual([`hold:${id}`, `settle:${id}`])
    expect((await created(REQUEST, 'fifty')).status).toBe('cancelled')
  })

  it('is refused for another request, and a refused request does not use it up', async () => {
    const mismatch = await post({ ...REQUEST, duration: 4 }, 'fifty')
    expect([mismatch.status, problem.parse(await mismatch.json()).code]).toEqual([409, 'idempotency_mismatch'])
    const refused = await post({ ...REQUEST, provider: 'elsewhere' }, 'again')
    expect([refused.status, problem.parse(await refused.json()).issues?.[0]]).toMatchObject([
      422,
      { path: 'provider', allowed: expect.arrayContaining(['local', 'runway']) },
    ])
    const { id } = await created(REQUEST, 'again')
    await cancel(id)
  })
})

describe('a limit', () => {
  it('holds for requests that come at once, and says which it is', async () => {
    await backend.accounts.updateSettings(userId, { limits: { jobsAtOnce: 2 } })
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(REQUEST)))
    await backend.accounts.updateSettings(userId, { limits: { jobsAtOnce: null } })
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(6)
    expect(problem.parse(await refused[0]?.json())).toMatchObject({ code: 'rate_limited', params: { limit: 'jobsAtOnce', maximum: 2 } })
    for (const answer of answers) if (answer.ok) await cancel(jobSchema.parse(await answer.json()).id)
  })
})

describe('cancelling', () => {
  it.each(['queued', 'initializing', 'generating'] as const)('while %s ends the work and the money at once', async (stage) => {
    const blocker = stage === 'queued' ? await Promise.all(Array.from({ length: 8 }, () => created(REQUEST))) : []
    const { id } = await created({ ...REQUEST, duration: 10 })
    if (stage !== 'queued') await until(id, (job) => job.stage === stage)
    const answer = await cancel(id)
    expect(answer.status).toBe(200)
    const job = await until(id, () => false)
    expect(job).toMatchObject({ status: 'cancelled', cost: { settledUsdMicros: 0 } })
    expect(job.error).toMatchObject({ code: 'cancelled', params: { money: 'none' } })
    expect(job.attempts.every(({ status }) => status === 'cancelled')).toBe(true)
    expect(await ledgerOf(id)).toEqual([`hold:${id}`, `settle:${id}`])
    for (const each of blocker) await cancel(each.id)
    await wait(300)
    expect(descendants(process.pid).filter(({ command }) => command.includes('ffmpeg'))).toEqual([])
    expect((await cancel(id)).status).toBe(200)
  })

  it('of a rendering job is over within half a second, in the median of five', async () => {
    const took: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const { id } = await created({ ...REQUEST, duration: 10 })
      await until(id, (job) => job.stage === 'generating')
      const from = performance.now()
      await cancel(id)
      const { status } = await until(id, () => false)
      took.push(performance.now() - from)
      expect(status).toBe('cancelled')
    }
    expect(took.toSorted((a, b) => a - b)[2], took.join(', ')).toBeLessThan(500)
  })
})

describe('a clip', () => {
  it('goes all the way, can be marked, retried, deleted and restored', async () => {
    const answer = await backend.ask('/api/jobs', { json: { ...REQUEST, maxCostUsdMicros: 0 }, headers: { Prefer: 'wait=50' } })
    const job = jobSchema.parse(await answer.json())
    expect(job).toMatchObject({ status: 'completed', progress: 100, stage: null, cost: { settledUsdMicros: 0 } })
    expect(job.attempts).toEqual([{ provider: 'local', model: 'motion-1', status: 'succeeded', costUsdMicros: 0 }])
    expect(job.result?.video).toMatchObject({ width: 1280, height: 720, duration: 3, frameRate: 24, codec: 'h264' })
    expect(await ledgerOf(job.id)).toEqual([`hold:${job.id}`, `settle:${job.id}`])
    expect((await cancel(job.id)).status).toBe(409)

    const marked = await backend.jobs.patch(userId, job.id, { favourite: true, title: 'Evening tea', tags: ['tea'] })
    expect(marked).toMatchObject({ ok: true, value: { favourite: true, pinned: true, title: 'Evening tea' } })
    expect(await backend.jobs.list(userId, { q: 'EVENING' })).toMatchObject({ ok: true, value: { items: [{ id: job.id }] } })
    const video = job.result?.video.id ?? ''
    expect(await backend.library.remove(userId, video)).toMatchObject({ ok: false, problem: { code: 'conflict' } })

    expect(await backend.jobs.remove(userId, job.id)).toMatchObject({ ok: true })
    expect(await backend.jobs.get(userId, job.id)).toBeNull()
    expect(await backend.jobs.restore(userId, job.id)).toMatchObject({ ok: true, value: { result: { video: { id: video } } } })

    const retried = await backend.jobs.retry(userId, job.id, {}, 'retry-1')
    expect(retried).toMatchObject({ ok: true, value: { job: { retryOf: job.id, request: { seed: 1 } } } })
    if (!retried.ok) return
    expect(await backend.jobs.retry(userId, retried.value.job.id, {}, null)).toMatchObject({ ok: false, problem: { code: 'conflict' } })
    await cancel(retried.value.job.id)
    expect(await backend.jobs.get('usr_other', job.id)).toBeNull()
  })

  it('is shown as it is by every read, whatever has changed of it, its attempt or its files', async () => {
    const answer = await backend.ask('/api/jobs', { json: { ...REQUEST, maxCostUsdMicros: 0 }, headers: { Prefer: 'wait=50' } })
    const { id, result } = jobSchema.parse(await answer.json())
    const file = result?.video.id ?? ''
    const shown = async () => {
      const list = await backend.jobs.list(userId, { limit: 10 })
      const { items: changes } = await backend.changes.page(userId, 0, 500)
      const put = changes.find((change) => change.entity === 'job' && change.id === id)
      const job = await backend.jobs.get(userId, id)
      expect(list.ok ? list.value.items.find((item) => item.id === id) : null).toEqual(job ?? undefined)
      expect(put?.data ?? null).toEqual(job)
      return job
    }
    await shown()
    await backend.library.patch(userId, file, { title: 'Tea' })
    expect(await shown()).toMatchObject({ result: { video: { title: 'Tea' } } })
    expect((await backend.library.list(userId, { q: 'tea' })).ok).toBe(true)
    await backend.jobs.patch(userId, id, { rating: 4 })
    expect(await shown()).toMatchObject({ rating: 4, result: { video: { title: 'Tea' } } })
    await backend.jobs.countDownload(userId, id)
    expect(await shown()).toMatchObject({ downloads: 1 })
    // As a crash in the middle of a paid call would have left it.
    await backend.db.updateTable('attempts').set({ status: 'unknown' }).where('job_id', '=', id).execute()
    const [operation] = await backend.db.selectFrom('attempts').select('id').where('job_id', '=', id).execute()
    await backend.jobs.release(userId, operation?.id ?? '')
    expect(await shown()).toMatchObject({ attempts: [{ status: 'failed' }] })
    await backend.jobs.remove(userId, id)
    expect(await shown()).toBeNull()
    expect(await backend.library.remove(userId, file)).toMatchObject({ ok: true })
    await backend.jobs.restore(userId, id)
    expect(await shown()).toMatchObject({ status: 'completed', result: null })
  })
})
