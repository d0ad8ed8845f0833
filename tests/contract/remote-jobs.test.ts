import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { budget, type Job, job as jobSchema, ledgerList, operationList, problem } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { productPicture } from '../harness/pictures.ts'
import { startComfyui } from '../simulators/comfyui.ts'
import { FAL_KEY, falWebhook, startFal } from '../simulators/fal.ts'
import { KLING_KEY, startKling } from '../simulators/kling.ts'
import { OPENAI_VIDEOS_KEY, startOpenaiVideos } from '../simulators/openai-videos.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import type { Simulator } from '../simulators/simulator.ts'

const QUICK = { pollMs: [20, 100], retryMs: [10, 60], confirmMs: 2000, lookUpMs: 1500, slotMs: 250 } as const

let runway: Simulator
let fal: Simulator
let kling: Simulator
let comfyui: Simulator
let videos: Simulator
let backend: Backend
let picture: string
let lead = 0
beforeAll(async () => {
  ;[runway, fal, kling, comfyui, videos] = await Promise.all([
    startRunway(),
    startFal(),
    startKling(),
    startComfyui(),
    startOpenaiVideos('vllm'),
  ])
  backend = await startBackend(
    {
      RUNWAYML_API_SECRET: RUNWAY_KEY,
      RUNWAYML_BASE_URL: runway.base,
      FAL_KEY,
      FAL_BASE_URL: fal.base,
      KLING_API_KEY: KLING_KEY,
      KLING_BASE_URL: kling.base,
      COMFYUI_URL: comfyui.base,
      OPENAI_VIDEO_BASE_URL: videos.base,
      OPENAI_VIDEO_API_KEY: OPENAI_VIDEOS_KEY,
      PUBLIC_URL: 'https://reels.example',
      LOG_LEVEL: 'silent',
    },
    { clock: () => Date.now() + lead, remoteTimes: QUICK, times: { sweepMs: 200, reconcileMs: 200 } },
  )
  const bytes = await productPicture({ width: 900, height: 1200, seed: 3 })
  const added = await backend.ask('/api/assets', { body: new Uint8Array(bytes), headers: { 'Content-Type': 'image/jpeg' } })
  picture = (await added.json()).id
})
afterAll(async () => {
  await backend.stop()
  await Promise.all([runway, fal, kling, comfyui, videos].map((simulator) => simulator.stop()))
})

const clip = (change: object = {}) => ({
  kind: 'clip',
  prompt: 'the mug turns slowly on the table',
  image: picture,
  duration: 3,
  aspectRatio: '9:16',
  resolution: '720p',
  fallback: false,
  ...change,
})
const gen4 = (change: object = {}) => clip({ provider: 'runway', model: 'gen4_turbo', ...change })
const ask = async (body: unknown, key?: string): Promise<Job> => {
  const answer = await backend.ask('/api/jobs', { json: body, ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }) })
  const text: unknown = await answer.json()
  if (answer.status !== 202) throw new Error(JSON.stringify(text))
  return jobSchema.parse(text)
}
const read = async (id: string): Promise<Job> => jobSchema.parse(await (await backend.ask(`/api/jobs/${id}`)).json())
const until = async (id: string, wanted: (job: Job) => boolean = () => false): Promise<Job> => {
  for (;;) {
    const job = await read(id)
    if (wanted(job) || isTerminal(job.status)) return job
    await wait(20)
  }
}
const kinds = async (jobId: string): Promise<readonly string[]> =>
  ledgerList
    .parse(await (await backend.ask(`/api/ledger?jobId=${jobId}`)).json())
    .items.map(({ kind, usdMicros }) => `${kind} ${usdMicros}`)
    .toSorted()
const starts = (simulator: Simulator): number => simulator.calls.filter(({ kind }) => kind === 'start').length
const othersOf = (): number => [fal, kling, comfyui, videos].reduce((sum, { jobs }) => sum + jobs.length, 0)
const unknownAttempts = async () => operationList.parse(await (await backend.ask('/api/operations?status=unknown')).json()).items

