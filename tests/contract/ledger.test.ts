import { array, assert, asyncProperty, boolean, nat, record } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usdMicros } from 'shared/money'
import { type Accounts, createAccounts, hold, settle } from '../../server/accounts/index.ts'
import { createChanges } from '../../server/changes/index.ts'
import { type Db, inTransaction, newId } from '../../server/db/index.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

const DOLLAR = 1_000_000

describe.each(DATABASES)('the ledger on $name', ({ open }) => {
  let opened: OpenedDatabase
  let db: Db
  let accounts: Accounts
  let now = Date.UTC(2026, 10, 21)

  beforeAll(async () => {
    opened = await open()
    db = opened.database.db
    const clock = () => now
    accounts = createAccounts({ db, changes: createChanges({ db, clock }), clock, fixedToken: null, announce: () => {} })
  })
  afterAll(() => opened.close())

  async function user(monthly: number | null): Promise<string> {
    const id = newId('usr')
    await db.insertInto('users').values({ id, name: 'A', role: 'member', monthly_usd_micros: monthly, created_at: now }).execute()
    return id
  }

  async function job(userId: string): Promise<string> {
    const id = newId('job')
    const text = { status: 'queued', request: '{}', request_hash: '', provider: 'p', model: 'm', adjustments: '[]', tags: '[]' } as const
    const numbers = { progress: 0, estimated_usd_micros: 0, held_usd_micros: 0, work_pixels: 0, lease_epoch: 0, downloads: 0, shares: 0 }
    const flags = { overrun: 0, favourite: 0, pinned: 0 } as const
    const row = { id, user_id: userId, kind: 'clip', stage_times: '{}', search_text: '', created_at: now } as const
    await db
      .insertInto('jobs')
      .values({ ...EMPTY_JOB, ...text, ...numbers, ...flags, ...row })
      .execute()
    return id
  }

  const take = (userId: string, jobId: string, amount: number) =>
    inTransaction(db, (tx) => hold(tx, { userId, jobId, usdMicros: usdMicros(amount), now }))
  const end = (userId: string, jobId: string, held: number, charged: number) =>
    inTransaction(db, (tx) =>
      settle(tx, { userId, jobId, attemptId: null, heldUsdMicros: usdMicros(held), chargedUsdMicros: usdMicros(charged), now }),
    )
  const entries = async (userId: string, jobId?: string) => {
    const listed = await accounts.ledger(userId, { limit: 200, ...(jobId === undefined ? {} : { jobId }) })
    return listed.ok ? listed.value.items.map(({ kind, usdMicros }) => `${kind} ${usdMicros}`).sort() : []
  }

  it('admits exactly what the budget holds of a hundred jobs at once', async () => {
    const owner = await user(10 * DOLLAR)
    const jobs = await Promise.all(Array.from({ length: 100 }, () => job(owner)))
    const outcomes = await Promise.all(jobs.map((id) => take(owner, id, DOLLAR)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10)
    const refused = outcomes.find(({ ok }) => !ok)
    const problem = { code: 'insufficient_budget', params: { missingUsdMicros: DOLLAR }, action: 'raise_budget' }
    expect(refused).toMatchObject({ problem })
    expect(await accounts.budget(owner)).toMatchObject({ heldUsdMicros: 10 * DOLLAR, spentUsdMicros: 0 })
  })

  it('admits a free job when the budget is used up, and a replayed hold without counting it twice', async () => {
    const owner = await user(DOLLAR)
    const [paid, free] = [await job(owner), await job(owner)]
    expect((await take(owner, paid, DOLLAR)).ok).toBe(true)
    expect((await take(owner, paid, DOLLAR)).ok).toBe(true)
    expect((await take(owner, free, 0)).ok).toBe(true)
    expect(await entries(owner)).toEqual(['hold 0', `hold ${DOLLAR}`])
  })

  it.each([
    { held: 100, charged: 100, expected: ['hold 100', 'settle 100'] },
    { held: 100, charged: 40, expected: ['hold 100', 'release 60', 'settle 40'] },
    { held: 100, charged: 0, expected: ['hold 100', 'release 100'] },
    { held: 100, charged: 130, expected: ['hold 100', 'settle 130'] },
    { held: 0, charged: 0, expected: ['hold 0', 'settle 0'] },
  ])('settles a hold of $held of which $charged was charged, once', async ({ held, charged, expected }) => {
    const owner = await user(null)
    const id = await job(owner)
    await take(owner, id, held)
    await end(owner, id, held, charged)
    await Promise.all([end(owner, id, held, 0), end(owner, id, held, charged + 1)])
    expect(await entries(owner, id)).toEqual(expected)
    expect(await accounts.budget(owner)).toMatchObject({ heldUsdMicros: 0, spentUsdMicros: charged })
  })

  it('keeps its sums whatever order holds, settlements and replays come in', async () => {
    const step = record({ job: nat(4), settles: boolean(), charged: nat(150) })
    await assert(
      asyncProperty(array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const owner = await user(null)
        const ids = await Promise.all(Array.from({ length: 5 }, () => job(owner)))
        const held = new Set<number>()
        const ended = new Map<number, number>()
        for (const { job: index, settles, charged } of steps) {
          const id = ids[index] ?? ''
          if (!settles) {
            if (!ended.has(index)) held.add(index)
            if (!ended.has(index)) await take(owner, id, 100)
          } else if (held.has(index)) {
            await end(owner, id, 100, charged)
            if (!ended.has(index)) ended.set(index, charged)
          }
        }
        const spent = [...ended.values()].reduce((sum, charged) => sum + charged, 0)
        const holds = [...held].filter((index) => !ended.has(index)).length * 100
        expect(await accounts.budget(owner)).toMatchObject({ spentUsdMicros: spent, heldUsdMicros: holds })
      }),
      { numRuns: 15 },
    )
  })

  it('counts what may still be charged, and starts anew with the UTC month', async () => {
    const owner = await user(3 * DOLLAR)
    const [first, second, third] = [await job(owner), await job(owner), await job(owner)]
    await take(owner, first, DOLLAR)
    await end(owner, first, DOLLAR, DOLLAR)
    await addUnknownAttempt(db, owner, first, 2 * DOLLAR, now)
    expect(await accounts.budget(owner)).toMatchObject({ spentUsdMicros: DOLLAR, exposureUsdMicros: 2 * DOLLAR })
    expect((await take(owner, second, 1)).ok).toBe(false)
    const before = now
    now = Date.UTC(2026, 11, 1)
    expect(await accounts.budget(owner)).toMatchObject({ spentUsdMicros: 0, exposureUsdMicros: 2 * DOLLAR })
    expect((await take(owner, third, DOLLAR)).ok).toBe(true)
    now = before
  })

  it('lists by cursor, newest first, to its owner only', async () => {
    const [owner, other] = [await user(null), await user(null)]
    for (let index = 0; index < 7; index += 1) await take(owner, await job(owner), index)
    const amounts: number[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await accounts.ledger(owner, { limit: 3, cursor })
      if (!page.ok) throw new Error(page.problem.detail)
      amounts.push(...page.value.items.map(({ usdMicros }) => usdMicros))
      cursor = page.value.nextCursor
    }
    expect(amounts).toEqual([6, 5, 4, 3, 2, 1, 0])
    expect(await entries(other)).toEqual([])
    expect(await accounts.ledger(owner, { cursor: 'nonsense' })).toMatchObject({ ok: false, problem: { code: 'invalid_request' } })
  })
})

