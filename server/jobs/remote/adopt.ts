import { formatUsd, usdMicros } from 'shared/money'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { AttemptRow, JobRow, Tx } from '../../db/index.ts'
import { newId } from '../../db/index.ts'
import type { OperationAdoption } from '../face.ts'
import { unknownAttempt } from '../operations.ts'
import { type Admitted, answerReplay, findByKey, hashOf } from '../repository.ts'
import { allOrNothing } from '../transaction.ts'
import { frozen, type RemoteRooms, targetOf } from './rooms.ts'

/** What adopting needs. */
type Rooms = Pick<RemoteRooms, 'db' | 'changes' | 'clock' | 'providers'>

/**
 * Takes over what an attempt of unknown outcome made: a new job with `retryOf` and without a hold fetches it, and its cost is charged late
 * when that job is over. The attempt moves to the new job, since a paid call is one attempt. `conflict` where the provider's id is needed
 * and not given, or the provider is not set up.
 */
export async function adoptOperation(
  rooms: Rooms,
  userId: string,
  attemptId: string,
  body: OperationAdoption,
  idempotencyKey: string | null,
): Promise<Outcome<Admitted>> {
  const requestHash = hashOf({ adopt: attemptId, ...body })
  const before = idempotencyKey === null ? null : await findByKey(rooms.db, userId, idempotencyKey)
  if (before !== null) return answerReplay(before, requestHash)
  const found = await unknownAttempt(rooms.db, userId, attemptId)
  if (!found.ok) return found
  const handle = handleFor(rooms, found.value, body)
  if (!handle.ok) return handle
  return await allOrNothing(rooms.changes, userId, async (tx, record) => {
    const again = await unknownAttempt(tx, userId, attemptId)
    if (!again.ok) return again
    const row = await insertAdopted(tx, again.value, requestHash, idempotencyKey, rooms.clock())
    if (row === null) return refuse('conflict', 'The same key is being used by another request at this moment.', { retryable: true })
    await moveAttempt(tx, again.value, row.id, handle.value)
    await record({ entity: 'job', id: again.value.job_id, op: 'put' })
    await record({ entity: 'job', id: row.id, op: 'put' })
    return succeed({ row, replayed: false })
  })
}

interface Handle {
  readonly providerJobId: string
  readonly operation: string
}

function handleFor(
  rooms: Rooms,
  attempt: AttemptRow,
  { providerJobId: given, maxCostUsdMicros: shown }: OperationAdoption,
): Outcome<Handle> {
  const target = targetOf(rooms, attempt)
  const { provider } = attempt
  if (target === null)
    return refuse('conflict', `${provider} is not set up, so nothing can be fetched from it.`, { params: { provider }, action: 'add_key' })
  const price = usdMicros(attempt.quoted_usd_micros ?? attempt.estimated_usd_micros)
  if (shown !== undefined && price > shown) {
    const params = { usdMicros: price, shownUsdMicros: shown, provider, model: attempt.model }
    return refuse('price_changed', `This may cost ${formatUsd(price)}, more than what was shown.`, { params, action: 'confirm_price' })
  }
  const providerJobId = given ?? attempt.provider_job_id
  if (providerJobId === null) {
    const message = `is needed: ${target.provider.name} never told its id; look it up in its console`
    return refuse('invalid_request', `providerJobId ${message}.`, { issues: [{ path: 'providerJobId', message }] })
  }
  const { operationOf } = target.adapter
  if (operationOf === undefined) {
    const { name } = target.provider
    return refuse('conflict', `${name} answers with the result itself and keeps none, so that there is nothing to fetch.`, {
      params: { provider },
    })
  }
  const known = attempt.provider_job_id === providerJobId ? attempt.operation : null
  return succeed({
    providerJobId,
    operation: known ?? JSON.stringify(operationOf(providerJobId, frozen(attempt).generation)),
  })
}

/** The new job: the old one's request, nothing of its life. */
async function insertAdopted(tx: Tx, attempt: AttemptRow, requestHash: string, key: string | null, now: number): Promise<JobRow | null> {
  const old = await tx.selectFrom('jobs').selectAll().where('id', '=', attempt.job_id).executeTakeFirstOrThrow()
  const fresh = {
    status: 'queued',
    stage: null,
    progress: 0,
    step: null,
    result: null,
    error: null,
    stage_times: '{}',
    overrun: 0,
  } as const
  const unbegun = { started_at: null, finished_at: null, last_progress_at: null, cancel_requested_at: null, render_time_ms: null } as const
  const free = {
    lease_owner: null,
    lease_until: null,
    lease_epoch: 0,
    deleted_at: null,
    settled_usd_micros: null,
    held_usd_micros: 0,
  } as const
  const row = await tx
    .insertInto('jobs')
    .values({
      ...old,
      ...fresh,
      ...unbegun,
      ...free,
      id: newId('job'),
      idempotency_key: key,
      request_hash: requestHash,
      provider: attempt.provider,
      model: attempt.model,
      deadline_at: null,
      created_at: now,
      retry_of: old.id,
      adopted: 1,
      downloads: 0,
      shares: 0,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'idempotency_key']).doNothing())
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

async function moveAttempt(tx: Tx, { id }: AttemptRow, jobId: string, { providerJobId, operation }: Handle): Promise<void> {
  const open = { status: 'submitted', sent: 1, lease_epoch: 0, deadline_at: null, error: null } as const
  const where = { job_id: jobId, number: 1, provider_job_id: providerJobId, operation }
  await tx
    .updateTable('attempts')
    .set({ ...open, ...where })
    .where('id', '=', id)
    .where('status', '=', 'unknown')
    .execute()
}
