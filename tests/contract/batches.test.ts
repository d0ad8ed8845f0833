import { setTimeout as wait } from 'node:timers/promises'
import { type Batch, batch as batchSchema, budget, clipJob as jobSchema, problem } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { FAL_KEY, startFal } from '../simulators/fal.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import type { Simulator } from '../simulators/simulator.ts'

let backend: Backend
let runway: Simulator
let fal: Simulator
beforeAll(async () => {
  // Nothing is ever done there: what counts is what is admitted.
  ;[runway, fal] = await Promise.all([startRunway({ behaviour: { runMs: 3_600_000 } }), startFal({ behaviour: { queueMs: 3_600_000 } })])
  const keys = { RUNWAYML_API_SECRET: RUNWAY_KEY, FAL_KEY, RUNWAYML_BASE_URL: runway.base, FAL_BASE_URL: fal.base }
  backend = await startBackend({ ...keys, LOG_LEVEL: 'silent' })
})
afterAll(async () => {
  await backend.stop()
  await Promise.all([runway.stop(), fal.stop()])
})

const SHARED = { duration: 5, resolution: '720p', aspectRatio: '16:9' }
const post = (body: unknown, key?: string) =>
  backend.ask('/api/batches', { json: body, ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }) })
const made = async (body: unknown, key?: string): Promise<Batch> => {
  const answer = await post(body, key)
  const json: unknown = await answer.json()
  if (answer.status !== 202) throw new Error(JSON.stringify(json))
  expect(answer.headers.get('location')).toBe(`/api/batches/${batchSchema.parse(json).id}`)
  return batchSchema.parse(json)
}
const cancel = async ({ id }: Batch): Promise<void> => {
  await backend.ask(`/api/batches/${id}/cancel`, { method: 'POST' })
  for (;;) {
    const now = batchSchema.parse(await (await backend.ask(`/api/batches/${id}`)).json())
    if (now.cancelled === now.total) return
    await wait(100)
  }
}
const tiedNow = async (): Promise<number> => {
  const { spentUsdMicros, heldUsdMicros, exposureUsdMicros } = budget.parse(await (await backend.ask('/api/budget')).json())
  return spentUsdMicros + heldUsdMicros + exposureUsdMicros
}

describe('a batch', () => {
  it('makes every prompt, the last better than the rest, and answers its key with itself', async () => {
    const body = {
      prompts: ['a red mug on a table', 'a blue mug on a table', 'a green mug on a table'],
      shared: { ...SHARED, quality: 'standard' },
      useCostOptimization: true,
    }
    const batch = await made(body, 'mugs')
    expect(batch.jobs.map(({ request }) => request.prompt)).toEqual(body.prompts)
    expect(batch.jobs.map(({ request }) => request.quality)).toEqual(['draft', 'draft', 'high'])
    expect(new Set(batch.jobs.map(({ batchId }) => batchId))).toEqual(new Set([batch.id]))
    expect(batch.jobs.map(({ provider }) => provider)).toEqual(['pika', 'pika', 'runway'])
    expect(batch.estimatedUsdMicros).toBe(batch.jobs.reduce((sum, { cost }) => sum + cost.estimatedUsdMicros, 0))
    expect((await made(body, 'mugs')).id).toBe(batch.id)
    const other = await post({ ...body, heroIndex: 0 }, 'mugs')
    expect(problem.parse(await other.json()).code).toBe('idempotency_mismatch')
    await cancel(batch)
  })

  it('makes takes of one idea that differ by their seeds alone', async () => {
    const batch = await made({ prompts: ['a red mug on a table'], variants: 3, shared: { ...SHARED, seed: 4_294_967_295 } })
    expect(batch.jobs.map(({ request, variantIndex }) => [request.seed, variantIndex])).toEqual([
      [4_294_967_295, 0],
      [0, 1],
      [1, 2],
    ])
    await cancel(batch)
  })

  it('is admitted whole or not at all', async () => {
    const before = await tiedNow()
    const good = { kind: 'clip', prompt: 'a red mug on a table', provider: 'pika', ...SHARED }
    const bad = await post({ requests: [good, { ...good, audio: true }] })
    expect([bad.status, problem.parse(await bad.json())]).toMatchObject([
      422,
      { params: { index: 1 }, issues: [{ path: 'requests.1.audio' }] },
    ])
    const faulty = await post({ prompts: ['short'], shared: SHARED })
    expect([faulty.status, problem.parse(await faulty.json()).issues?.[0]?.path]).toEqual([400, 'prompt'])
    const dear = await post({ requests: [good, good], maxCostUsdMicros: 300_000 })
    expect([dear.status, problem.parse(await dear.json())]).toMatchObject([409, { code: 'price_changed', params: { usdMicros: 400_000 } }])
    await backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: 300_000 + before } })
    const poor = await post({ requests: [good, good] })
    await backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: null } })
    expect([poor.status, problem.parse(await poor.json()).code]).toEqual([402, 'insufficient_budget'])
    const many = await post({ prompts: Array.from({ length: 40 }, () => 'a red mug on a table'), variants: 2 })
    expect(many.status).toBe(400)
    expect(await tiedNow()).toBe(before)
    expect((await backend.ask('/api/batches/bat_none')).status).toBe(404)
  })
})

