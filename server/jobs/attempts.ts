import type { UsdMicros } from 'shared/money'
import { z } from 'zod'
import { type Capabilities, PARALLAX, type Problem, type ResolvedRequest, timedWord } from 'shared/wire'
import { type AttemptRow, type Millis, newId, type Tx } from '../db/index.ts'
import type { Generation, Opaque } from '../providers/index.ts'
import { held, type Lease, type Written } from './transitions.ts'

export const OPEN: readonly AttemptRow['status'][] = ['intent', 'submitted']

const blob = z.object({ sha256: z.string(), bytes: z.int() })
const madeFile = z.object({ video: blob, original: blob.optional(), parallax: z.enum(PARALLAX).optional() })
/** What a succeeded attempt left in the storage, and how it came about. `original` is the file as the provider made it. */
export type MadeFile = z.infer<typeof madeFile>

const keptFiles = z.object({
  files: z.array(blob.extend({ name: z.string(), mime: z.string() })),
  words: z.array(timedWord).nullable(),
  text: z.string().nullable(),
  language: z.string().nullable(),
})
/** What a succeeded attempt at anything but a clip left in the storage, as it was made: see `Made` of the providers. */
export type KeptFiles = z.infer<typeof keptFiles>

/** The job's newest attempt, open or over. */
export async function newestAttempt(tx: Tx, jobId: string): Promise<AttemptRow | null> {
  const row = await tx.selectFrom('attempts').selectAll().where('job_id', '=', jobId).orderBy('number', 'desc').executeTakeFirst()
  return row ?? null
}

/**
 * What to do with an attempt that an earlier claim left behind. Only where sending the same again cannot cost twice is it sent
 * again: `observe` an id that is known, `send_again` what has not left or goes with the provider's key, `look_up` by our reference; else
 * nobody can know.
 */
export function afterCrash(
  attempt: Pick<AttemptRow, 'status' | 'provider_job_id' | 'sent'>,
  idempotency: Capabilities['idempotency'],
): 'observe' | 'send_again' | 'look_up' | 'unknown' | 'over' {
  if (!OPEN.includes(attempt.status)) return 'over'
  if (attempt.provider_job_id !== null) return 'observe'
  if (attempt.sent === 0) return 'send_again'
  if (idempotency === 'key') return 'send_again'
  return idempotency === 'lookup' ? 'look_up' : 'unknown'
}

