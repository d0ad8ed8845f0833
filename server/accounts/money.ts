import { sql } from 'kysely'
import { formatUsd, sumUsdMicros, type UsdMicros, remainderOf, usdMicros } from 'shared/money'
import { type LedgerEntry, type Outcome, refuse, succeed } from 'shared/wire'
import { newId, type Tx } from '../db/index.ts'
import { readTotals } from './totals.ts'

export interface HoldEntry {
  readonly userId: string
  readonly jobId: string
  readonly usdMicros: UsdMicros
  /** Milliseconds UTC. */
  readonly now: number
}

/**
 * Holds a job's estimated price inside the caller's transaction. `insufficient_budget` (params.missingUsdMicros) when what this month has
 * cost, what is held, what is exposed and this would together pass the month's cap. A free job is always admitted; a second hold of
 * the same job changes nothing.
 */
export async function hold(tx: Tx, { userId, jobId, usdMicros: amount, now }: HoldEntry): Promise<Outcome<null>> {
  if (amount > 0 && !(await isWritten(tx, `hold:${jobId}`))) {
    const missing = await missingFor(tx, userId, amount, now)
    if (missing > 0) {
      return refuse('insufficient_budget', `This month's budget is ${formatUsd(missing)} short of what this costs; nothing was charged.`, {
        params: { missingUsdMicros: missing, priceUsdMicros: amount },
        action: 'raise_budget',
      })
    }
  }
  await write(tx, { userId, jobId, attemptId: null, kind: 'hold', usdMicros: amount, key: `hold:${jobId}`, now })
  return succeed(null)
}

export interface SettleEntry {
  readonly userId: string
  readonly jobId: string
  readonly attemptId: string | null
  readonly heldUsdMicros: UsdMicros
  readonly chargedUsdMicros: UsdMicros
  /** Milliseconds UTC. */
  readonly now: number
}

/**
 * Ends a job's money inside the caller's transaction, once: of a second settlement nothing is written. What was charged is settled in full,
 * above the hold too, and the rest of the hold is released. A hold of which nothing was charged is released only.
 */
export async function settle(tx: Tx, entry: SettleEntry): Promise<void> {
  const { heldUsdMicros: held, chargedUsdMicros: charged } = entry
  const key = `settle:${entry.jobId}`
  if (charged === 0 && held > 0) {
    await write(tx, { ...entry, kind: 'release', usdMicros: held, key })
    return
  }
  const first = await write(tx, { ...entry, kind: 'settle', usdMicros: charged, key })
  const rest = remainderOf(held, charged)
  if (first && rest > 0) await write(tx, { ...entry, kind: 'release', usdMicros: rest, key: `release:${entry.jobId}` })
}

async function missingFor(tx: Tx, userId: string, amount: UsdMicros, now: number): Promise<UsdMicros> {
  // An update that changes nothing takes the user's row lock: two admissions of one user never count at the same time.
  const user = await tx
    .updateTable('users')
    .set({ monthly_usd_micros: sql`monthly_usd_micros` })
    .where('id', '=', userId)
    .returning('monthly_usd_micros')
    .executeTakeFirstOrThrow()
  if (user.monthly_usd_micros === null) return usdMicros(0)
  const { spent, held, exposure } = await readTotals(tx, userId, now)
  return remainderOf(sumUsdMicros(spent, held, exposure, amount), usdMicros(user.monthly_usd_micros))
}

interface Entry {
  readonly userId: string
  readonly jobId: string
  readonly attemptId: string | null
  readonly kind: LedgerEntry['kind']
  readonly usdMicros: UsdMicros
  readonly key: string
  readonly now: number
}

/** Appends an entry unless its key is there already; answers whether it was new. */
async function write(tx: Tx, { userId, jobId, attemptId, kind, usdMicros: amount, key, now }: Entry): Promise<boolean> {
  const inserted = await tx
    .insertInto('ledger')
    .values({ id: newId('led'), user_id: userId, job_id: jobId, attempt_id: attemptId, kind, usd_micros: amount, entry_key: key, at: now })
    .onConflict((conflict) => conflict.column('entry_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

async function isWritten(tx: Tx, key: string): Promise<boolean> {
  return (await tx.selectFrom('ledger').select('id').where('entry_key', '=', key).executeTakeFirst()) !== undefined
}
