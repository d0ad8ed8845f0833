import { isTerminal } from 'shared/progress'
import { type JobPatch, type Outcome, refuse, succeed } from 'shared/wire'
import type { JobRow, Tx } from '../db/index.ts'
import { filesOf, parseColumns, searchText, wordsOf } from './columns.ts'
import type { JobsOptions } from './face.ts'
import { inputsOf } from './inputs.ts'
import { findJob } from './repository.ts'
import { allOrNothing } from './transaction.ts'

type Rooms = Pick<JobsOptions, 'changes' | 'clock'>

const RESTORABLE_MS = 30 * 24 * 3600_000

export function noSuchJob(): Outcome<never> {
  return refuse('not_found', 'There is no such job.')
}

/** What people note about a job: a favourite is pinned too, so that it is never cleaned away. */
export async function patchJob(rooms: Rooms, userId: string, id: string, patch: JobPatch): Promise<Outcome<JobRow>> {
  return await allOrNothing(rooms.changes, userId, async (tx, record) => {
    const before = await findJob(tx, userId, id)
    if (before === null) return noSuchJob()
    const { request, tags } = parseColumns(before)
    const favourite = patch.favourite ?? before.favourite === 1
    const pinned = favourite || (patch.pinned ?? before.pinned === 1)
    const title = patch.title === undefined ? before.title : patch.title === '' ? null : patch.title
    const named = patch.tags ?? tags
    const row = await tx
      .updateTable('jobs')
      .set({
        favourite: favourite ? 1 : 0,
        pinned: pinned ? 1 : 0,
        rating: patch.rating === undefined ? before.rating : patch.rating,
        title,
        tags: JSON.stringify(named),
        search_text: searchText([...wordsOf(request), title, ...named]),
      })
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .returningAll()
      .executeTakeFirst()
    if (row === undefined) return noSuchJob()
    await record({ entity: 'job', id, op: 'put' })
    return succeed(row)
  })
}

/** Marks a job that is over as deleted; its assets are free to be deleted then. 409 while it is not over. */
export async function removeJob(rooms: Rooms, userId: string, id: string): Promise<Outcome<null>> {
  return await allOrNothing(rooms.changes, userId, async (tx, record) => {
    const row = await findJob(tx, userId, id)
    if (row === null) return noSuchJob()
    if (!isTerminal(row.status)) return refuse('conflict', `The job is ${row.status}; cancel it first.`, { params: { status: row.status } })
    await tx.updateTable('jobs').set({ deleted_at: rooms.clock() }).where('id', '=', id).where('user_id', '=', userId).execute()
    await tx.deleteFrom('asset_references').where('owner_kind', '=', 'job').where('owner_id', '=', id).execute()
    await record({ entity: 'job', id, op: 'delete' })
    return succeed(null)
  })
}

/** Takes a deletion back, within 30 days. What was deleted of its files in the meantime stays deleted. */
export async function restoreJob(rooms: Rooms, userId: string, id: string): Promise<Outcome<JobRow>> {
  return await allOrNothing(rooms.changes, userId, async (tx, record) => {
    const row = await tx
      .updateTable('jobs')
      .set({ deleted_at: null })
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .where('deleted_at', '>', rooms.clock() - RESTORABLE_MS)
      .returningAll()
      .executeTakeFirst()
    if (row === undefined) {
      const standing = await findJob(tx, userId, id)
      return standing === null ? noSuchJob() : succeed(standing)
    }
    await referAgain(tx, row)
    await record({ entity: 'job', id, op: 'put' })
    return succeed(row)
  })
}

async function referAgain(tx: Tx, row: JobRow): Promise<void> {
  const { request, result } = parseColumns(row)
  const inputs = Object.fromEntries(inputsOf(request).map(({ name, id }) => [name, id]))
  const wanted = Object.entries({ ...(result === null ? {} : filesOf(result)), ...inputs })
  if (wanted.length === 0) return
  const standing = await tx
    .selectFrom('assets')
    .select('id')
    .where(
      'id',
      'in',
      wanted.map(([, id]) => id),
    )
    .execute()
  const ids = new Set(standing.map(({ id }) => id))
  const references = wanted.filter(([, id]) => ids.has(id))
  if (references.length === 0) return
  await tx
    .insertInto('asset_references')
    .values(references.map(([role, id]) => ({ asset_id: id, owner_kind: 'job' as const, owner_id: row.id, role })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** One more download of a job; of no job, nothing. */
export async function countDownload(rooms: Rooms, userId: string, id: string): Promise<void> {
  await rooms.changes.transaction(userId, async (tx, record) => {
    const written = await tx
      .updateTable('jobs')
      .set((eb) => ({ downloads: eb('downloads', '+', 1) }))
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (written.numUpdatedRows > 0n) await record({ entity: 'job', id, op: 'put' })
  })
}
