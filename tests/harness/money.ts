import { type Terms, termsFor, UNCHANGED, usdMicros } from 'shared/money'
import { type Accounts, createAccounts, chargeLate, hold, settle } from '../../server/accounts/index.ts'
import { type Changes, createChanges, type RecordChange } from '../../server/changes/index.ts'
import { type Db, newId, type Tx } from '../../server/db/index.ts'

export const DOLLAR = 1_000_000
/** Users pay what providers take. */
export const AT_COST: Terms = termsFor(UNCHANGED, { kind: 'clip', quality: 'draft', seconds: 5 })

/** Users with jobs that are nothing but money, on a clock that the test moves. */
export interface MoneyBench {
  readonly db: Db
  readonly accounts: Accounts
  readonly changes: Changes
  readonly time: { now: number }
  /** @param monthly the cap of a month in micro-dollars */
  user(monthly?: number | null): Promise<string>
  job(userId: string, within?: Db): Promise<string>
  /** An attempt of unknown outcome: exposure. */
  attempt(userId: string, jobId: string, estimated: number): Promise<string>
  hold(userId: string, jobId: string, cost: number, terms?: Terms): ReturnType<typeof hold>
  settle(userId: string, jobId: string, cost: number, completed?: boolean): ReturnType<typeof settle>
  /** Ends an attempt of unknown outcome, at what it turned out to have cost, if nobody has ended it before. */
  resolve(userId: string, jobId: string, attemptId: string, cost: number | null): Promise<boolean>
  chargeLate(userId: string, jobId: string, attemptId: string, cost: number): ReturnType<typeof chargeLate>
  /** All entries of a user as `kind cost/price`, sorted. */
  entries(userId: string, jobId?: string): Promise<readonly string[]>
}

export function createMoneyBench(db: Db): MoneyBench {
  const time = { now: Date.UTC(2026, 10, 21) }
  const clock = () => time.now
  const changes = createChanges({ db, clock })
  const accounts = createAccounts({ db, changes, clock, fixedToken: null, announce: () => {} })
  const late = (tx: Tx, record: RecordChange, userId: string, jobId: string, attemptId: string, cost: number) => {
    const what = { userId, jobId, agreedFor: jobId, attemptId, costUsdMicros: usdMicros(cost), completed: true }
    return chargeLate(tx, { ...what, now: time.now, record })
  }
  const within = <T>(userId: string, work: (tx: Tx, record: RecordChange) => Promise<T>) => changes.transaction(userId, work)
  return {
    db,
    accounts,
    changes,
    time,
    async user(monthly = null) {
      const id = newId('usr')
      await db.insertInto('users').values({ id, name: 'A', role: 'member', monthly_usd_micros: monthly, created_at: time.now }).execute()
      return id
    },
    async job(userId, at = db) {
      const id = newId('job')
      await at
        .insertInto('jobs')
        .values({ ...JOB, id, user_id: userId, created_at: time.now })
        .execute()
      return id
    },
    async attempt(userId, jobId, estimated) {
      const id = newId('att')
      const row = { id, user_id: userId, job_id: jobId, estimated_usd_micros: estimated, created_at: time.now }
      await db
        .insertInto('attempts')
        .values({ ...ATTEMPT, ...row })
        .execute()
      return id
    },
    hold: (userId, jobId, cost, terms = AT_COST) =>
      within(userId, (tx) => hold(tx, { userId, jobId, costUsdMicros: usdMicros(cost), terms, now: time.now })),
    settle: (userId, jobId, cost, completed = true) =>
      within(userId, (tx, record) =>
        settle(tx, { userId, jobId, attemptId: null, costUsdMicros: usdMicros(cost), completed, now: time.now, record }),
      ),
    resolve: (userId, jobId, attemptId, cost) =>
      within(userId, async (tx, record) => {
        const ended = await tx
          .updateTable('attempts')
          .set({ status: cost === null ? 'failed' : 'succeeded', cost_usd_micros: cost ?? 0, finished_at: time.now })
          .where('id', '=', attemptId)
          .where('status', '=', 'unknown')
          .returning('id')
          .executeTakeFirst()
        if (ended === undefined || cost === null) return ended !== undefined
        return (await late(tx, record, userId, jobId, attemptId, cost)) !== null
      }),
    chargeLate: (userId, jobId, attemptId, cost) => within(userId, (tx, record) => late(tx, record, userId, jobId, attemptId, cost)),
    async entries(userId, jobId) {
      const listed = await accounts.ledger(userId, { limit: 200, ...(jobId === undefined ? {} : { jobId }) })
      if (!listed.ok) throw new Error(listed.problem.detail)
      return listed.value.items.map((entry) => `${entry.kind} ${entry.usdMicros}/${entry.priceUsdMicros}`).toSorted()
    },
  }
}

const JOB = {
  kind: 'clip',
  status: 'queued',
  request: '{}',
  request_hash: '',
  provider: 'p',
  model: 'm',
  adjustments: '[]',
  tags: '[]',
  stage_times: '{}',
  search_text: '',
  progress: 0,
  estimated_usd_micros: 0,
  held_usd_micros: 0,
  work_pixels: 0,
  lease_epoch: 0,
  downloads: 0,
  shares: 0,
  overrun: 0,
  adopted: 0,
  waits: 0,
  story_part: null,
  favourite: 0,
  pinned: 0,
} as const

const ATTEMPT = {
  number: 1,
  provider: 'p',
  model: 'm',
  status: 'unknown',
  request: '{}',
  idempotency_key: 'k',
  sent: 1,
  lease_epoch: 0,
} as const
