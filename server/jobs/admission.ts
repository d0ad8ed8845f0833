import { formatUsd, usdMicros } from 'shared/money'
import { type Estimate, type JobRequest, type Outcome, refuse, succeed } from 'shared/wire'
import type { JobsOptions } from './face.ts'
import { insertJob, type NewJob } from './insert-job.ts'
import { judgeLimits } from './limits.ts'
import { planJob } from './kinds.ts'
import { type Admitted, answerReplay, findByKey, hashOf } from './repository.ts'
import { allOrNothing } from './transaction.ts'

export type AdmissionRooms = Pick<JobsOptions, 'db' | 'changes' | 'accounts' | 'library' | 'providers' | 'audio' | 'clock' | 'crash'>

/**
 * Makes a job: its money held, its row, its references and its change in one transaction, so that a refusal leaves nothing and
 * does not use the key up. A key that was used answers with the job as it is now, or with `idempotency_mismatch`.
 */
export async function admit(
  rooms: AdmissionRooms,
  userId: string,
  ask: { readonly request: JobRequest; readonly body: unknown; readonly idempotencyKey: string | null } & Pick<
    NewJob,
    'retryOf' | 'derivedFrom' | 'storyboardId' | 'segmentId' | 'storyPart'
  >,
): Promise<Outcome<Admitted>> {
  const requestHash = hashOf(ask.body)
  const replay = async (): Promise<Outcome<Admitted> | null> => {
    const before = ask.idempotencyKey === null ? null : await findByKey(rooms.db, userId, ask.idempotencyKey)
    return before === null ? null : answerReplay(before, requestHash)
  }
  const known = await replay()
  if (known !== null) return known
  const plan = await planJob(rooms, userId, ask.request)
  if (!plan.ok) return plan
  const fair = judgePrice(plan.value.estimate, ask.request.maxCostUsdMicros)
  if (!fair.ok) return fair
  const space = await rooms.library.room()
  if (!space.ok) return space
  const settings = await rooms.accounts.settings()
  const admitted = await allOrNothing(rooms.changes, userId, async (tx, record) => {
    const now = rooms.clock()
    const before = ask.idempotencyKey === null ? null : await findByKey(tx, userId, ask.idempotencyKey)
    if (before !== null) return answerReplay(before, requestHash)
    const room = await judgeLimits(tx, userId, settings.limits, 1, now)
    if (!room.ok) return room
    const made = await insertJob(tx, record, userId, { ...ask, plan: plan.value, requestHash, key: ask.idempotencyKey }, now)
    return made.ok ? succeed({ row: made.value, replayed: false }) : made
  })
  if (admitted.ok && !admitted.value.replayed) rooms.crash.reach('after_create_commit')
  // Another process may have used the key between the look and the insert; then its job is the answer.
  return admitted.ok || admitted.problem.code !== 'conflict' ? admitted : ((await replay()) ?? admitted)
}

/** Whether a price is what the person was shown, or less. */
export function judgePrice(estimate: Estimate, shown: number | undefined): Outcome<null> {
  if (shown === undefined || estimate.usdMicros <= shown) return succeed(null)
  const [now, before] = [formatUsd(usdMicros(estimate.usdMicros)), formatUsd(usdMicros(shown))]
  return refuse('price_changed', `This now costs ${now}, more than the ${before} that was shown.`, {
    params: { usdMicros: estimate.usdMicros, shownUsdMicros: shown, provider: estimate.provider, model: estimate.model },
    action: 'confirm_price',
  })
}
