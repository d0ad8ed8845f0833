import { type Asset, type Outcome, succeed } from 'shared/wire'
import type { Db, Tx } from '../db/index.ts'
import type { Storage } from '../storage/index.ts'
import type { Ffmpeg } from './discover-ffmpeg.ts'
import { type Look, takeIn, type TakenIn } from './intake.ts'
import type { Bringing } from './library-face.ts'
import { keepBlob, uploadedRow } from './new-rows.ts'
import { keepSubject } from './subject-rows.ts'

/** A file that was judged and stored, and is nobody's asset yet. */
export interface BroughtFile {
  readonly type: Asset['type']
  /** sha256 of the bytes as they came. */
  readonly sha256: string
  readonly filename: string
  /** Null where the user had these bytes before. */
  readonly taken: TakenIn | null
}

interface Rooms {
  readonly db: Db
  readonly storage: Storage
  readonly ffmpeg: Ffmpeg
  readonly look: (signal: AbortSignal) => Look
}

/** How the library takes in many files of which either all become assets or none. */
export function createBringing({ db, storage, ffmpeg, look }: Rooms): Bringing {
  return {
    bring: async (userId, { path, sha256, filename }, signal) => {
      const known = await findSame(db, userId, [sha256])
      if (known !== null) return succeed({ type: known.type, sha256, filename, taken: null })
      const taken: Outcome<TakenIn> = await takeIn(storage, ffmpeg, path, look(signal))
      return taken.ok ? succeed({ type: taken.value.type, sha256, filename, taken: taken.value }) : taken
    },
    insertBrought: async (tx, record, userId, { sha256, filename, taken }, now) => {
      if (taken !== null) await keepBlob(tx, taken, now)
      const known = await findSame(tx, userId, taken === null ? [sha256] : [sha256, taken.sha256])
      if (known !== null) return known.id
      if (taken === null) return null
      if (taken.subject !== undefined) await keepSubject(tx, taken.sha256, taken.subject, now)
      const source = { type: 'imported' as const, at: new Date(now).toISOString(), filename }
      const row = uploadedRow(userId, sha256, taken, source, now)
      await tx.insertInto('assets').values(row).execute()
      await record({ entity: 'asset', id: row.id, op: 'put' })
      return row.id
    },
  }
}

/** The asset that a user has of these bytes, as they came or as they are stored. */
async function findSame(
  db: Db | Tx,
  userId: string,
  hashes: readonly string[],
): Promise<{ readonly id: string; readonly type: Asset['type'] } | null> {
  const same = await db
    .selectFrom('assets')
    .select(['id', 'type'])
    .where('user_id', '=', userId)
    .where('purged_at', 'is', null)
    .where((eb) => eb.or([eb('source_sha256', 'in', [...hashes]), eb('blob_sha256', 'in', [...hashes])]))
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirst()
  return same ?? null
}
