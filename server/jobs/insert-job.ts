import type { RecordChange } from '../changes/index.ts'
import { type JobRow, newId, type Tx } from '../db/index.ts'
import { hold } from '../accounts/index.ts'
import { termsFor } from 'shared/money'
import { type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import { inputsOf, noInput } from './clip-inputs.ts'
import { searchText } from './columns.ts'
import type { Plan } from './plan-clip.ts'
import { workPixels } from './resolve-clip.ts'

/** A planned job with what connects it to others. */
export interface NewJob {
  readonly plan: Plan
  readonly requestHash: string
  readonly key: string | null
  readonly retryOf?: string | null
  readonly derivedFrom?: string | null
  readonly batchId?: string | null
  readonly variantIndex?: number | null
}

/** Writes a job, what it refers to, its hold and its change, in the caller's transaction. `conflict` where the key is taken. */
export async function insertJob(tx: Tx, record: RecordChange, userId: string, job: NewJob, now: number): Promise<Outcome<JobRow>> {
  const row = await insertRow(tx, userId, job, now)
  if (row === null) return refuse('conflict', 'The same key is being used by another request at this moment.', { retryable: true })
  const referenced = await referToInputs(tx, userId, row.id, job.plan.request)
  if (!referenced.ok) return referenced
  const { kind, quality, duration } = job.plan.request
  const terms = termsFor(job.plan.pricing, { kind, quality, seconds: duration })
  const money = await hold(tx, { userId, jobId: row.id, costUsdMicros: job.plan.choice.usdMicros, terms, now })
  if (!money.ok) return money
  await record({ entity: 'job', id: row.id, op: 'put' })
  return succeed(row)
}

async function referToInputs(tx: Tx, userId: string, jobId: string, request: ResolvedClip): Promise<Outcome<null>> {
  for (const { id, role, name } of inputsOf(request)) {
    const asset = await tx.selectFrom('assets').select('id').where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
    if (asset === undefined) return noInput(role, null)
    await tx.insertInto('asset_references').values({ asset_id: id, owner_kind: 'job', owner_id: jobId, role: name }).execute()
  }
  return succeed(null)
}

/** Null where another process has just used the key. */
async function insertRow(tx: Tx, userId: string, job: NewJob, now: number): Promise<JobRow | null> {
  const { request, choice, adjustments } = job.plan
  const row = await tx
    .insertInto('jobs')
    .values({
      ...BLANK,
      id: newId('job'),
      user_id: userId,
      kind: request.kind,
      request: JSON.stringify(request),
      idempotency_key: job.key,
      request_hash: job.requestHash,
      provider: choice.provider.id,
      model: choice.model.id,
      estimated_usd_micros: choice.usdMicros,
      held_usd_micros: choice.usdMicros,
      adjustments: JSON.stringify(adjustments),
      work_pixels: workPixels(request),
      created_at: now,
      retry_of: job.retryOf ?? null,
      derived_from: job.derivedFrom ?? null,
      batch_id: job.batchId ?? null,
      variant_index: job.variantIndex ?? null,
      search_text: searchText([request.prompt, request.source?.pageTitle, request.source?.alt]),
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'idempotency_key']).doNothing())
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** A job that nothing has happened to. */
const BLANK = {
  status: 'queued',
  stage: null,
  progress: 0,
  settled_usd_micros: null,
  overrun: 0,
  step: null,
  result: null,
  error: null,
  stage_times: '{}',
  started_at: null,
  finished_at: null,
  deadline_at: null,
  last_progress_at: null,
  cancel_requested_at: null,
  lease_owner: null,
  lease_until: null,
  lease_epoch: 0,
  adopted: 0,
  parent_id: null,
  storyboard_id: null,
  segment_id: null,
  batch_id: null,
  variant_index: null,
  derived_from: null,
  collection_id: null,
  favourite: 0,
  pinned: 0,
  rating: null,
  tags: '[]',
  title: null,
  downloads: 0,
  shares: 0,
  render_time_ms: null,
  deleted_at: null,
} as const
