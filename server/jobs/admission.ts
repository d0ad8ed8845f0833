import { formatUsd, usdMicros } from 'shared/money'
import { OPEN_STATUSES } from 'shared/progress'
import {
  type Adjustment,
  type Estimate,
  type JobRequest,
  type Outcome,
  refuse,
  type ResolvedClip,
  type Settings,
  succeed,
} from 'shared/wire'
import { hold } from '../accounts/index.ts'
import { type JobRow, newId, type Tx } from '../db/index.ts'
import { chooseModel, type Choice, estimateFor } from '../providers/index.ts'
import { searchText } from './columns.ts'
import type { JobsOptions } from './face.ts'
import { findByKey, hashOf } from './repository.ts'
import { adjustmentsFor, judgeLayout } from './adjustments.ts'
import { findInput, inputOf, noInput } from './clip-inputs.ts'
import { resolveClip, workPixels } from './resolve-clip.ts'
import { allOrNothing } from './transaction.ts'

/** A request that could be admitted: complete, priced, and with a model that can do it. */
export interface Plan {
  readonly request: ResolvedClip
  readonly choice: Choice
  readonly estimate: Estimate
  readonly adjustments: readonly Adjustment[]
}

export interface Admitted {
  readonly row: JobRow
  readonly replayed: boolean
}

type Rooms = Pick<JobsOptions, 'db' | 'changes' | 'accounts' | 'library' | 'clock' | 'crash'>

const DAY = 24 * 3600_000

/** Completes and prices a request; nothing is written. */
export async function planClip(rooms: Pick<JobsOptions, 'library'>, userId: string, request: JobRequest): Promise<Outcome<Plan>> {
  const input = await findInput(rooms.library, userId, request)
  if (!input.ok) return input
  const resolved = resolveClip(request, input.value)
  const choice = chooseModel(resolved)
  if (!choice.ok) return choice
  const layout = judgeLayout(resolved)
  if (!layout.ok) return layout
  const estimate = estimateFor(resolved)
  if (!estimate.ok) return estimate
  const { provider, model } = choice.value
  return succeed({
    request: { ...resolved, provider: provider.id, model: model.id },
    choice: choice.value,
    estimate: estimate.value,
    adjustments: adjustmentsFor(model, resolved, input.value),
  })
}

/**
 * Makes a job: its money held, its row, its references and its change in one transaction, so that a refusal leaves nothing and
 * does not use the key up. A key that was used answers with the job as it is now, or with `idempotency_mismatch`.
 */
export async function admit(
  rooms: Rooms,
  userId: string,
  ask: { readonly request: JobRequest; readonly body: unknown; readonly idempotencyKey: string | null; readonly retryOf: string | null },
): Promise<Outcome<Admitted>> {
  const requestHash = hashOf(ask.body)
  const replay = async (): Promise<Outcome<Admitted> | null> => {
    const before = ask.idempotencyKey === null ? null : await findByKey(rooms.db, userId, ask.idempotencyKey)
    return before === null ? null : answerReplay(before, requestHash)
  }
  const known = await replay()
  if (known !== null) return known
  const plan = await planClip(rooms, userId, ask.request)
  if (!plan.ok) return plan
  const fair = judgePrice(plan.value.estimate, ask.request.maxCostUsdMicros)
  if (!fair.ok) return fair
  const space = await rooms.library.room()
  if (!space.ok) return space
  const settings = await rooms.accounts.settings(userId)
  const admitted = await allOrNothing(rooms.changes, userId, async (tx, record) => {
    const now = rooms.clock()
    const before = ask.idempotencyKey === null ? null : await findByKey(tx, userId, ask.idempotencyKey)
    if (before !== null) return answerReplay(before, requestHash)
    const room = await judgeLimits(tx, userId, settings.limits, now)
    if (!room.ok) return room
    const row = await insertJob(tx, userId, { plan: plan.value, requestHash, now, key: ask.idempotencyKey, retryOf: ask.retryOf })
    if (row === null) return refuse('conflict', 'The same key is being used by another request at this moment.', { retryable: true })
    const referenced = await referToInput(tx, userId, row.id, plan.value.request)
    if (!referenced.ok) return referenced
    const money = await hold(tx, { userId, jobId: row.id, usdMicros: plan.value.choice.usdMicros, now })
    if (!money.ok) return money
    await record({ entity: 'job', id: row.id, op: 'put' })
    return succeed({ row, replayed: false })
  })
  if (admitted.ok && !admitted.value.replayed) rooms.crash.reach('after_create_commit')
  // Another process may have used the key between the look and the insert; then its job is the answer.
  return admitted.ok || admitted.problem.code !== 'conflict' ? admitted : ((await replay()) ?? admitted)
}

