import { formatUsd, sumUsdMicros, usdMicros } from 'shared/money'
import { type Batch, type ClipJob, type Job, type JobRequestOf, type Outcome, refuse, succeed } from 'shared/wire'
import { type Db, type JobRow, newId } from '../db/index.ts'
import type { AdmissionRooms } from './admission.ts'
import { insertJob } from './insert-job.ts'
import { planJob } from './kinds.ts'
import { judgeLimits } from './limits.ts'
import type { Plan } from './plan.ts'
import { hashOf } from './repository.ts'
import { iso } from './present.ts'
import { allOrNothing } from './transaction.ts'

/** Many requests that are admitted together. */
export interface BatchWish {
  readonly takes: readonly { readonly request: JobRequestOf<'clip'>; readonly variantIndex: number | null }[]
  /** The price of all of them that was shown. */
  readonly maxCostUsdMicros: number | null
  /** The body as it was sent, by which a key is judged. */
  readonly body: unknown
}

export interface FoundBatch {
  readonly id: string
  readonly createdAt: number
  readonly rows: readonly JobRow[]
}

/** Makes the jobs of a batch: planned one by one, admitted all together or not at all, so that a refusal leaves nothing. */
export async function admitBatch(
  rooms: AdmissionRooms,
  userId: string,
  { takes, maxCostUsdMicros, body }: BatchWish,
  key: string | null,
): Promise<Outcome<FoundBatch>> {
  const requestHash = hashOf(body)
  const known = key === null ? null : await replay(rooms.db, userId, key, requestHash)
  if (known !== null) return known
  const plans: Plan[] = []
  for (const [index, { request }] of takes.entries()) {
    const plan = await planJob(rooms, userId, request)
    if (!plan.ok) return inPlace(plan, index)
    plans.push(plan.value)
  }
  const fair = judgeTotal(plans, maxCostUsdMicros)
  if (!fair.ok) return fair
  const space = await rooms.library.room()
  if (!space.ok) return space
  const settings = await rooms.accounts.settings()
  const admitted = await allOrNothing<FoundBatch>(rooms.changes, userId, async (tx, record) => {
    const now = rooms.clock()
    const room = await judgeLimits(tx, userId, settings.limits, plans.length, now)
    if (!room.ok) return room
    const id = newId('bat')
    const made = await tx
      .insertInto('batches')
      .values({ id, user_id: userId, idempotency_key: key, request_hash: requestHash, created_at: now })
      .onConflict((conflict) => conflict.columns(['user_id', 'idempotency_key']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made === undefined) return refuse('conflict', 'The same key is being used by another request at this moment.', { retryable: true })
    const rows: JobRow[] = []
    for (const [index, plan] of plans.entries()) {
      const variantIndex = takes[index]?.variantIndex ?? null
      const job = await insertJob(tx, record, userId, { plan, requestHash, key: null, batchId: id, variantIndex }, now)
      if (!job.ok) return job
      rows.push(job.value)
    }
    return succeed({ id, createdAt: now, rows })
  })
  if (admitted.ok) rooms.crash.reach('after_create_commit')
  if (admitted.ok || admitted.problem.code !== 'conflict' || key === null) return admitted
  return (await replay(rooms.db, userId, key, requestHash)) ?? admitted
}

/** A user's batch with its jobs that are not deleted, in the order in which they were asked for; null for any other. */
export async function findBatch(db: Db, userId: string, id: string): Promise<FoundBatch | null> {
  const batch = await db.selectFrom('batches').selectAll().where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
  if (batch === undefined) return null
  const rows = await db.selectFrom('jobs').selectAll().where('batch_id', '=', id).where('deleted_at', 'is', null).orderBy('id').execute()
  return { id, createdAt: batch.created_at, rows }
}

export function noSuchBatch(): Outcome<never> {
  return refuse('not_found', 'There is no such batch.')
}

/** A batch as the wire has it. */
export function presentBatch({ id, createdAt, rows }: FoundBatch, jobs: readonly ClipJob[]): Batch {
  const count = (status: Job['status']): number => jobs.filter((job) => job.status === status).length
  return {
    id,
    createdAt: iso(createdAt),
    jobs: [...jobs],
    total: rows.length,
    completed: count('completed'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    estimatedUsdMicros: sumUsdMicros(...rows.map((row) => usdMicros(row.estimated_usd_micros))),
  }
}

async function replay(db: Db, userId: string, key: string, requestHash: string): Promise<Outcome<FoundBatch> | null> {
  const before = await db
    .selectFrom('batches')
    .selectAll()
    .where('user_id', '=', userId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
  if (before === undefined) return null
  if (before.request_hash !== requestHash) {
    return refuse('idempotency_mismatch', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
  }
  const found = await findBatch(db, userId, before.id)
  return found === null ? null : succeed(found)
}

function judgeTotal(plans: readonly Plan[], shown: number | null): Outcome<null> {
  const total = sumUsdMicros(...plans.map(({ estimate }) => usdMicros(estimate.usdMicros)))
  if (shown === null || total <= shown) return succeed(null)
  return refuse('price_changed', `These now cost ${formatUsd(total)}, more than the ${formatUsd(usdMicros(shown))} that were shown.`, {
    params: { usdMicros: total, shownUsdMicros: shown },
    action: 'confirm_price',
  })
}

/** A refusal of one request, with the place of it among the others. */
function inPlace(refused: Extract<Outcome<never>, { ok: false }>, index: number): Outcome<never> {
  const { problem } = refused
  const issues = (problem.issues ?? []).map((issue) => ({ ...issue, path: `requests.${index}.${issue.path}` }))
  return { ok: false, problem: { ...problem, params: { ...problem.params, index }, ...(issues.length === 0 ? {} : { issues }) } }
}