describe('a paid clip', () => {
  it('is bought once, brought home, made what was asked for, and charged what the provider says', async () => {
    const before = { jobs: runway.jobs.length, invoice: runway.invoiceUsdMicros() }
    const job = await until((await ask(gen4({ duration: 3.5, resolution: '1080p', frameRate: 30 }))).id)
    expect(job.error).toBeNull()
    expect(job).toMatchObject({
      status: 'completed',
      provider: 'runway',
      model: 'gen4_turbo',
      attempts: [{ provider: 'runway', model: 'gen4_turbo', status: 'succeeded', costUsdMicros: 200_000 }],
      cost: { estimatedUsdMicros: 200_000, heldUsdMicros: 200_000, settledUsdMicros: 200_000 },
      result: { video: { width: 1080, height: 1920, duration: 3.5, frameRate: 30 }, original: { width: 720, height: 1280, duration: 4 } },
    })
    expect(job.adjustments.map(({ code }) => code)).toContain('duration_bought_longer')
    expect(runway.jobs.length - before.jobs).toBe(1)
    expect(runway.invoiceUsdMicros() - before.invoice).toBe(200_000)
    expect(await kinds(job.id)).toEqual(['hold 200000', 'settle 200000'])
  })

  it('of a server of one’s own costs nothing', async () => {
    const job = await until((await ask(clip({ provider: 'openai-videos' }))).id)
    expect([job.error, job.status, job.cost.settledUsdMicros, videos.jobs.length]).toEqual([null, 'completed', 0, 1])
  })

  it('that costs more than was shown is refused before anything is held', async () => {
    const answer = await backend.ask('/api/jobs', { json: gen4({ maxCostUsdMicros: 10 }) })
    expect([answer.status, problem.parse(await answer.json())]).toMatchObject([409, { code: 'price_changed', action: 'confirm_price' }])
  })

  it('is downloaded again, not bought again, when a download is cut or its link has run out', async () => {
    const before = starts(runway)
    runway.script({ at: 'download', what: 'truncate' }, { at: 'download', what: { status: 403 } })
    const job = await until((await ask(gen4())).id)
    expect([job.status, starts(runway) - before]).toEqual(['completed', 1])
  })

  it('waits as long as it is told to, at no try', async () => {
    const before = runway.jobs.length
    runway.script({ at: 'start', what: { status: 429, headers: { 'Retry-After': '1' } }, times: 6 })
    const job = await until((await ask(gen4())).id)
    expect([job.status, runway.jobs.length - before]).toEqual(['completed', 1])
    expect(job.attempts).toHaveLength(1)
  }, 30_000)

  it('whose provider fails is released, and says what to do', async () => {
    runway.set({ outcome: 'fail' })
    const job = await until((await ask(gen4())).id)
    runway.set({ outcome: 'succeed' })
    expect(job).toMatchObject({
      status: 'failed',
      error: { code: 'provider_failed', params: { money: 'released' } },
      cost: { settledUsdMicros: 0 },
    })
    expect(await kinds(job.id)).toEqual(['hold 150000', 'release 150000'])
  })

  it('that breaks the rules is charged where the provider charges, and goes nowhere else', async () => {
    const before = fal.jobs.length
    runway.set({ outcome: 'moderate_input' })
    const job = await until((await ask(gen4({ fallback: true }))).id)
    runway.set({ outcome: 'succeed' })
    expect(job).toMatchObject({
      status: 'failed',
      error: { code: 'content_policy', params: { side: 'input', money: 'charged' } },
      cost: { settledUsdMicros: 150_000 },
    })
    expect(fal.jobs.length).toBe(before)
  })
})

