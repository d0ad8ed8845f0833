import { advance, isTerminal, STAGES, type Stage, type Status, type TerminalStatus } from 'shared/progress'
import { sumUsdMicros, type UsdMicros, usdMicros } from 'shared/money'
import type { Problem } from 'shared/wire'
import { chargeLate, settle } from '../accounts/index.ts'
import type { RecordChange } from '../changes/index.ts'
import type { AttemptRow, JobRow, Millis, Tx } from '../db/index.ts'
import { resultText, type StageTimes, type StoredResult } from './columns.ts'
import { withMoney } from './failures.ts'
import { tellEnd, tellProgress } from './reel/tell-segment.ts'

/** Whose turn it is to write a job: the number of the claim, which every write of a runner carries. */
export interface Lease {
  readonly jobId: string
  readonly userId: string
  readonly owner: string
  readonly epoch: number
}

/** Why a write changed no row. */
export type Missed =
  | { readonly ok: false; readonly reason: 'lost_lease' }
  | { readonly ok: false; readonly reason: 'wrong_status'; readonly status: Status }
  | { readonly ok: false; readonly reason: 'gone' }
export type Written<T> = { readonly ok: true; readonly value: T } | Missed

/**
 * Takes a job up: the next epoch and a lease until `now + leaseMs`. A job in the hands of another owner can be taken only
 * when its lease has run out, or with `force`, for leases of a process that is known to be dead.
 */
export async function claim(
  tx: Tx,
  record: RecordChange,
  by: { readonly jobId: string; readonly owner: string; readonly leaseMs: number; readonly now: Millis; readonly force?: boolean },
): Promise<Written<{ readonly lease: Lease; readonly row: JobRow }>> {
  const before = await tx.selectFrom('jobs').selectAll().where('id', '=', by.jobId).executeTakeFirst()
  if (before === undefined) return { ok: false, reason: 'gone' }
  if (isTerminal(before.status)) return { ok: false, reason: 'wrong_status', status: before.status }
  const free = before.lease_owner === null || before.lease_owner === by.owner || (before.lease_until ?? 0) <= by.now
  if (!free && by.force !== true) return { ok: false, reason: 'lost_lease' }
  const row = await tx
    .updateTable('jobs')
    .set({
      status: before.status === 'queued' ? 'processing' : before.status,
      stage: before.stage ?? 'initializing',
      progress: advance(before.progress, 5),
      started_at: before.started_at ?? by.now,
      last_progress_at: by.now,
      lease_owner: by.owner,
      lease_until: by.now + by.leaseMs,
      lease_epoch: before.lease_epoch + 1,
    })
    .where('id', '=', by.jobId)
    .where('status', '=', before.status)
    .where('lease_epoch', '=', before.lease_epoch)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return { ok: false, reason: 'lost_lease' }
  await record({ entity: 'job', id: row.id, op: 'put' })
  await tellProgress(tx, record, row, row.progress, by.now)
  return { ok: true, value: { row, lease: { jobId: row.id, userId: row.user_id, owner: by.owner, epoch: row.lease_epoch } } }
}

/** Writes how far a job is. Neither the progress nor the stage ever goes back. */
export async function writeProgress(
  tx: Tx,
  record: RecordChange,
  lease: Lease,
  at: { readonly stage: Stage; readonly progress: number; readonly stageTimes: StageTimes; readonly now: Millis },
): Promise<Written<null>> {
  const row = await held(tx, lease)
  if (!row.ok) return row
  if (row.value.status !== 'processing') return { ok: false, reason: 'wrong_status', status: row.value.status }
  const shown = row.value.stage ?? 'initializing'
  const stage = STAGES.indexOf(at.stage) > STAGES.indexOf(shown) ? at.stage : shown
  const progress = advance(row.value.progress, at.progress)
  const written = await tx
    .updateTable('jobs')
    .set({
      stage,
      progress,
      stage_times: JSON.stringify(at.stageTimes),
      last_progress_at: at.now,
    })
    .where('id', '=', lease.jobId)
    .where('lease_epoch', '=', lease.epoch)
    .where('status', '=', 'processing')
    .executeTakeFirst()
  if (written.numUpdatedRows === 0n) return { ok: false, reason: 'lost_lease' }
  await record({ entity: 'job', id: lease.jobId, op: 'put' })
  await tellProgress(tx, record, row.value, progress, at.now)
  return { ok: true, value: null }
}

/** The job's row while the lease holds. For reading in a transaction that goes on to write under the same lease. */
export async function held(tx: Tx, lease: Lease): Promise<Written<JobRow>> {
  const row = await tx.selectFrom('jobs').selectAll().where('id', '=', lease.jobId).executeTakeFirst()
  if (row === undefined) return { ok: false, reason: 'gone' }
  if (isTerminal(row.status)) return { ok: false, reason: 'wrong_status', status: row.status }
  if (row.lease_epoch !== lease.epoch || row.lease_owner !== lease.owner) return { ok: false, reason: 'lost_lease' }
  return { ok: true, value: row }
}

/**
 * What a person's wish to stop a job does to it: a queued one is over at once, one at work has to be told. What a queued one was to adopt
 * is of unknown outcome again.
 */
