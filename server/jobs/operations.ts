import { isTerminal } from 'shared/progress'
import { type Operation, type OperationList, type Outcome, refuse, succeed } from 'shared/wire'
import { type AttemptRow, encodeCursor } from '../db/index.ts'
import type { JobsOptions, OperationQuery } from './face.ts'
import { isoOrNull } from './present.ts'
import { placeOf } from './repository.ts'
import { allOrNothing } from './transaction.ts'

type Rooms = Pick<JobsOptions, 'db' | 'changes' | 'clock'>

const PAGE = 50

/** One page of a user's attempts, newest first. A cursor that no answer gave is `invalid_request`. */
export async function listOperations(rooms: Rooms, userId: string, query: OperationQuery): Promise<Outcome<OperationList>> {
  const limit = query.limit ?? PAGE
  let select = rooms.db.selectFrom('attempts').selectAll().where('user_id', '=', userId)
  if (query.status !== undefined) select = select.where('status', '=', query.status)
  if (query.provider !== undefined) select = select.where('provider', '=', query.provider)
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
  return succeed({ items: page.map((row) => presentOperation(row, rooms.clock())), nextCursor })
}

/** Declares an attempt of unknown outcome as not charged: its exposure is gone. 409 for any other attempt. */
export async function releaseOperation(rooms: Rooms, userId: string, attemptId: string): Promise<Outcome<Operation>> {
  return await allOrNothing(rooms.changes, userId, async (tx, record) => {
    const found = await unknownAttempt(tx, userId, attemptId)
    if (!found.ok) return found
    const row = await tx
      .updateTable('attempts')
      .set({ status: 'failed', cost_usd_micros: 0, finished_at: rooms.clock() })
      .where('id', '=', attemptId)
      .where('status', '=', 'unknown')
      .returningAll()
      .executeTakeFirst()
    if (row === undefined) return refuse('conflict', 'This attempt was resolved at this moment.')
    await record({ entity: 'job', id: row.job_id, op: 'put' })
    return succeed(presentOperation(row, rooms.clock()))
  })
}

/** A user's attempt of unknown outcome whose job is over, so that nobody else decides about it; `conflict` for any other attempt. */
export async function unknownAttempt(db: Rooms['db'], userId: string, id: string): Promise<Outcome<AttemptRow>> {
  const row = await db.selectFrom('attempts').selectAll().where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
  if (row === undefined) return refuse('not_found', 'There is no such operation.')
  const { status } = row
  if (status === 'unknown') {
    const job = await db.selectFrom('jobs').select('status').where('id', '=', row.job_id).executeTakeFirstOrThrow()
    if (isTerminal(job.status)) return succeed(row)
    return refuse('conflict', 'The job of this attempt is about to end; ask again in a moment.', { retryable: true })
  }
  return refuse('conflict', `This attempt is ${status}; only one of unknown outcome can be resolved.`, { params: { status } })
}

function presentOperation(row: AttemptRow, now: number): Operation {
  return {
    id: row.id,
    jobId: row.job_id,
    provider: row.provider,
    model: row.model,
    providerJobId: row.provider_job_id,
    providerStatus: row.provider_status,
    status: row.status,
    submittedAt: isoOrNull(row.submitted_at),
    elapsedSeconds: Math.max(0, (row.finished_at ?? now) - (row.submitted_at ?? row.created_at)) / 1000,
    lastPollAt: isoOrNull(row.last_poll_at),
    costUsdMicros: row.cost_usd_micros,
    estimatedUsdMicros: row.quoted_usd_micros ?? row.estimated_usd_micros,
  }
}
