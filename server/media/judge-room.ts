import { refuse, succeed, type Outcome } from 'shared/wire'
import type { Db } from '../db/index.ts'
import type { Storage } from '../storage/index.ts'

/** Space that stays free, so that the database can always write. */
const RESERVE_BYTES = 64 * 1024 * 1024

/**
 * Whether there is room for anything new: `storage_full` when the kept bytes have reached the quota, or the disk is nearly full.
 * What is under way is not counted, so that the last of it may pass the quota.
 * @param quotaBytes null: no quota
 */
export async function judgeRoom(db: Db, storage: Storage, quotaBytes: number | null): Promise<Outcome<null>> {
  const free = await storage.freeBytes()
  if (free !== null && free < RESERVE_BYTES) return refuse('storage_full', 'The disk is full.')
  if (quotaBytes === null) return succeed(null)
  const kept = await keptBytes(db)
  if (kept < quotaBytes) return succeed(null)
  return refuse('storage_full', `The storage is full: ${kept} of ${quotaBytes} bytes are used.`, { params: { bytes: kept, quotaBytes } })
}

async function keptBytes(db: Db): Promise<number> {
  const { bytes } = await db
    .selectFrom('blobs')
    .select((eb) => eb.fn.sum<number | string | null>('bytes').as('bytes'))
    .executeTakeFirstOrThrow()
  return Number(bytes ?? 0)
}
