import { chargeLate } from '../../accounts/index.ts'
import { usdMicros } from 'shared/money'
import { TERMINAL_STATUSES } from 'shared/progress'
import type { AttemptRow } from '../../db/index.ts'
import type { Call, Observed } from '../../providers/index.ts'
import { firstJobOf } from '../transitions.ts'
import { frozen, handleOf, type RemoteRooms, type Target, targetOf } from './rooms.ts'
import { endOf } from './watch.ts'

/** An attempt that a provider still does not list after this time was never taken. */
const LISTED_WITHIN_MS = 10 * 60_000
const AT_ONCE = 20
const PATIENCE_MS = 30_000

/**
 * Asks providers about attempts of unknown outcome, where they can be asked: by the provider's id, or by our key. What turns out to have
 * failed or never to have been taken is resolved; what turns out to have made something waits for a person to adopt it.
 */
export async function reconcileUnknown(rooms: RemoteRooms): Promise<void> {
  const unknown = await rooms.db
    .selectFrom('attempts')
    .innerJoin('jobs', 'jobs.id', 'attempts.job_id')
    .selectAll('attempts')
    .where('attempts.status', '=', 'unknown')
    .where('jobs.status', 'in', TERMINAL_STATUSES)
    .orderBy('attempts.created_at')
    .limit(AT_ONCE)
    .execute()
  for (const attempt of unknown) {
    const target = targetOf(rooms, attempt)
    if (target === null) continue
    const call = { signal: AbortSignal.timeout(PATIENCE_MS) }
    if (attempt.provider_job_id === null) await look(rooms, attempt, target, call)
    else await judge(rooms, attempt, await target.adapter.observe(handleOf(attempt), call))
  }
}

async function look(rooms: RemoteRooms, attempt: AttemptRow, { adapter }: Target, call: Call): Promise<void> {
  if (adapter.lookup === undefined) return
  const found = await adapter.lookup(attempt.idempotency_key, frozen(attempt).generation, call)
  if (found.kind === 'trouble') return
  if (found.kind === 'absent') {
    if (rooms.clock() - attempt.created_at > LISTED_WITHIN_MS) await resolve(rooms, attempt, 'failed', 0, 'never taken')
    return
  }
  const { providerJobId, operation } = found
  await rooms.db
    .updateTable('attempts')
    .set({ provider_job_id: providerJobId, operation: JSON.stringify(operation) })
    .where('id', '=', attempt.id)
    .where('status', '=', 'unknown')
    .where('provider_job_id', 'is', null)
    .execute()
}

async function judge(rooms: RemoteRooms, attempt: AttemptRow, seen: Observed): Promise<void> {
  if (seen.kind === 'trouble' || seen.kind === 'lost') return
  if (seen.kind === 'failed' || seen.kind === 'cancelled') {
    const { status, usdMicros: cost, said = '' } = endOf(attempt, seen)
    if (cost !== null && (status === 'failed' || status === 'cancelled')) await resolve(rooms, attempt, status, cost, said)
    return
  }
  await rooms.db
    .updateTable('attempts')
    .set({ provider_status: seen.status, last_poll_at: rooms.clock() })
    .where('id', '=', attempt.id)
    .where('status', '=', 'unknown')
    .execute()
}

/** Ends an attempt whose job was settled long ago; what it cost is charged late. */
async function resolve(rooms: RemoteRooms, attempt: AttemptRow, status: 'failed' | 'cancelled', cost: number, said: string): Promise<void> {
  const { id, user_id: userId, job_id: jobId } = attempt
  await rooms.changes.transaction(userId, async (tx, record) => {
    const now = rooms.clock()
    const ended = await tx
      .updateTable('attempts')
      .set({ status, cost_usd_micros: cost, provider_status: said, finished_at: now, last_poll_at: now })
      .where('id', '=', id)
      .where('status', '=', 'unknown')
      .returning('id')
      .executeTakeFirst()
    if (ended === undefined) return
    if (cost > 0) {
      const agreedFor = await firstJobOf(tx, jobId)
      const late = { userId, jobId, attemptId: id, agreedFor, costUsdMicros: usdMicros(cost), completed: false, now, record }
      await chargeLate(tx, late)
    }
    await record({ entity: 'job', id: jobId, op: 'put' })
  })
}
