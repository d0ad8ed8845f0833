import type { UsdMicros } from 'shared/money'
import type { LedgerEntry } from 'shared/wire'
import { newId, type Tx } from '../db/index.ts'

export interface NewEntry {
  readonly userId: string
  readonly jobId: string | null
  readonly attemptId: string | null
  readonly kind: LedgerEntry['kind']
  readonly costUsdMicros: UsdMicros
  readonly priceUsdMicros: UsdMicros
  readonly note?: string
  /** What may happen once only, such as `settle:job_…`. */
  readonly key: string
  /** Milliseconds UTC. */
  readonly now: number
}

/** Appends an entry to the ledger unless its key is there already; answers whether it was new. */
export async function writeEntry(tx: Tx, entry: NewEntry): Promise<boolean> {
  const inserted = await tx
    .insertInto('ledger')
    .values({
      id: newId('led'),
      user_id: entry.userId,
      job_id: entry.jobId,
      attempt_id: entry.attemptId,
      kind: entry.kind,
      usd_micros: entry.costUsdMicros,
      price_usd_micros: entry.priceUsdMicros,
      note: entry.note ?? null,
      entry_key: entry.key,
      at: entry.now,
    })
    .onConflict((conflict) => conflict.column('entry_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}
