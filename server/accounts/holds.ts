import { formatUsd, agreedPrice, NOTHING, remainderOf, sumUsdMicros, type Terms, UNCHANGED, type UsdMicros, usdMicros } from 'shared/money'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { z } from 'zod'
import type { HoldRow, Tx } from '../db/index.ts'
import { writeEntry } from './entries.ts'
import { readHeldPrice, readTotals } from './totals.ts'
import { lockUser, type Purse } from './purse.ts'

export interface HoldEntry {
  readonly userId: string
  readonly jobId: string
  /** What providers are going to take, as estimated. */
  readonly costUsdMicros: UsdMicros
  /** `termsFor(settings.pricing, work)`; kept with the hold, so that no later change of the settings touches this job. */
  readonly terms: Terms
  /** Milliseconds UTC. */
  readonly now: number
}

/**
 * Holds a job's money inside the caller's transaction: its cost of the month's budget, its price of the prepaid credits; answers with the
 * price. `insufficient_budget` says what is short, `params.of`, and by how much, `params.missingUsdMicros`: the `budget`, when what this
 * month has cost, what is held, what is exposed and this would together pass its cap, or the `credits`. What costs nothing is always
 * admitted; a second hold of the same job changes nothing.
 */
export async function hold(tx: Tx, entry: HoldEntry): Promise<Outcome<{ readonly priceUsdMicros: UsdMicros }>> {
  const { userId, jobId, costUsdMicros, terms, now } = entry
  const priceUsdMicros = agreedPrice(terms, costUsdMicros)
  const purse = costUsdMicros > 0 || priceUsdMicros > 0 ? await lockUser(tx, userId) : null
  const before = await findHold(tx, jobId)
  if (before !== null) return succeed({ priceUsdMicros: before.priceUsdMicros })
  if (purse !== null) {
    const priced = { ...entry, priceUsdMicros }
    const missing = (await judgeBudget(tx, purse, priced)) ?? (await judgeCredits(tx, purse, priced))
    if (missing !== null) return missing
  }
  const amounts = { cost_usd_micros: costUsdMicros, price_usd_micros: priceUsdMicros }
  await tx
    .insertInto('holds')
    .values({ job_id: jobId, user_id: userId, ...amounts, terms: JSON.stringify(terms), open: 1 })
    .execute()
  await writeEntry(tx, { userId, jobId, attemptId: null, kind: 'hold', costUsdMicros, priceUsdMicros, key: `hold:${jobId}`, now })
  return succeed({ priceUsdMicros })
}

type Priced = HoldEntry & { readonly priceUsdMicros: UsdMicros }

async function judgeBudget(tx: Tx, purse: Purse, { userId, costUsdMicros, now }: Priced): Promise<ReturnType<typeof refuse> | null> {
  if (purse.monthlyUsdMicros === null || costUsdMicros === 0) return null
  const { spent, held, exposure } = await readTotals(tx, userId, now)
  const missing = remainderOf(sumUsdMicros(spent, held, exposure, costUsdMicros), purse.monthlyUsdMicros)
  if (missing === 0) return null
  return refuse('insufficient_budget', `This month's budget is ${formatUsd(missing)} short of what this costs; nothing was charged.`, {
    params: { of: 'budget', missingUsdMicros: missing, costUsdMicros },
    action: 'raise_budget',
  })
}

async function judgeCredits(tx: Tx, purse: Purse, { userId, priceUsdMicros }: Priced): Promise<ReturnType<typeof refuse> | null> {
  if (purse.creditUsdMicros === null || priceUsdMicros === 0) return null
  const held = await readHeldPrice(tx, userId)
  const missing = usdMicros(Math.max(0, held + priceUsdMicros - purse.creditUsdMicros))
  if (missing === 0) return null
  return refuse('insufficient_budget', `Your credits are ${formatUsd(missing)} short of what this costs; nothing was charged.`, {
    params: { of: 'credits', missingUsdMicros: missing, priceUsdMicros },
    action: 'top_up',
  })
}

const termsColumn = z.object({ markup: z.number(), fixedUsdMicros: z.int().nullable(), failed: z.enum(['cost', 'nothing']) })

export interface Hold {
  readonly costUsdMicros: UsdMicros
  readonly priceUsdMicros: UsdMicros
  readonly terms: Terms
}

/** What was agreed for a job that nothing was held for. */
export const NOT_HELD: Hold = {
  costUsdMicros: NOTHING,
  priceUsdMicros: NOTHING,
  terms: { markup: UNCHANGED.markup, fixedUsdMicros: null, failed: UNCHANGED.failed },
}

/** What is or was held for a job; null where there was no hold. */
export async function findHold(tx: Tx, jobId: string): Promise<Hold | null> {
  const row = await tx.selectFrom('holds').selectAll().where('job_id', '=', jobId).executeTakeFirst()
  return row === undefined ? null : holdOf(row)
}

function holdOf(row: HoldRow): Hold {
  return {
    costUsdMicros: usdMicros(row.cost_usd_micros),
    priceUsdMicros: usdMicros(row.price_usd_micros),
    terms: termsColumn.parse(JSON.parse(row.terms)),
  }
}
