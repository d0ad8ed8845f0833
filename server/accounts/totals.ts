import { type RawBuilder, sql } from 'kysely'
import { sumUsdMicros, type UsdMicros, usdMicros } from 'shared/money'
import { OPEN_STATUSES } from 'shared/progress'
import type { Db } from '../db/index.ts'

/** What providers took of one user in the UTC calendar month of `now`, and what is tied up whenever it was. */
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
  return { spent: await readSpent(db, userId, now), held: await readHeld(db, userId), exposure: await readExposure(db, userId) }
}

async function readExposure(db: Db, userId: string): Promise<UsdMicros> {
  const unknown = await db
    .selectFrom('attempts')
    .select(total('estimated_usd_micros').as('sum'))
    .where('user_id', '=', userId)
    .where('status', '=', 'unknown')
    .executeTakeFirstOrThrow()
  // An adopted attempt has no hold: it is exposed until its job is over and charged.
  const adopted = await db
    .selectFrom('jobs')
    .innerJoin('attempts', 'attempts.job_id', 'jobs.id')
    .select(total('attempts.estimated_usd_micros').as('sum'))
    .where('jobs.user_id', '=', userId)
    .where('jobs.status', 'in', OPEN_STATUSES)
    .where('jobs.adopted', '=', 1)
    .where('attempts.status', 'in', ['intent', 'submitted', 'succeeded'])
    .executeTakeFirstOrThrow()
  return sumUsdMicros(usdMicros(unknown.sum), usdMicros(adopted.sum))
}

/** What providers took in the UTC month of `now`. */
export async function readSpent(db: Db, userId: string, now: number): Promise<UsdMicros> {
  const spent = await db
    .selectFrom('ledger')
    .select(total('usd_micros').as('sum'))
    .where('user_id', '=', userId)
    .where('kind', 'in', ['settle', 'late_charge'])
    .where('at', '>=', monthStart(now))
    .executeTakeFirstOrThrow()
  return usdMicros(spent.sum)
}

async function readHeld(db: Db, userId: string): Promise<UsdMicros> {
  const held = await openHolds(db, userId).select(total('cost_usd_micros').as('sum')).executeTakeFirstOrThrow()
  return usdMicros(held.sum)
}

/** What the user will be charged at most for all that is not settled yet. */
export async function readHeldPrice(db: Db, userId: string): Promise<UsdMicros> {
  const held = await openHolds(db, userId).select(total('price_usd_micros').as('sum')).executeTakeFirstOrThrow()
  return usdMicros(held.sum)
}

function openHolds(db: Db, userId: string) {
  return db.selectFrom('holds').where('user_id', '=', userId).where('open', '=', 1)
}

/** A sum of BIGINT is NUMERIC on Postgres, which is read as text; cast back, it comes as a checked number. */
export function total(column: string): RawBuilder<number> {
  return sql<number>`cast(coalesce(sum(${sql.ref(column)}), 0) as bigint)`
}

/** The first millisecond of the UTC month that `now` lies in. */
export function monthStart(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}
