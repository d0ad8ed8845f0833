import { type RawBuilder, sql } from 'kysely'
import { type UsdMicros, usdMicros } from 'shared/money'
import type { Db } from '../db/index.ts'

/** What one user's money did in the UTC calendar month of `now`, and what is tied up whenever it was. */
export interface Totals {
  /** Settled this month, late charges included. */
  readonly spent: UsdMicros
  /** Holds of jobs that have no settlement yet. */
  readonly held: UsdMicros
  /** What attempts with an unknown outcome may turn out to cost. */
  readonly exposure: UsdMicros
}

/** Reads the totals; `now` in milliseconds UTC. */
export async function readTotals(db: Db, userId: string, now: number): Promise<Totals> {
  const spent = await db
    .selectFrom('ledger')
    .select(total('usd_micros').as('sum'))
    .where('user_id', '=', userId)
    .where('at', '>=', monthStart(now))
    .where('kind', 'in', ['settle', 'late_charge'])
    .executeTakeFirstOrThrow()
  const held = await db
    .selectFrom('ledger as held')
    .select(total('held.usd_micros').as('sum'))
    .where('held.user_id', '=', userId)
    .where('held.kind', '=', 'hold')
    .where('held.usd_micros', '>', 0)
    .where((entry) =>
      entry.not(
        entry.exists(
          entry
            .selectFrom('ledger as ending')
            .select('ending.id')
            .where('ending.entry_key', '=', sql<string>`'settle:' || held.job_id`),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  const exposed = await db
    .selectFrom('attempts')
    .select(total('estimated_usd_micros').as('sum'))
    .where('user_id', '=', userId)
    .where('status', '=', 'unknown')
    .executeTakeFirstOrThrow()
  return { spent: usdMicros(spent.sum), held: usdMicros(held.sum), exposure: usdMicros(exposed.sum) }
}

/** A sum of BIGINT is NUMERIC on Postgres, which is read as text; cast back, it comes as a checked number. */
function total(column: string): RawBuilder<number> {
  return sql<number>`cast(coalesce(sum(${sql.ref(column)}), 0) as bigint)`
}

/** The first millisecond of the UTC month that `now` lies in. */
export function monthStart(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}
