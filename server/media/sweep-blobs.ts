import { OPEN_STATUSES } from 'shared/progress'
import { inTransaction, type Db } from '../db/index.ts'
import type { Storage } from '../storage/index.ts'

/** Younger things may belong to work that is still under way. */
const FLOOR_MS = 15 * 60_000

/**
 * Removes blobs that nothing refers to and temporary files, both older than 15 minutes. A job that is not over yet may know a
 * blob by its attempt alone, before there is an asset of it.
 */
export async function sweepBlobs(db: Db, storage: Storage, now: number): Promise<{ readonly blobs: number; readonly temporary: number }> {
  const temporary = await storage.sweepTemporary(FLOOR_MS)
  let blobs = 0
  const underWay = await blobsUnderWay(db)
  for await (const { sha256, modifiedAt } of storage.list()) {
    if (modifiedAt >= now - FLOOR_MS || underWay.has(sha256)) continue
    if (!(await forget(db, sha256, now))) continue
    await storage.remove(sha256)
    blobs += 1
  }
  return { blobs, temporary }
}

/** Removes the row of a blob, if it has one, unless an asset or another format of one is of it or it was renewed; false where it has to stay. */
async function forget(db: Db, sha256: string, now: number): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const asset = await tx.selectFrom('assets').select('id').where('blob_sha256', '=', sha256).limit(1).executeTakeFirst()
    const rendition = await tx
      .selectFrom('renditions')
      .innerJoin('assets', 'assets.blob_sha256', 'renditions.blob_sha256')
      .select('renditions.sha256')
      .where('renditions.sha256', '=', sha256)
      .limit(1)
      .executeTakeFirst()
    const blob = await tx.selectFrom('blobs').select('created_at').where('sha256', '=', sha256).executeTakeFirst()
    if (asset !== undefined || rendition !== undefined || (blob !== undefined && blob.created_at >= now - FLOOR_MS)) return false
    await tx
      .deleteFrom('renditions')
      .where((eb) => eb.or([eb('sha256', '=', sha256), eb('blob_sha256', '=', sha256)]))
      .execute()
    await tx.deleteFrom('blobs').where('sha256', '=', sha256).execute()
    return true
  })
}

async function blobsUnderWay(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('attempts')
    .innerJoin('jobs', 'jobs.id', 'attempts.job_id')
    .select('attempts.made')
    .where('jobs.status', 'in', [...OPEN_STATUSES])
    .where('attempts.made', 'is not', null)
    .execute()
  return new Set(rows.flatMap(({ made }) => made?.match(/\b[0-9a-f]{64}\b/g) ?? []))
}
