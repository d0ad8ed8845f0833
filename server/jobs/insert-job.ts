import type { RecordChange } from '../changes/index.ts'
import { type JobRow, newId, type Tx } from '../db/index.ts'
import { hold } from '../accounts/index.ts'
import { termsFor } from 'shared/money'
import { type Outcome, refuse, type ResolvedRequest, succeed } from 'shared/wire'
import { searchText, wordsOf } from './columns.ts'
import { inputsOf, noInput } from './inputs.ts'
import type { Plan } from './plan.ts'
import { insertChildren, keepStory } from './reel/insert-children.ts'
import { type StoryPart, writeStoryPart } from './reel/story-part.ts'
import { workOf } from './past-runs.ts'

/** A planned job with what connects it to others. */
export interface NewJob {
  readonly plan: Plan
  readonly requestHash: string
  readonly key: string | null
  readonly retryOf?: string | null
  readonly derivedFrom?: string | null
  readonly batchId?: string | null
  readonly variantIndex?: number | null
  /** The job that it is made for. */
  readonly parentId?: string | null
  readonly storyboardId?: string | null
  readonly segmentId?: string | null
  /** What it is to its story. */
  readonly storyPart?: StoryPart | null
  /** Whether it is not to be taken up before its parent hands it over. */
  readonly waits?: boolean
  /** Assets of the request that do not exist yet: nothing refers to them until they do. */
  readonly promised?: ReadonlySet<string>
}

/** Writes a job with those that it will make, what each refers to, its hold and its change, in the caller's transaction. `conflict` where the key is taken. */
export async function insertJob(tx: Tx, record: RecordChange, userId: string, asked: NewJob, now: number): Promise<Outcome<JobRow>> {
  const kept = await withStory(tx, record, userId, asked, now)
  if (!kept.ok) return kept
  const job = kept.value
  const row = await insertRow(tx, userId, job, now)
  if (row === null) return refuse('conflict', 'The same key is being used by another request at this moment.', { retryable: true })
  const referenced = await referToInputs(tx, userId, row.id, job.plan.request, job.promised ?? new Set())
  if (!referenced.ok) return referenced
  const terms = termsFor(job.plan.pricing, job.plan.priced)
  const money = await hold(tx, { userId, jobId: row.id, costUsdMicros: job.plan.usdMicros, terms, now })
  if (!money.ok) return money
  await record({ entity: 'job', id: row.id, op: 'put' })
  const children = job.plan.reel?.children ?? []
  const inserted = await insertChildren(tx, record, row, children, (child) => insertJob(tx, record, userId, child, now))
  return inserted.ok ? succeed(row) : inserted
}

/** A reel or an export with the story that it is of; that of a reel is kept now where it was only drafted. */
async function withStory(tx: Tx, record: RecordChange, userId: string, job: NewJob, now: number): Promise<Outcome<NewJob>> {
  const { reel, request } = job.plan
  if (request.kind === 'export') return succeed({ ...job, storyboardId: request.storyboardId ?? null })
  if (reel === undefined || request.kind !== 'reel') return succeed(job)
  const storyboardId = await keepStory(tx, record, userId, reel, job.requestHash, now)
  if (!storyboardId.ok) return storyboardId
  const plan = { ...job.plan, request: { ...request, storyboardId: storyboardId.value } }
  return succeed({ ...job, plan, storyboardId: storyboardId.value })
}

async function referToInputs(
  tx: Tx,
  userId: string,
  jobId: string,
  request: ResolvedRequest,
  promised: ReadonlySet<string>,
): Promise<Outcome<null>> {
  for (const { id, role, name } of inputsOf(request)) {
    if (promised.has(id)) continue
    const asset = await tx.selectFrom('assets').select('id').where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
    if (asset === undefined) return noInput(role, null, request.kind)
    await tx.insertInto('asset_references').values({ asset_id: id, owner_kind: 'job', owner_id: jobId, role: name }).execute()
  }
  return succeed(null)
}

/** Null where another process has just used the key. */
async function insertRow(tx: Tx, userId: string, job: NewJob, now: number): Promise<JobRow | null> {
  const { request, provider, model, usdMicros, adjustments } = job.plan
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
      provider,
      model,
      estimated_usd_micros: usdMicros,
      held_usd_micros: usdMicros,
      adjustments: JSON.stringify(adjustments),
      work_pixels: workOf(request),
      created_at: now,
      retry_of: job.retryOf ?? null,
      derived_from: job.derivedFrom ?? null,
      batch_id: job.batchId ?? null,
      variant_index: job.variantIndex ?? null,
      parent_id: job.parentId ?? null,
      storyboard_id: job.storyboardId ?? null,
      segment_id: job.segmentId ?? null,
      waits: job.waits === true ? 1 : 0,
      story_part: writeStoryPart(job.storyPart ?? null),
      search_text: searchText(wordsOf(request)),
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
  waits: 0,
  story_part: null,
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
