import { usdMicros } from 'shared/money'
import { makeProblem, resolvedClip } from 'shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { markSubmitted, openAttempt } from './attempts.ts'
import { end } from './endings.ts'
import { ignoreChange, openBench } from './test-bench.ts'
import { claim, requestCancel } from './transitions.ts'

const PRICE = usdMicros(90_000)

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

/** A job whose one call was sent and never answered. */
async function sent() {
  const row = await bench.insert({ held_usd_micros: PRICE, estimated_usd_micros: PRICE })
  const now = bench.time.now
  return await bench.changes.transaction(bench.userId, async (tx) => {
    const claimed = await claim(tx, ignoreChange, { jobId: row.id, owner: 'one', leaseMs: 1000, now })
    if (!claimed.ok) throw new Error(claimed.reason)
    const { lease } = claimed.value
    const request = resolvedClip.parse(JSON.parse(row.request))
    const call = { provider: 'far', model: 'away', request, prepared: null, usdMicros: PRICE, deadlineMs: 300_000, now }
    const opened = await openAttempt(tx, lease, call)
    if (!opened.ok) throw new Error(opened.reason)
    await markSubmitted(tx, lease, opened.value.id, now)
    return lease
  })
}

async function attemptOf(jobId: string) {
  return await bench.db
    .selectFrom('attempts')
    .select(['status', 'cost_usd_micros', 'finished_at'])
    .where('job_id', '=', jobId)
    .executeTakeFirstOrThrow()
}

const unknown = { to: 'failed', problem: makeProblem('outcome_unknown', 'It was asked before a crash.') } as const

describe('a job that ends with its call unanswered', () => {
  it('leaves the attempt open as exposure where nobody knows what became of it, and its hold free', async () => {
    const lease = await sent()
    expect(await end(bench, lease, unknown)).toEqual({ ok: true, value: null })
    expect(await attemptOf(lease.jobId)).toEqual({ status: 'unknown', cost_usd_micros: null, finished_at: null })
    const job = await bench.read(lease.jobId)
    expect(job).toMatchObject({ status: 'failed', settled_usd_micros: 0 })
    expect(job.error).toContain('"money":"unknown"')
    expect(await bench.accounts.budget(bench.userId)).toMatchObject({ heldUsdMicros: 0, exposureUsdMicros: PRICE, spentUsdMicros: 0 })
    expect((await bench.ledger(lease.jobId)).filter(({ entry_key: key }) => key === `settle:${lease.jobId}`)).toHaveLength(1)
  })

  it('leaves it open as well when a person cancelled in the meantime', async () => {
    const lease = await sent()
    await bench.changes.transaction(bench.userId, (tx) => requestCancel(tx, ignoreChange, { id: lease.jobId, status: 'processing' }, 1))
    await end(bench, lease, unknown)
    expect(await bench.read(lease.jobId)).toMatchObject({ status: 'cancelled' })
    expect(await attemptOf(lease.jobId)).toMatchObject({ status: 'unknown', cost_usd_micros: null })
  })

  it('ends it at no charge where the work is known to be over', async () => {
    const lease = await sent()
    await end(bench, lease, { to: 'failed', problem: makeProblem('provider_failed', 'It broke.') })
    expect(await attemptOf(lease.jobId)).toEqual({ status: 'failed', cost_usd_micros: 0, finished_at: bench.time.now })
    expect((await bench.accounts.budget(bench.userId)).exposureUsdMicros).toBe(0)
  })
})
