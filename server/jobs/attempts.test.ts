import { usdMicros } from 'shared/money'
import { makeProblem, resolvedClip } from 'shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { afterCrash, markSubmitted, openAttempt } from './attempts.ts'
import { listOperations, releaseOperation } from './operations.ts'
import { ignoreChange, openBench } from './test-bench.ts'
import { claim, finish } from './transitions.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

async function openOne() {
  const row = await bench.insert({ held_usd_micros: 90_000 })
  return await bench.changes.transaction(bench.userId, async (tx) => {
    const claimed = await claim(tx, ignoreChange, { jobId: row.id, owner: 'one', leaseMs: 1000, now: bench.time.now })
    if (!claimed.ok) throw new Error(claimed.reason)
    const { lease } = claimed.value
    const request = resolvedClip.parse(JSON.parse(row.request))
    const price = usdMicros(90_000)
    const call = { provider: 'far', model: 'away', request, prepared: null, usdMicros: price, deadlineMs: 300_000, now: bench.time.now }
    const opened = await openAttempt(tx, lease, call)
    if (!opened.ok) throw new Error(opened.reason)
    return { lease, attempt: opened.value }
  })
}

describe('an attempt that a crash left open', () => {
  it.each([
    ['key', null, 'send_again'],
    ['lookup', null, 'look_up'],
    ['none', null, 'unknown'],
    ['none', 'their-id', 'observe'],
  ] as const)('of a provider with idempotency %s and id %s: %s', (idempotency, providerJobId, expected) => {
    expect(afterCrash({ status: 'submitted', provider_job_id: providerJobId, sent: 1 }, idempotency)).toBe(expected)
    expect(afterCrash({ status: 'failed', provider_job_id: providerJobId, sent: 1 }, idempotency)).toBe('over')
  })

  it('is sent, whatever its provider keeps, where nothing of it has left', () => {
    expect(afterCrash({ status: 'intent', provider_job_id: null, sent: 0 }, 'none')).toBe('send_again')
  })

  it('is not sent by a holder whose lease was taken', async () => {
    const { lease, attempt } = await openOne()
    bench.time.now += 1000
    await bench.changes.transaction(bench.userId, (tx) =>
      claim(tx, ignoreChange, { jobId: lease.jobId, owner: 'two', leaseMs: 1000, now: bench.time.now }),
    )
    const sent = await bench.changes.transaction(bench.userId, (tx) => markSubmitted(tx, lease, attempt.id, bench.time.now))
    expect(sent).toEqual({ ok: false, reason: 'lost_lease' })
  })
})

describe('operations', () => {
  it('of unknown outcome count as exposure until they are released, and only they can be', async () => {
    const { lease, attempt } = await openOne()
    expect(await releaseOperation(bench, bench.userId, attempt.id)).toMatchObject({ ok: false, problem: { code: 'conflict' } })
    await bench.db.updateTable('attempts').set({ status: 'unknown' }).where('id', '=', attempt.id).execute()
    expect((await bench.accounts.budget(bench.userId)).exposureUsdMicros).toBe(90_000)
    expect(await releaseOperation(bench, bench.userId, attempt.id)).toMatchObject({
      ok: false,
      problem: { code: 'conflict', retryable: true },
    })
    const outcome = { to: 'failed', problem: makeProblem('outcome_unknown', 'No answer came.') } as const
    const ending = { jobId: lease.jobId, from: 'processing', lease, now: bench.time.now, outcome } as const
    await bench.changes.transaction(bench.userId, (tx) => finish(tx, ignoreChange, ending))
    const released = await releaseOperation(bench, bench.userId, attempt.id)
    expect(released).toMatchObject({ ok: true, value: { status: 'failed', costUsdMicros: 0 } })
    expect((await bench.accounts.budget(bench.userId)).exposureUsdMicros).toBe(0)
    expect(await releaseOperation(bench, bench.userId, attempt.id)).toMatchObject({ ok: false, problem: { code: 'conflict' } })
  })

  it('are listed newest first to their user alone', async () => {
    const first = await openOne()
    bench.time.now += 5
    const second = await openOne()
    const page = await listOperations(bench, bench.userId, { limit: 1 })
    if (!page.ok) throw new Error(page.problem.detail)
    expect(page.value.items.map(({ id }) => id)).toEqual([second.attempt.id])
    const rest = await listOperations(bench, bench.userId, { cursor: page.value.nextCursor ?? '' })
    expect(rest).toMatchObject({ ok: true, value: { items: [{ id: first.attempt.id }], nextCursor: null } })
    expect(await listOperations(bench, 'usr_other', {})).toMatchObject({ ok: true, value: { items: [] } })
    expect(await releaseOperation(bench, 'usr_other', first.attempt.id)).toMatchObject({ ok: false, problem: { code: 'not_found' } })
  })
})
