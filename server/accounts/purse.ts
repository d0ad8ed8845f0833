import { type UsdMicros, usdMicros } from 'shared/money'
import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'

/** What bounds a user's spending. */
export interface Purse {
  /** The cap of each month on what providers take; null: none. */
  readonly monthlyUsdMicros: UsdMicros | null
  /** Prepaid credits, holds not taken off; below 0 after an overrun; null: nothing is paid in advance. */
  readonly creditUsdMicros: number | null
}

/** Takes the user's row lock until the transaction ends, so that two movements of one user's money never count at the same time. */
export async function lockUser(tx: Tx, userId: string): Promise<Purse> {
  const row = await tx
    .updateTable('users')
    .set({ monthly_usd_micros: sql`monthly_usd_micros` })
    .where('id', '=', userId)
    .returning(['monthly_usd_micros', 'credit_usd_micros'])
    .executeTakeFirstOrThrow()
  return {
    monthlyUsdMicros: row.monthly_usd_micros === null ? null : usdMicros(row.monthly_usd_micros),
    creditUsdMicros: row.credit_usd_micros,
  }
}

/** Takes what a user is charged off the prepaid credits, below 0 where they do not suffice; under the lock that the caller holds. */
export async function takeCredit(tx: Tx, userId: string, charged: UsdMicros): Promise<void> {
  await tx
    .updateTable('users')
    .set((user) => ({ credit_usd_micros: user('credit_usd_micros', '-', charged) }))
    .where('id', '=', userId)
    .execute()
}

/** Adds to the prepaid credits; of a user who had none in advance they begin here. Under the lock that the caller holds. */
export async function giveCredit(tx: Tx, userId: string, given: UsdMicros): Promise<void> {
  await tx
    .updateTable('users')
    .set((user) => ({ credit_usd_micros: user(user.fn.coalesce('credit_usd_micros', user.val(0)), '+', given) }))
    .where('id', '=', userId)
    .execute()
}
