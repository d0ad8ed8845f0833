import { OPEN_STATUSES } from 'shared/progress'
import { type Outcome, refuse, type Settings, succeed } from 'shared/wire'
import { lockUser } from '../accounts/index.ts'
import type { Tx } from '../db/index.ts'

const DAY = 24 * 3600_000

/** Whether `more` jobs may be made, not counting what jobs make for themselves: as many at once and as many in a day as the settings allow. `rate_limited` names the limit. */
export async function judgeLimits(tx: Tx, userId: string, limits: Settings['limits'], more: number, now: number): Promise<Outcome<null>> {
  // Of requests that come at the same moment each has to count those before it.
  if (limits.jobsAtOnce !== null || limits.jobsPerDay !== null) await lockUser(tx, userId)
  if (limits.jobsAtOnce !== null) {
    const running = await countJobs(tx, userId, { unfinished: true })
    if (running + more > limits.jobsAtOnce) return tooMany('jobsAtOnce', limits.jobsAtOnce, 5, `${running} jobs are not finished yet`)
  }
  if (limits.jobsPerDay !== null) {
    const today = await countJobs(tx, userId, { since: now - DAY })
    if (today + more > limits.jobsPerDay)
      return tooMany('jobsPerDay', limits.jobsPerDay, 3600, `${today} jobs were made in the last 24 hours`)
  }
  return succeed(null)
}

/** Whether a video may be as long as this on this server, in seconds. */
export function judgeLength({ videoSeconds }: Settings['limits'], seconds: number): Outcome<null> {
  if (videoSeconds === null || seconds <= videoSeconds) return succeed(null)
  const message = `is ${seconds} s; the owner of this server lets it make ${videoSeconds} s at most`
  return refuse('unsupported_option', `duration: ${message}.`, {
    params: { option: 'duration' },
    issues: [{ path: 'duration', message, range: { maximum: videoSeconds } }],
  })
}

function tooMany(limit: string, maximum: number, retryAfterSeconds: number, found: string): Outcome<never> {
  return refuse('rate_limited', `${found}; the limit is ${maximum}.`, { params: { limit, maximum, retryAfterSeconds }, action: 'wait' })
}

async function countJobs(tx: Tx, userId: string, which: { readonly unfinished?: boolean; readonly since?: number }): Promise<number> {
  let select = tx
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number | string>().as('jobs'))
    .where('user_id', '=', userId)
    .where('parent_id', 'is', null)
  if (which.unfinished === true) select = select.where('status', 'in', OPEN_STATUSES)
  if (which.since !== undefined) select = select.where('created_at', '>', which.since)
  return Number((await select.executeTakeFirstOrThrow()).jobs)
}