/** Commits the intent of one call before it is made, with the frozen request and price, under the lease. */
export async function openAttempt(
  tx: Tx,
  lease: Lease,
  call: {
    readonly provider: string
    readonly model: string
    /** What is sent: the request itself, or what a remote model is sent of it. */
    readonly request: ResolvedRequest | Generation
    readonly prepared: Opaque | null
    readonly usdMicros: UsdMicros
    readonly deadlineMs: number | null
    readonly now: Millis
  },
): Promise<Written<AttemptRow>> {
  const job = await held(tx, lease)
  if (!job.ok) return job
  if (job.value.status !== 'processing') return { ok: false, reason: 'wrong_status', status: job.value.status }
  const last = await newestAttempt(tx, lease.jobId)
  const id = newId('att')
  const row = await tx
    .insertInto('attempts')
    .values({
      id,
      user_id: lease.userId,
      job_id: lease.jobId,
      number: (last?.number ?? 0) + 1,
      provider: call.provider,
      model: call.model,
      status: 'intent',
      request: JSON.stringify(call.request),
      prepared: call.prepared === null ? null : JSON.stringify(call.prepared),
      sent: 0,
      idempotency_key: id,
      provider_job_id: null,
      provider_status: null,
      operation: null,
      made: null,
      estimated_usd_micros: call.usdMicros,
      quoted_usd_micros: null,
      cost_usd_micros: null,
      error: null,
      created_at: call.now,
      submitted_at: null,
      finished_at: null,
      deadline_at: call.deadlineMs === null ? null : call.now + call.deadlineMs,
      last_poll_at: null,
      lease_epoch: lease.epoch,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { ok: true, value: row }
}

/** Marks an open attempt as sent by the holder of this lease. */
export async function markSubmitted(tx: Tx, lease: Lease, attemptId: string, now: Millis): Promise<Written<AttemptRow>> {
  const job = await held(tx, lease)
  if (!job.ok) return job
  if (job.value.status !== 'processing') return { ok: false, reason: 'wrong_status', status: job.value.status }
  const row = await tx
    .updateTable('attempts')
    .set((eb) => ({ status: 'submitted', submitted_at: eb.fn.coalesce('submitted_at', eb.val(now)), lease_epoch: lease.epoch }))
    .where('id', '=', attemptId)
    .where('status', 'in', OPEN)
    .where('lease_epoch', '<=', lease.epoch)
    .returningAll()
    .executeTakeFirst()
  return row === undefined ? { ok: false, reason: 'lost_lease' } : { ok: true, value: row }
}

/**
 * Records where the file of an attempt lies. What the provider has charged is known before that; embedded work is done with this, at the
 * price that was frozen on it.
 */
export async function markMade(tx: Tx, lease: Lease, attempt: AttemptRow, file: MadeFile | KeptFiles, now: Millis): Promise<Written<null>> {
  const job = await held(tx, lease)
  if (!job.ok) return job
  const written = await tx
    .updateTable('attempts')
    .set((eb) => ({
      status: 'succeeded',
      made: JSON.stringify(file),
      cost_usd_micros: eb.fn.coalesce('cost_usd_micros', eb.val(attempt.estimated_usd_micros)),
      finished_at: eb.fn.coalesce('finished_at', eb.val(now)),
      lease_epoch: lease.epoch,
    }))
    .where('id', '=', attempt.id)
    .where('lease_epoch', '<=', lease.epoch)
    .where('status', 'in', [...OPEN, 'succeeded'])
    .executeTakeFirst()
  return written.numUpdatedRows === 0n ? { ok: false, reason: 'lost_lease' } : { ok: true, value: null }
}

/** Takes a succeeded attempt over for another walk, whose file has to be made again or only taken from there. */
export async function adoptEpoch(tx: Tx, lease: Lease, attemptId: string): Promise<Written<null>> {
  const job = await held(tx, lease)
  if (!job.ok) return job
  await tx
    .updateTable('attempts')
    .set({ lease_epoch: lease.epoch })
    .where('id', '=', attemptId)
    .where('lease_epoch', '<=', lease.epoch)
    .execute()
  return { ok: true, value: null }
}

/**
 * Ends what is still open of a job: at no charge where the work is known to be over. An attempt of unknown outcome keeps its price as
 * exposure until somebody resolves it.
 */
export async function endOpenAttempts(
  tx: Tx,
  jobId: string,
  end: { readonly status: 'failed' | 'cancelled' | 'unknown'; readonly problem: Problem | null; readonly now: Millis },
): Promise<void> {
  await tx
    .updateTable('attempts')
    .set({
      status: end.status,
      error: end.problem === null ? null : JSON.stringify(end.problem),
      ...(end.status === 'unknown' ? {} : { cost_usd_micros: 0, finished_at: end.now }),
    })
    .where('job_id', '=', jobId)
    .where('status', 'in', OPEN)
    .execute()
}

/** What a succeeded attempt at anything but a clip left, null where there is no such thing (yet). */
export function keptBy(attempt: AttemptRow | null): KeptFiles | null {
  if (attempt?.status !== 'succeeded' || attempt.made === null) return null
  const kept = keptFiles.safeParse(JSON.parse(attempt.made))
  return kept.success ? kept.data : null
}

/** The clip that a succeeded attempt made, null where there is no such thing. */
export function madeBy(attempt: AttemptRow | null): MadeFile | null {
  if (attempt?.status !== 'succeeded' || attempt.made === null) return null
  const made = madeFile.safeParse(JSON.parse(attempt.made))
  return made.success ? made.data : null
}