export async function requestCancel(
  tx: Tx,
  record: RecordChange,
  row: Pick<JobRow, 'id' | 'status'>,
  now: Millis,
): Promise<Written<'cancelling' | 'cancelled'>> {
  if (row.status === 'queued') {
    await tx
      .updateTable('attempts')
      .set({ status: 'unknown' })
      .where('job_id', '=', row.id)
      .where('status', 'in', ['intent', 'submitted'])
      .execute()
    const ended = await finish(tx, record, { jobId: row.id, from: 'queued', lease: null, now, outcome: { to: 'cancelled' } })
    return ended.ok ? { ok: true, value: 'cancelled' } : ended
  }
  if (row.status !== 'processing') return { ok: false, reason: 'wrong_status', status: row.status }
  const written = await tx
    .updateTable('jobs')
    .set({ status: 'cancelling', cancel_requested_at: now })
    .where('id', '=', row.id)
    .where('status', '=', 'processing')
    .executeTakeFirst()
  if (written.numUpdatedRows === 0n) return await missed(tx, row.id)
  await record({ entity: 'job', id: row.id, op: 'put' })
  return { ok: true, value: 'cancelling' }
}

/** How a job ends. */
export type Ending =
  | { readonly to: 'completed'; readonly result: StoredResult; readonly stageTimes: StageTimes }
  | { readonly to: 'failed'; readonly problem: Problem }
  | { readonly to: 'cancelled' }

/**
 * Ends a job, once: compare-and-set to the terminal state, and only if that changed the row the one settlement and the change.
 * Charged is what its attempts were really charged; above the hold it is settled in full and flagged as overrun.
 */
export async function finish(
  tx: Tx,
  record: RecordChange,
  end: {
    readonly jobId: string
    readonly from: Exclude<Status, TerminalStatus>
    /** Null only for a job that nobody has taken up. */
    readonly lease: Lease | null
    readonly now: Millis
    readonly outcome: Ending
  },
): Promise<Written<JobRow>> {
  const charged = await chargedFor(tx, end.jobId)
  const before = await tx.selectFrom('jobs').selectAll().where('id', '=', end.jobId).executeTakeFirst()
  if (before === undefined) return { ok: false, reason: 'gone' }
  const heldAmount = usdMicros(before.held_usd_micros)
  const problem = withMoney(end.outcome, charged, heldAmount, await isExposed(tx, end.jobId))
  const row = await tx
    .updateTable('jobs')
    .set({
      ...columnsOf(end.outcome, before, problem, end.now),
      settled_usd_micros: charged,
      overrun: charged > heldAmount ? 1 : 0,
      stage: null,
      step: null,
      finished_at: end.now,
      lease_owner: null,
      lease_until: null,
    })
    .where('id', '=', end.jobId)
    .where('status', '=', end.from)
    .where('lease_epoch', '=', end.lease?.epoch ?? before.lease_epoch)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return await missed(tx, end.jobId)
  await settleJob(tx, record, row, charged, end)
  await record({ entity: 'job', id: row.id, op: 'put' })
  await tellEnd(tx, record, row, problem, end.now)
  return { ok: true, value: row }
}

/** The one settlement of a job. An adopted one had no hold: what its attempt cost is charged late, once that is known. */
async function settleJob(
  tx: Tx,
  record: RecordChange,
  row: JobRow,
  costUsdMicros: UsdMicros,
  { now, outcome }: { readonly now: Millis; readonly outcome: Ending },
): Promise<void> {
  const attempt = await lastAttempt(tx, row.id)
  const entry = { userId: row.user_id, jobId: row.id, costUsdMicros, completed: outcome.to === 'completed', now, record }
  if (row.adopted === 0) await settle(tx, { ...entry, attemptId: attempt?.id ?? null })
  else if (attempt !== null && attempt.status !== 'unknown') {
    await chargeLate(tx, { ...entry, attemptId: attempt.id, agreedFor: await firstJobOf(tx, row.id) })
  }
}

/** The job that an attempt was made for, by whose terms it is charged: others may have adopted it, one after the other. */
export async function firstJobOf(tx: Tx, jobId: string): Promise<string> {
  for (let id = jobId; ;) {
    const row = await tx.selectFrom('jobs').select(['adopted', 'retry_of']).where('id', '=', id).executeTakeFirst()
    if (row === undefined || row.adopted === 0 || row.retry_of === null) return id
    id = row.retry_of
  }
}

function columnsOf(outcome: Ending, before: JobRow, problem: Problem | null, now: Millis) {
  if (outcome.to !== 'completed') return { status: outcome.to, error: problem === null ? null : JSON.stringify(problem) }
  return {
    status: outcome.to,
    progress: 100,
    result: resultText(outcome.result),
    stage_times: JSON.stringify(outcome.stageTimes),
    render_time_ms: Math.max(0, Math.round(now - (before.started_at ?? now))),
  }
}

/** Whether a write that changed nothing was too late, or was not its writer's to make. */
async function missed(tx: Tx, jobId: string): Promise<Missed> {
  const row = await tx.selectFrom('jobs').select(['status', 'lease_epoch']).where('id', '=', jobId).executeTakeFirst()
  if (row === undefined) return { ok: false, reason: 'gone' }
  return row.status === 'processing' ? { ok: false, reason: 'lost_lease' } : { ok: false, reason: 'wrong_status', status: row.status }
}

/** Whether nobody knows what one of its attempts was charged. */
async function isExposed(tx: Tx, jobId: string): Promise<boolean> {
  const row = await tx.selectFrom('attempts').select('id').where('job_id', '=', jobId).where('status', '=', 'unknown').executeTakeFirst()
  return row !== undefined
}

async function chargedFor(tx: Tx, jobId: string) {
  const rows = await tx.selectFrom('attempts').select('cost_usd_micros').where('job_id', '=', jobId).execute()
  return sumUsdMicros(...rows.map((row) => usdMicros(row.cost_usd_micros ?? 0)))
}

async function lastAttempt(tx: Tx, jobId: string): Promise<Pick<AttemptRow, 'id' | 'status'> | null> {
  const attempts = tx.selectFrom('attempts').select(['id', 'status']).where('job_id', '=', jobId)
  return (await attempts.orderBy('number', 'desc').executeTakeFirst()) ?? null
}
