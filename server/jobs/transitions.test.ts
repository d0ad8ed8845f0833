import { makeProblem } from 'shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claim, finish, type Lease, requestCancel, writeProgress } from './transitions.ts'
import { ignoreChange, openBench } from './test-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const within = <T>(work: Parameters<typeof bench.changes.transaction<T>>[1]): Promise<T> => bench.changes.transaction(bench.userId, work)
const claimFor = (jobId: string, owner: string, force = false) =>
  within((tx) => claim(tx, ignoreChange, { jobId, owner, leaseMs: 30_000, now: bench.time.now, force }))

async function leaseOf(jobId: string, owner: string): Promise<Lease> {
  const claimed = await claimFor(jobId, owner)
  if (!claimed.ok) throw new Error(claimed.reason)
  return claimed.value.lease
}
const report = (lease: Lease, progress: number) =>
  within((tx) => writeProgress(tx, ignoreChange, lease, { stage: 'generating', progress, stageTimes: {}, now: bench.time.now }))
const fail = (lease: Lease) =>
  within((tx) =>
    finish(tx, ignoreChange, {
      jobId: lease.jobId,
      from: 'processing',
      lease,
      now: bench.time.now,
      outcome: { to: 'failed', problem: makeProblem('provider_failed', 'It broke.') },
    }),
  )

describe('the lease', () => {
  it('keeps others out until it has run out, and then fences the old holder off', async () => {
    const { id } = await bench.insert()
    const old = await leaseOf(id, 'one')
    expect(await claimFor(id, 'two')).toEqual({ ok: false, reason: 'lost_lease' })
    bench.time.now += 30_000
    const young = await leaseOf(id, 'two')
    expect(young.epoch).toBe(old.epoch + 1)
    const before = await bench.read(id)
    expect(await report(old, 70)).toEqual({ ok: false, reason: 'lost_lease' })
    expect(await fail(old)).toEqual({ ok: false, reason: 'lost_lease' })
    expect(await bench.read(id)).toEqual(before)
    expect(await report(young, 70)).toEqual({ ok: true, value: null })
  })

  it('is taken over at once when its process is known to be dead', async () => {
    const { id } = await bench.insert()
    await leaseOf(id, 'one')
    expect(await claimFor(id, 'two', true)).toMatchObject({ ok: true, value: { lease: { epoch: 2 } } })
  })
})

describe('progress', () => {
  it('never falls, and neither does the stage', async () => {
    const { id } = await bench.insert()
    const lease = await leaseOf(id, 'one')
    await report(lease, 50)
    await within((tx) => writeProgress(tx, ignoreChange, lease, { stage: 'initializing', progress: 8, stageTimes: {}, now: 1 }))
    expect(await bench.read(id)).toMatchObject({ stage: 'generating', progress: 50 })
  })
})

describe('the end', () => {
  it('is final and settles once', async () => {
    const { id } = await bench.insert({ held_usd_micros: 250_000, estimated_usd_micros: 250_000 })
    const lease = await leaseOf(id, 'one')
    expect(await fail(lease)).toMatchObject({ ok: true })
    expect(await fail(lease)).toEqual({ ok: false, reason: 'wrong_status', status: 'failed' })
    expect(await within((tx) => requestCancel(tx, ignoreChange, { id, status: 'processing' }, 1))).toMatchObject({ ok: false })
    expect(await claimFor(id, 'two', true)).toEqual({ ok: false, reason: 'wrong_status', status: 'failed' })
    expect((await bench.ledger(id)).map(({ kind, entry_key }) => [kind, entry_key])).toEqual([
      ['hold', `hold:${id}`],
      ['release', `settle:${id}`],
    ])
    const { error, settled_usd_micros: settled } = await bench.read(id)
    expect(settled).toBe(0)
    expect(error).toContain('Nothing was charged; the $0.25 that was held is free again.')
  })

  it('cannot complete what is being cancelled', async () => {
    const { id } = await bench.insert()
    const lease = await leaseOf(id, 'one')
    await within((tx) => requestCancel(tx, ignoreChange, { id, status: 'processing' }, bench.time.now))
    const outcome = { to: 'completed', result: { kind: 'clip', video: 'a', poster: 'b', filmstrip: 'c' }, stageTimes: {} } as const
    const done = await within((tx) => finish(tx, ignoreChange, { jobId: id, from: 'processing', lease, now: 1, outcome }))
    expect(done).toEqual({ ok: false, reason: 'wrong_status', status: 'cancelling' })
  })

  it('of a queued job is at once, without a lease', async () => {
    const { id } = await bench.insert()
    const asked = await within((tx) => requestCancel(tx, ignoreChange, { id, status: 'queued' }, bench.time.now))
    expect(asked).toEqual({ ok: true, value: 'cancelled' })
    expect(await bench.read(id)).toMatchObject({ status: 'cancelled', settled_usd_micros: 0 })
    expect((await bench.ledger(id)).filter(({ entry_key }) => entry_key === `settle:${id}`)).toHaveLength(1)
  })
})
