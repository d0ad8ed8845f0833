import type { UsdMicros } from 'shared/money'
import type { Budget } from 'shared/wire'
import type { RecordChange } from '../changes/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { SETTINGS } from './settings.ts'
import { monthStart, readSpent } from './totals.ts'

const PERCENTS = [50, 80, 100] as const

interface Spender {
  readonly userId: string
  readonly monthlyUsdMicros: UsdMicros | null
  /** Milliseconds UTC. */
  readonly now: number
}

/**
 * Writes down each share of the month's budget that has now been spent and was not before, and tells the feed; inside the transaction that
 * spent it, under the user's lock.
 */
export async function tellAlerts(tx: Tx, record: RecordChange, { userId, monthlyUsdMicros, now }: Spender): Promise<void> {
  if (monthlyUsdMicros === null) return
  const spent = await readSpent(tx, userId, now)
  const reached = PERCENTS.filter((percent) => spent > 0 && spent * 100 >= monthlyUsdMicros * percent)
  if (reached.length === 0) return
  const written = await tx
    .insertInto('budget_alerts')
    .values(reached.map((percent) => ({ user_id: userId, month: monthStart(now), percent, at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('percent')
    .execute()
  if (written.length > 0) await record({ entity: 'settings', id: SETTINGS, op: 'put' })
}

/** Forgets the alerts that a new budget makes untrue, so that they are told again when they come true again. */
export async function withdrawAlerts(tx: Tx, { userId, monthlyUsdMicros, now }: Spender): Promise<void> {
  const spent = await readSpent(tx, userId, now)
  const untrue = PERCENTS.filter((percent) => monthlyUsdMicros === null || spent * 100 < monthlyUsdMicros * percent)
  if (untrue.length === 0) return
  await tx
    .deleteFrom('budget_alerts')
    .where('user_id', '=', userId)
    .where('month', '=', monthStart(now))
    .where('percent', 'in', untrue)
    .execute()
}

/** The alerts of the month of `now`, lowest first. */
export async function readAlerts(db: Db, userId: string, now: number): Promise<NonNullable<Budget['alerts']>> {
  const rows = await db
    .selectFrom('budget_alerts')
    .select(['percent', 'at'])
    .where('user_id', '=', userId)
    .where('month', '=', monthStart(now))
    .orderBy('percent')
    .execute()
  return rows.map(({ percent, at }) => ({ percent, at: new Date(at).toISOString() }))
}