describe('another provider', () => {
  it('takes over what is definitely over, within the agreed price, and the job says so', async () => {
    runway.set({ outcome: 'fail' })
    const job = await until((await ask(gen4({ fallback: true }))).id)
    runway.set({ outcome: 'succeed' })
    expect(job.error).toBeNull()
    expect(job.attempts.map(({ status }) => status)).toEqual(['failed', 'succeeded'])
    expect(job.adjustments.map(({ code }) => code)).toContain('fell_back')
    expect(job.provider).not.toBe('runway')
    expect(job.cost.settledUsdMicros).toBeLessThanOrEqual(job.cost.heldUsdMicros)
  })

  it('is not asked when nobody knows whether the first has taken it', async () => {
    const before = { runway: starts(runway), others: othersOf() }
    runway.script({ at: 'start', what: 'drop_after' })
    const job = await until((await ask(gen4({ fallback: true }))).id)
    expect(job).toMatchObject({
      status: 'failed',
      error: { code: 'outcome_unknown', params: { money: 'unknown' } },
      attempts: [{ status: 'unknown' }],
    })
    expect(starts(runway) - before.runway).toBe(1)
    expect(othersOf()).toBe(before.others)
  })
})

describe('an attempt of unknown outcome', () => {
  it('counts against the budget until it is adopted, which fetches what was made and charges it late', async () => {
    const [attempt] = await unknownAttempts()
    const taken = runway.jobs.at(-1)
    if (attempt === undefined || taken === undefined) throw new Error('there should be one')
    const exposed = async () => budget.parse(await (await backend.ask('/api/budget')).json()).exposureUsdMicros
    expect(await exposed()).toBe(150_000)
    const adopt = (body: object) =>
      backend.ask(`/api/operations/${attempt.id}/adopt`, { json: body, headers: { 'Idempotency-Key': 'adopt' } })
    expect((await adopt({})).status).toBe(400)
    const adopted = jobSchema.parse(await (await adopt({ providerJobId: taken.id })).json())
    expect(adopted).toMatchObject({ retryOf: attempt.jobId, cost: { heldUsdMicros: 0 } })
    expect(jobSchema.parse(await (await adopt({ providerJobId: taken.id })).json()).id).toBe(adopted.id)
    const job = await until(adopted.id)
    expect(job.error).toBeNull()
    expect(job).toMatchObject({ status: 'completed', attempts: [{ status: 'succeeded', costUsdMicros: 150_000 }] })
    expect(await kinds(job.id)).toEqual(['late_charge 150000'])
    expect(await exposed()).toBe(0)
    expect(await read(attempt.jobId)).toMatchObject({ status: 'failed' })
  })

  it('that is released counts no longer, and can be resolved once', async () => {
    runway.script({ at: 'start', what: 'drop_after' })
    await until((await ask(gen4())).id)
    const [attempt] = await unknownAttempts()
    const release = () => backend.ask(`/api/operations/${attempt?.id}/release`, { method: 'POST' })
    expect([(await release()).status, (await release()).status]).toEqual([200, 409])
    expect(await unknownAttempts()).toEqual([])
  })
})

describe('an answer that is lost', () => {
  it('is looked up at a provider that can be asked for our key, though it lists late', async () => {
    const before = kling.jobs.length
    kling.set({ listsLateMs: 300 })
    kling.script({ at: 'start', what: 'drop_after' })
    const job = await until((await ask(clip({ provider: 'kling' }))).id)
    kling.set({ listsLateMs: 0 })
    expect([job.error, job.status, kling.jobs.length - before]).toEqual([null, 'completed', 1])
  })

  it('is asked for again under the same key where the provider keeps keys', async () => {
    const before = comfyui.jobs.length
    comfyui.script({ at: 'start', what: 'drop_after' })
    const job = await until((await ask(clip({ provider: 'comfyui', model: 'wan-2.2' }))).id)
    expect([job.error, job.status, comfyui.jobs.length - before]).toEqual([null, 'completed', 1])
  })

  it('stays lost when a second try certainly did not arrive', async () => {
    const before = comfyui.jobs.length
    comfyui.script({ at: 'start', what: 'drop_after' }, { at: 'observe', what: { status: 500 }, nth: 3, times: 20 })
    const job = await until((await ask(clip({ provider: 'comfyui', model: 'wan-2.2' }))).id)
    expect([job.attempts[0]?.status, comfyui.jobs.length - before]).toEqual(['unknown', 1])
    const [attempt] = await unknownAttempts()
    await backend.ask(`/api/operations/${attempt?.id}/release`, { method: 'POST' })
  })
})