describe('a hundred requests at once', () => {
  it('with a budget for ten admit exactly ten', async () => {
    await backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: 2_000_000 + (await tiedNow()) } })
    const body = { kind: 'clip', prompt: 'a red mug on a table', provider: 'pika', ...SHARED }
    const answers = await Promise.all(Array.from({ length: 100 }, () => backend.ask('/api/jobs', { json: body })))
    await backend.ask('/api/budget', { method: 'PUT', json: { monthlyUsdMicros: null } })
    const admitted = answers.filter(({ status }) => status === 202)
    expect([admitted.length, answers.filter(({ status }) => status === 402).length]).toEqual([10, 90])
    for (const answer of admitted) await backend.ask(`/api/jobs/${jobSchema.parse(await answer.json()).id}/cancel`, { method: 'POST' })
  })
})

describe('a remake', () => {
  it('has the same words, seed and camera in another quality', async () => {
    const first = jobSchema.parse(
      await (
        await backend.ask('/api/jobs', {
          json: { kind: 'clip', prompt: 'a red mug on a table', camera: 'orbit', quality: 'draft', ...SHARED },
        })
      ).json(),
    )
    const answer = await backend.ask(`/api/jobs/${first.id}/remake`, { json: { quality: 'high' } })
    const again = jobSchema.parse(await answer.json())
    expect([answer.status, first.provider, again.provider]).toEqual([202, 'pika', 'runway'])
    expect(again).toMatchObject({
      derivedFrom: first.id,
      retryOf: null,
      request: { quality: 'high', seed: first.request.seed, camera: 'orbit' },
    })
    expect(again.request.prompt).toBe(first.request.prompt)
    expect((await backend.ask('/api/jobs/job_none/remake', { json: { quality: 'high' } })).status).toBe(404)
    for (const { id } of [first, again]) await backend.ask(`/api/jobs/${id}/cancel`, { method: 'POST' })
  })
})

describe('an estimate', () => {
  it('has the price of every capable model, why the others cannot, and a cheaper way', async () => {
    const answer = await backend.ask('/api/estimates', {
      json: { kind: 'clip', prompt: 'a red mug on a table', quality: 'high', ...SHARED },
    })
    const estimate = await answer.json()
    expect(estimate).toMatchObject({
      provider: 'runway',
      model: 'gen4.5',
      usdMicros: 600_000,
      savingsTip: { provider: expect.any(String) },
    })
    const at = (provider: string, model: string) =>
      estimate.byProvider.find((each: { provider: string; model: string }) => each.provider === provider && each.model === model)
    expect(at('runway', 'gen4_turbo')).toMatchObject({ available: false, reason: expect.stringContaining('words alone') })
    expect(at('kling', 'kling-3.0')).toMatchObject({ available: false, reason: expect.stringContaining('KLING_API_KEY') })
    expect(at('local', 'motion-1')).toMatchObject({ usdMicros: 0, available: true })
  })
})