function answerReplay(before: JobRow, requestHash: string): Outcome<Admitted> {
  if (before.request_hash === requestHash) return succeed({ row: before, replayed: true })
  return refuse('idempotency_mismatch', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
}

function judgePrice(estimate: Estimate, shown: number | undefined): Outcome<null> {
  if (shown === undefined || estimate.usdMicros <= shown) return succeed(null)
  const [now, before] = [formatUsd(usdMicros(estimate.usdMicros)), formatUsd(usdMicros(shown))]
  return refuse('price_changed', `This now costs ${now}, more than the ${before} that was shown.`, {
    params: { usdMicros: estimate.usdMicros, shownUsdMicros: shown, provider: estimate.provider, model: estimate.model },
    action: 'confirm_price',
  })
}

async function judgeLimits(tx: Tx, userId: string, limits: Settings['limits'], now: number): Promise<Outcome<null>> {
  if (limits.jobsAtOnce !== null) {
    const running = await countJobs(tx, userId, { unfinished: true })
    if (running >= limits.jobsAtOnce) return tooMany('jobsAtOnce', limits.jobsAtOnce, 5, `${running} jobs are not finished yet`)
  }
  if (limits.jobsPerDay !== null) {
    const today = await countJobs(tx, userId, { since: now - DAY })
    if (today >= limits.jobsPerDay) return tooMany('jobsPerDay', limits.jobsPerDay, 3600, `${today} jobs were made in the last 24 hours`)
  }
  return succeed(null)
}

function tooMany(limit: string, maximum: number, retryAfterSeconds: number, found: string): Outcome<never> {
  return refuse('rate_limited', `${found}; the limit is ${maximum}.`, { params: { limit, maximum, retryAfterSeconds }, action: 'wait' })
}

async function countJobs(tx: Tx, userId: string, which: { readonly unfinished?: boolean; readonly since?: number }): Promise<number> {
  let select = tx
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number | string>().as('jobs'))
    .where('user_id', '=', userId)
  if (which.unfinished === true) select = select.where('status', 'in', OPEN_STATUSES)
  if (which.since !== undefined) select = select.where('created_at', '>', which.since)
  return Number((await select.executeTakeFirstOrThrow()).jobs)
}

async function referToInput(tx: Tx, userId: string, jobId: string, request: ResolvedClip): Promise<Outcome<null>> {
  const input = inputOf(request)
  if (input === null) return succeed(null)
  const { id, role } = input
  const asset = await tx.selectFrom('assets').select('id').where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
  if (asset === undefined) return noInput(role, null)
  await tx.insertInto('asset_references').values({ asset_id: id, owner_kind: 'job', owner_id: jobId, role }).execute()
  return succeed(null)
}

/** Null where another process has just used the key. */
async function insertJob(
  tx: Tx,
  userId: string,
  job: {
    readonly plan: Plan
    readonly requestHash: string
    readonly now: number
    readonly key: string | null
    readonly retryOf: string | null
  },
): Promise<JobRow | null> {
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
      created_at: job.now,
      retry_of: job.retryOf,
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