describe('cancelling', () => {
  it('tells the provider, and settles what it charges', async () => {
    fal.set({ queueMs: 60_000 })
    const { id } = await ask(clip({ provider: 'pika' }))
    await until(id, ({ attempts }) => attempts[0]?.status === 'submitted')
    await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
    const job = await until(id)
    fal.set({ queueMs: 0 })
    expect(job).toMatchObject({
      status: 'cancelled',
      attempts: [{ status: 'cancelled', costUsdMicros: 0 }],
      error: { params: { money: 'released' } },
    })
    expect(fal.jobs.at(-1)?.cancelledAt).not.toBeNull()
  })

  it('where the provider cannot be stopped leaves an exposure, and says so', async () => {
    kling.set({ runMs: 60_000 })
    const { id } = await ask(clip({ provider: 'kling' }))
    await until(id, ({ attempts }) => attempts[0]?.status === 'submitted')
    await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
    const job = await until(id)
    kling.set({ runMs: 0 })
    expect(job).toMatchObject({ status: 'cancelled', attempts: [{ status: 'unknown' }], error: { params: { money: 'unknown' } } })
    const [attempt] = await unknownAttempts()
    await backend.ask(`/api/operations/${attempt?.id}/release`, { method: 'POST' })
  })
})

describe('a deadline', () => {
  it('counts for the attempt; then the provider is told to stop and the hold is released', async () => {
    fal.set({ runMs: 3_600_000 })
    const { id } = await ask(clip({ provider: 'pika' }))
    const running = await until(id, ({ attempts }) => attempts[0]?.status === 'submitted')
    expect(running.deadlineAt).not.toBeNull()
    lead = 3_000_000
    const job = await until(id)
    lead = 0
    fal.set({ runMs: 0 })
    expect(job.status).toBe('failed')
    expect(['timeout', 'outcome_unknown']).toContain(job.error?.code)
    for (const { id: open } of await unknownAttempts()) await backend.ask(`/api/operations/${open}/release`, { method: 'POST' })
  })
})

describe('a message of a provider', () => {
  const send = (message: { readonly headers: Headers; readonly body: Uint8Array }) =>
    fetch(`${backend.base}/webhooks/pika`, { method: 'POST', headers: message.headers, body: new Uint8Array(message.body) })

  it('is taken once and only with the provider’s own signature', async () => {
    await until((await ask(clip({ provider: 'pika' }))).id)
    const job = fal.jobs.at(-1)
    if (job === undefined) throw new Error('fal was not asked')
    const message = falWebhook(job, Date.now())
    expect((await send(message)).status).toBe(204)
    expect((await send(message)).status).toBe(204)
    expect(await backend.db.selectFrom('webhook_inbox').selectAll().where('provider_job_id', '=', job.id).execute()).toHaveLength(1)
    expect((await send({ ...message, body: new TextEncoder().encode('{}') })).status).toBe(401)
    expect((await fetch(`${backend.base}/webhooks/nobody`, { method: 'POST', body: '{}' })).status).toBe(404)
  })
})

describe('twenty paid jobs that wait', () => {
  it('do not hold up a local clip, and never run more at once than the provider allows', async () => {
    runway.set({ runMs: 60_000 })
    const before = runway.jobs.length
    const paid = await Promise.all(Array.from({ length: 20 }, () => ask(gen4())))
    const local = await ask({ kind: 'clip', provider: 'local', prompt: 'A title that nothing holds up', duration: 3, resolution: '720p' })
    const job = await until(local.id)
    const running = runway.jobs.length - before
    runway.set({ runMs: 0 })
    await Promise.all(paid.map(({ id }) => backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })))
    await Promise.all(paid.map(({ id }) => until(id)))
    expect(job.status).toBe('completed')
    expect(running).toBeGreaterThan(0)
    expect(running).toBeLessThanOrEqual(2)
  }, 60_000)
})
