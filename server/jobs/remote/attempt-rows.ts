import type { UsdMicros } from 'shared/money'
import type { Problem } from 'shared/wire'
import type { AttemptRow, Millis, Tx } from '../../db/index.ts'
import type { Opaque } from '../../providers/index.ts'
import { type KeptFiles, OPEN } from '../attempts.ts'
import { held, type Lease, type Written } from '../transitions.ts'

type Columns = Partial<
  Pick<
    AttemptRow,
    | 'status'
    | 'sent'
    | 'provider_job_id'
    | 'provider_status'
    | 'operation'
    | 'made'
    | 'quoted_usd_micros'
    | 'cost_usd_micros'
    | 'error'
    | 'submitted_at'
    | 'finished_at'
    | 'last_poll_at'
  >
>

/** Writes to an attempt under the lease of its job; nothing where the attempt is over or a newer claim has it. */
async function write(tx: Tx, lease: Lease, id: string, columns: Columns): Promise<Written<AttemptRow>> {
  const job = await held(tx, lease)
  if (!job.ok) return job
  const row = await tx
    .updateTable('attempts')
    .set({ ...columns, lease_epoch: lease.epoch })
    .where('id', '=', id)
    .where('status', 'in', OPEN)
    .where('lease_epoch', '<=', lease.epoch)
    .returningAll()
    .executeTakeFirst()
  return row === undefined ? { ok: false, reason: 'lost_lease' } : { ok: true, value: row }
}

/**
 * Says, right before it, that the paid call is about to leave. The last look at the lease: a job that was cancelled or taken over in the
 * meantime sends nothing. From here on a crash leaves an attempt that nobody knows the outcome of, until the next write.
 */
export async function markSending(tx: Tx, lease: Lease, id: string): Promise<Written<AttemptRow>> {
  const job = await held(tx, lease)
  if (!job.ok) return job
  if (job.value.status !== 'processing') return { ok: false, reason: 'wrong_status', status: job.value.status }
  return await write(tx, lease, id, { sent: 1 })
}

/** The provider certainly has not taken the call: it may be made again. */
export function markNotSent(tx: Tx, lease: Lease, id: string): Promise<Written<AttemptRow>> {
  return write(tx, lease, id, { sent: 0 })
}

/** The provider's own id, in a transaction of its own before anything else happens. */
export function markAccepted(
  tx: Tx,
  lease: Lease,
  id: string,
  told: { readonly providerJobId: string; readonly operation: Opaque; readonly usdMicros: UsdMicros | null; readonly now: Millis },
): Promise<Written<AttemptRow>> {
  return write(tx, lease, id, {
    status: 'submitted',
    provider_job_id: told.providerJobId,
    operation: JSON.stringify(told.operation),
    quoted_usd_micros: told.usdMicros,
    submitted_at: told.now,
  })
}

/**
 * Keeps the provider's id of a call whose job went into other hands before the answer came: with it the attempt can be looked up or adopted.
 */
export async function keepId(tx: Tx, id: string, told: { readonly providerJobId: string; readonly operation: Opaque }): Promise<void> {
  await tx
    .updateTable('attempts')
    .set({ provider_job_id: told.providerJobId, operation: JSON.stringify(told.operation) })
    .where('id', '=', id)
    .where('provider_job_id', 'is', null)
    .execute()
}

/** The provider has forgotten a call that it keeps our key of: it may be made again under the same key. */
export function markForgotten(tx: Tx, lease: Lease, id: string): Promise<Written<AttemptRow>> {
  return write(tx, lease, id, { status: 'intent', provider_job_id: null, operation: null })
}

/** What the provider last said. */
export function markObserved(tx: Tx, lease: Lease, id: string, status: string, now: Millis): Promise<Written<AttemptRow>> {
  return write(tx, lease, id, { provider_status: status, last_poll_at: now })
}

/** How an attempt came to its end. `unknown` has no cost: nobody knows it. */
export interface AttemptEnd {
  readonly status: 'succeeded' | 'failed' | 'cancelled' | 'unknown'
  readonly usdMicros: UsdMicros | null
  readonly problem: Problem | null
  /** The provider's last word. */
  readonly said?: string
  /** The handle that leads to the result. */
  readonly operation?: Opaque
  /** Of a call that was answered with its end. */
  readonly providerJobId?: string | null
  readonly made?: KeptFiles
}

export function markOver(tx: Tx, lease: Lease, id: string, end: AttemptEnd, now: Millis): Promise<Written<AttemptRow>> {
  const unknown = end.status === 'unknown'
  return write(tx, lease, id, {
    status: end.status,
    error: end.problem === null ? null : JSON.stringify(end.problem),
    ...(end.said === undefined ? {} : { provider_status: end.said, last_poll_at: now }),
    ...(end.operation === undefined ? {} : { operation: JSON.stringify(end.operation) }),
    ...(end.providerJobId === undefined ? {} : { provider_job_id: end.providerJobId, submitted_at: now }),
    ...(end.made === undefined ? {} : { made: JSON.stringify(end.made) }),
    ...(unknown ? {} : { cost_usd_micros: end.usdMicros, finished_at: now }),
  })
}
