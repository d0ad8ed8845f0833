import { finalPrice, NOTHING, remainderOf, type UsdMicros } from 'shared/money'
import type { RecordChange } from '../changes/index.ts'
import type { Tx } from '../db/index.ts'
import { tellAlerts } from './alerts.ts'
import { writeEntry } from './entries.ts'
import { findHold, NOT_HELD } from './holds.ts'
import { lockUser, takeCredit } from './purse.ts'

export interface SettleEntry {
  readonly userId: string
  readonly jobId: string
  readonly attemptId: string | null
  /** What all attempts of the job were really charged. */
  readonly costUsdMicros: UsdMicros
  /** Whether the user got what was asked for; else the terms say what a failure costs. */
  readonly completed: boolean
  /** Milliseconds UTC. */
  readonly now: number
  /** Notes the change of the settings by which the feed tells of an alert. */
  readonly record: RecordChange
}

/** What a job's end came to. */
export interface Settlement {
  readonly costUsdMicros: UsdMicros
  readonly priceUsdMicros: UsdMicros
}

/**
 * Ends a job's money inside the caller's transaction, once: of a second settlement nothing is written, and null is answered. What was
 * charged is settled in full, above the hold too, and the rest of the hold is released. A hold of which nothing was charged is released only.
 */
export async function settle(tx: Tx, entry: SettleEntry): Promise<Settlement | null> {
  const { userId, jobId, attemptId, costUsdMicros, completed, now } = entry
  const held = (await findHold(tx, jobId)) ?? NOT_HELD
  const priceUsdMicros = finalPrice(held.terms, { completed, costUsdMicros })
  const common = { userId, jobId, attemptId, now }
  const isFree = held.costUsdMicros === 0 && held.priceUsdMicros === 0
  const isReleased = costUsdMicros === 0 && priceUsdMicros === 0 && !isFree
  const key = `settle:${jobId}`
  const first = isReleased
    ? await writeEntry(tx, { ...common, kind: 'release', costUsdMicros: held.costUsdMicros, priceUsdMicros: held.priceUsdMicros, key })
    : await writeEntry(tx, { ...common, kind: 'settle', costUsdMicros, priceUsdMicros, key })
  if (!first) return null
  await tx.updateTable('holds').set({ open: 0 }).where('job_id', '=', jobId).execute()
  const rest = {
    costUsdMicros: remainderOf(held.costUsdMicros, costUsdMicros),
    priceUsdMicros: remainderOf(held.priceUsdMicros, priceUsdMicros),
  }
  if (!isReleased && (rest.costUsdMicros > 0 || rest.priceUsdMicros > 0)) {
    await writeEntry(tx, { ...common, kind: 'release', ...rest, key: `release:${jobId}` })
  }
  await charge(tx, { userId, costUsdMicros, priceUsdMicros, now, record: entry.record })
  return { costUsdMicros, priceUsdMicros }
}

export interface LateCharge {
  readonly userId: string
  /** The job that the charge is shown with: the one that was made of what the attempt turned out to have made, else the attempt's own. */
  readonly jobId: string
  readonly attemptId: string
  /** The attempt's own job, by whose terms the price is made. */
  readonly agreedFor: string
  readonly costUsdMicros: UsdMicros
  /** Whether the user gets what the attempt made. */
  readonly completed: boolean
  /** Milliseconds UTC. */
  readonly now: number
  readonly record: RecordChange
}

/**
 * Charges what an attempt of unknown outcome turned out to have cost after its job was settled; once for each attempt, else null. The
 * caller ends the attempt in the same transaction, so that its exposure goes as its charge comes.
 */
export async function chargeLate(tx: Tx, late: LateCharge): Promise<Settlement | null> {
  const { userId, jobId, attemptId, costUsdMicros, completed, now } = late
  const { terms } = (await findHold(tx, late.agreedFor)) ?? NOT_HELD
  const priceUsdMicros = finalPrice(terms, { completed, costUsdMicros })
  const entry = { userId, jobId, attemptId, kind: 'late_charge', costUsdMicros, priceUsdMicros, key: `late:${attemptId}`, now } as const
  if (!(await writeEntry(tx, entry))) return null
  await charge(tx, { userId, costUsdMicros, priceUsdMicros, now, record: late.record })
  return { costUsdMicros, priceUsdMicros }
}

interface Charge extends Settlement {
  readonly userId: string
  readonly now: number
  readonly record: RecordChange
}

async function charge(tx: Tx, { userId, costUsdMicros, priceUsdMicros, now, record }: Charge): Promise<void> {
  if (costUsdMicros === NOTHING && priceUsdMicros === NOTHING) return
  const purse = await lockUser(tx, userId)
  if (purse.creditUsdMicros !== null && priceUsdMicros > 0) await takeCredit(tx, userId, priceUsdMicros)
  await tellAlerts(tx, record, { userId, monthlyUsdMicros: purse.monthlyUsdMicros, now })
}
