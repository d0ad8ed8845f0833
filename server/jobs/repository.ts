import { createHash } from 'node:crypto'
import { OPEN_STATUSES } from 'shared/progress'
import { type JobQuery, type Outcome, refuse, succeed } from 'shared/wire'
import { containsText, type Db, decodeCursor, encodeCursor, type JobRow } from '../db/index.ts'
import { sql } from 'kysely'

const PAGE = 50

/** A user's job that is not deleted; null for any other. */
export async function findJob(db: Db, userId: string, id: string): Promise<JobRow | null> {
  const row = await db
    .selectFrom('jobs')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** The job that a client's key made, deleted or not: a key is kept as long as its row. */
export async function findByKey(db: Db, userId: string, key: string): Promise<JobRow | null> {
  const row = await db.selectFrom('jobs').selectAll().where('user_id', '=', userId).where('idempotency_key', '=', key).executeTakeFirst()
  return row ?? null
}

/** A job that was asked for, and whether this is the answer to a key that had been used before. */
export interface Admitted {
  readonly row: JobRow
  readonly replayed: boolean
}

/** The answer to a key that was used: the job as it is now, or `idempotency_mismatch` where it was used for another request. */
export function answerReplay(before: JobRow, requestHash: string): Outcome<Admitted> {
  if (before.request_hash === requestHash) return succeed({ row: before, replayed: true })
  return refuse('idempotency_mismatch', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
}

/** The ids of one page of a user's jobs, newest first. A cursor that no answer gave is `invalid_request`. */
export async function listJobs(
  db: Db,
  userId: string,
  query: JobQuery,
): Promise<Outcome<{ readonly ids: readonly string[]; readonly nextCursor: string | null }>> {
  const limit = query.limit ?? PAGE
  // Only places are searched for, which an index that holds the text answers without reading a row.
  let select = db.selectFrom('jobs').select(['created_at', 'id']).where('user_id', '=', userId).where('deleted_at', 'is', null)
  if (query.status !== undefined) select = select.where('status', '=', query.status)
  if (query.kind !== undefined) select = select.where('kind', '=', query.kind)
  select = query.parentId === undefined ? select.where('parent_id', 'is', null) : select.where('parent_id', '=', query.parentId)
  if (query.q !== undefined && query.q !== '') {
    select = select.where(containsText(db, sql.ref('search_text'), query.q))
  }
  if (query.cursor !== undefined) {
    const place = placeOf(query.cursor)
    if (!place.ok) return place
    const { at, id } = place.value
    select = select.where((eb) => eb.or([eb('created_at', '<', at), eb.and([eb('created_at', '=', at), eb('id', '<', id)])]))
  }
  const rows = await select
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor([last.created_at, last.id]) : null
  return succeed({ ids: page.map(({ id }) => id), nextCursor })
}

export type UnfinishedJob = Pick<JobRow, 'id' | 'user_id' | 'kind' | 'status' | 'provider' | 'lease_owner' | 'lease_until'>

/** Every job that is not over and does not wait for its parent, oldest first, with what a runner needs to know to take it up. */
export async function unfinishedJobs(db: Db): Promise<readonly UnfinishedJob[]> {
  return await db
    .selectFrom('jobs')
    .select(['id', 'user_id', 'kind', 'status', 'provider', 'lease_owner', 'lease_until'])
    .where('status', 'in', OPEN_STATUSES)
    .where('waits', '=', 0)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** The place in a list ordered by time and id. */
export function placeOf(cursor: string): Outcome<{ readonly at: number; readonly id: string }> {
  const [at, id, ...rest] = decodeCursor(cursor) ?? []
  if (typeof at !== 'number' || typeof id !== 'string' || rest.length > 0) {
    const message = 'is not one that a list gave'
    return refuse('invalid_request', `The cursor ${message}.`, { issues: [{ path: 'cursor', message }] })
  }
  return succeed({ at, id })
}

/** sha256 of a value's canonical JSON: members sorted, so that equal requests hash alike. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  )
}