const EMPTY_JOB = {
  stage: null,
  idempotency_key: null,
  settled_usd_micros: null,
  step: null,
  result: null,
  error: null,
  started_at: null,
  finished_at: null,
  deadline_at: null,
  last_progress_at: null,
  cancel_requested_at: null,
  lease_owner: null,
  lease_until: null,
  retry_of: null,
  parent_id: null,
  storyboard_id: null,
  segment_id: null,
  batch_id: null,
  variant_index: null,
  derived_from: null,
  collection_id: null,
  rating: null,
  title: null,
  render_time_ms: null,
  deleted_at: null,
} as const

async function addUnknownAttempt(db: Db, userId: string, jobId: string, estimated: number, at: number): Promise<void> {
  const none = {
    provider_job_id: null,
    provider_status: null,
    operation: null,
    cost_usd_micros: null,
    error: null,
    submitted_at: null,
    finished_at: null,
    deadline_at: null,
    last_poll_at: null,
  }
  const what = { number: 1, provider: 'p', model: 'm', status: 'unknown', request: '{}', idempotency_key: 'k', lease_epoch: 0 } as const
  const row = { id: newId('att'), user_id: userId, job_id: jobId, estimated_usd_micros: estimated, created_at: at, ...none, ...what }
  await db.insertInto('attempts').values(row).execute()
}
