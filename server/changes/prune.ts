import { type Db, inTransaction } from '../db/index.ts'

const TOMBSTONE_MS = 30 * 86_400_000

/** Removes the tombstones older than 30 days at `now`; who stands before the last of them may have missed it, which `oldest_seq` tells. */
export async function pruneTombstones(db: Db, now: number): Promise<number> {
  return inTransaction(db, async (tx) => {
    const removed = await tx
      .deleteFrom('changes')
      .where('op', '=', 'delete')
      .where('at', '<', now - TOMBSTONE_MS)
      .returning('seq')
      .execute()
    const last = removed.reduce((highest, { seq }) => Math.max(highest, seq), 0)
    await tx.updateTable('feed').set({ oldest_seq: last }).where('id', '=', 1).where('oldest_seq', '<', last).execute()
    return removed.length
  })
}
