import type { Clock, Db } from '../db/index.ts'
import { inTransaction } from '../db/index.ts'
import type { Storage } from '../storage/index.ts'
import type { Renditions } from './library-face.ts'
import { keepBlob } from './new-rows.ts'

/** Films in other formats, kept beside the blob that they were made of. */
export function createRenditions({
  db,
  storage,
  clock,
}: {
  readonly db: Db
  readonly storage: Storage
  readonly clock: Clock
}): Renditions {
  return {
    rendition: async (sha256, format) => {
      const row = await db
        .selectFrom('renditions')
        .select(['sha256', 'mime', 'bytes'])
        .where('blob_sha256', '=', sha256)
        .where('format', '=', format)
        .executeTakeFirst()
      return row === undefined || (await storage.size(row.sha256)) !== row.bytes ? null : row
    },
    keepRendition: (sha256, format, made) =>
      inTransaction(db, async (tx) => {
        const now = clock()
        await keepBlob(tx, made, now)
        const { sha256: madeSha256, mime, bytes } = made
        await tx
          .insertInto('renditions')
          .values({ blob_sha256: sha256, format, sha256: madeSha256, mime, bytes, created_at: now })
          .onConflict((conflict) =>
            conflict.columns(['blob_sha256', 'format']).doUpdateSet({ sha256: madeSha256, mime, bytes, created_at: now }),
          )
          .execute()
      }),
  }
}
