import { setTimeout as wait } from 'node:timers/promises'
import { isTerminal } from 'shared/progress'
import { budget, type Job, job as jobSchema, ledgerList, type Operation, operationList } from 'shared/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { KLING_KEY, startKling } from '../simulators/kling.ts'
import type { Simulator } from '../simulators/simulator.ts'

/** Long enough for a cancellation to come first. */
const WORK_MS = 1500

let kling: Simulator
let backend: Backend
beforeAll(async () => {
  kling = await startKling({ behaviour: { runMs: WORK_MS } })
  backend = await startBackend(
    { KLING_API_KEY: KLING_KEY, KLING_BASE_URL: kling.base, LOG_LEVEL: 'silent' },
    { remoteTimes: { pollMs: [20, 100], retryMs: [10, 60], confirmMs: 400, lookUpMs: 500, slotMs: 100 }, times: { reconcileMs: 100 } },
  )
})
afterAll(async () => {
  await backend.stop()
  await kling.stop()
})

const REQUEST = { kind: 'clip', prompt: 'a mug turns on a table', provider: 'kling', duration: 3, resolution: '720p', fallback: false }
const read = async (id: string): Promise<Job> => jobSchema.parse(await (await backend.ask(`/api/jobs/${id}`)).json())
const until = async (id: string, wanted: (job: Job) => boolean): Promise<Job> => {
  for (;;) {
    const job = await read(id)
    if (wanted(job) || isTerminal(job.status)) return job
    await wait(20)
  }
}
/** A job that was cancelled at a provider that cannot cancel. */
async function leaveUnknown(): Promise<Job> {
  const made = jobSchema.parse(await (await backend.ask('/api/jobs', { json: REQUEST })).json())
  await until(made.id, ({ attempts }) => attempts[0]?.status === 'submitted')
  await backend.ask(`/api/jobs/${made.id}/cancel`, { method: 'POST' })
  const job = await until(made.id, () => false)
  expect(job).toMatchObject({ status: 'cancelled', attempts: [{ status: 'unknown' }], error: { params: { money: 'unknown' } } })
  return job
}
const operationOf = async (jobId: string, wanted: (operation: Operation) => boolean): Promise<Operation> => {
  for (;;) {
    const { items } = operationList.parse(await (await backend.ask('/api/operations')).json())
    const found = items.find((operation) => operation.jobId === jobId)
    if (found !== undefined && wanted(found)) return found
    await wait(50)
  }
}
const exposed = async (): Promise<number> => budget.parse(await (await backend.ask('/api/budget')).json()).exposureUsdMicros

it('an attempt that turns out to have failed is resolved by itself, and its exposure is gone', async () => {
  kling.set({ outcome: 'fail' })
  const job = await leaveUnknown()
  kling.set({ outcome: 'succeed' })
  expect(await exposed()).toBe(job.cost.estimatedUsdMicros)
  expect(await operationOf(job.id, ({ status }) => status !== 'unknown')).toMatchObject({ status: 'failed', costUsdMicros: 0 })
  expect(await exposed()).toBe(0)
})

it('an attempt that turns out to have made something waits for a person, who needs no id to adopt it', async () => {
  const job = await leaveUnknown()
  const found = await operationOf(job.id, ({ providerStatus }) => providerStatus === 'succeeded')
  expect(found.status).toBe('unknown')
  const adopted = jobSchema.parse(await (await backend.ask(`/api/operations/${found.id}/adopt`, { json: {} })).json())
  const done = await until(adopted.id, () => false)
  expect(done).toMatchObject({ status: 'completed', retryOf: job.id })
  const { items } = ledgerList.parse(await (await backend.ask(`/api/ledger?jobId=${done.id}`)).json())
  expect(items.map(({ kind, usdMicros }) => [kind, usdMicros])).toEqual([['late_charge', kling.jobs.at(-1)?.usdMicros]])
  expect(await exposed()).toBe(0)
})
