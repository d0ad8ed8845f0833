import { type Outcome, refuse, succeed } from 'shared/wire'
import type { Db } from '../../db/index.ts'
import { OPEN } from '../attempts.ts'
import type { Walk } from '../walk.ts'
import { pause } from './pace.ts'
import type { RemoteRooms } from './rooms.ts'

/** Requests that a model runs for this server, all processes together. */
export async function countRunning(db: Db, provider: string, model: string): Promise<number> {
  const { running } = await db
    .selectFrom('attempts')
    .innerJoin('jobs', 'jobs.id', 'attempts.job_id')
    .select((eb) => eb.fn.countAll<number | string>().as('running'))
    .where('attempts.provider', '=', provider)
    .where('attempts.model', '=', model)
    .where('attempts.status', 'in', OPEN)
    .where('jobs.status', 'in', ['processing', 'cancelling'])
    .executeTakeFirstOrThrow()
  return Number(running)
}

/** Waits until the model of a queued job seems to have a place, so that the job is shown as queued as long as it is. */
export async function waitForPlace(rooms: RemoteRooms, walk: Walk): Promise<Outcome<null>> {
  const job = await rooms.db.selectFrom('jobs').select(['provider', 'model']).where('id', '=', walk.job.id).executeTakeFirst()
  const provider = rooms.providers.catalog.find(({ id }) => id === job?.provider)
  const model = provider?.models.find(({ id }) => id === job?.model)
  const most = model?.native?.concurrency ?? Number.POSITIVE_INFINITY
  if (job === undefined) return succeed(null)
  while ((await countRunning(rooms.db, job.provider, job.model)) >= most) {
    await pause(rooms.remoteTimes.slotMs, walk.signal)
    if (walk.signal.aborted) return refuse('cancelled', 'Stopped while waiting for a place at the provider.')
  }
  return succeed(null)
}
