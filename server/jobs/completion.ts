import { type Outcome, succeed } from 'shared/wire'
import type { RecordChange } from '../changes/index.ts'
import type { Tx } from '../db/index.ts'
import { filesOf, type StoredResult } from './columns.ts'
import { finish, held } from './transitions.ts'
import { fenced } from './walk.ts'
import type { Work, WorkRooms } from './work.ts'

/**
 * Completes a job whose files are in the storage: assets, references, result, settlement and changes in one transaction.
 * @param insert puts the files into the library and says by which ids they are the result
 */
export async function complete(
  rooms: WorkRooms,
  { walk, lease, progress }: Work,
  insert: (tx: Tx, record: RecordChange) => Promise<StoredResult>,
): Promise<Outcome<null>> {
  rooms.crash.reach('after_stills')
  progress.report('uploading', 0.5)
  const stageTimes = await progress.finish()
  rooms.crash.reach('before_settle')
  const done = await fenced(walk, rooms.changes, async (tx, record) => {
    const mine = await held(tx, lease)
    if (!mine.ok) return mine
    if (mine.value.status !== 'processing') return { ok: false, reason: 'wrong_status', status: mine.value.status }
    const result = await insert(tx, record)
    await referTo(tx, lease.jobId, result)
    const outcome = { to: 'completed' as const, result, stageTimes }
    return await finish(tx, record, { jobId: lease.jobId, from: 'processing', lease, now: rooms.clock(), outcome })
  })
  if (!done.ok) return done
  rooms.crash.reach('after_settle')
  return succeed(null)
}

async function referTo(tx: Tx, jobId: string, result: StoredResult): Promise<void> {
  const references = Object.entries(filesOf(result)).map(([role, id]) => ({
    asset_id: id,
    owner_kind: 'job' as const,
    owner_id: jobId,
    role,
  }))
  if (references.length === 0) return
  await tx
    .insertInto('asset_references')
    .values(references)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
