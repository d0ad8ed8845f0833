import { usdMicros } from 'shared/money'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { AttemptRow } from '../db/index.ts'
import { idempotencyOf } from '../providers/index.ts'
import { adoptEpoch, afterCrash, markSubmitted, openAttempt } from './attempts.ts'
import type { JobsOptions } from './face.ts'
import { fenced } from './walk.ts'
import type { Work, WorkRooms } from './work.ts'

/** The attempt under which work may be done here: a new one, or the one that an earlier walk left, where that costs nothing twice. */
export async function embeddedAttempt(
  rooms: WorkRooms & Pick<JobsOptions, 'providers'>,
  work: Work,
  last: AttemptRow | null,
): Promise<Outcome<AttemptRow>> {
  const { walk, lease, request, row } = work
  const provider = rooms.providers.catalog.find(({ id }) => id === row.provider)
  const model = provider?.models.find(({ id }) => id === row.model)
  if (provider === undefined || model === undefined) return refuse('unsupported_option', `${row.model} is not offered any more.`)
  const isNew = last === null || last.status === 'failed' || last.status === 'cancelled'
  const todo = isNew ? 'open' : afterCrash(last, idempotencyOf(model))
  if (todo === 'unknown' || todo === 'look_up' || todo === 'observe') {
    return refuse('outcome_unknown', `${provider.name} was asked before a crash and its answer is not known.`)
  }
  if (todo === 'over' && last !== null) {
    // The file of a finished attempt is gone; embedded work is made again under the same attempt and the same price.
    const taken = await fenced(walk, rooms.changes, (tx) => adoptEpoch(tx, lease, last.id))
    return taken.ok ? succeed({ ...last, lease_epoch: lease.epoch }) : taken
  }
  const opened =
    todo === 'open' || last === null
      ? await fenced(walk, rooms.changes, (tx) =>
          openAttempt(tx, lease, {
            provider: provider.id,
            model: model.id,
            request,
            prepared: null,
            usdMicros: usdMicros(row.estimated_usd_micros),
            deadlineMs: null,
            now: rooms.clock(),
          }),
        )
      : succeed(last)
  if (!opened.ok) return opened
  rooms.crash.reach('after_intent')
  const submitted = await fenced(walk, rooms.changes, (tx) => markSubmitted(tx, lease, opened.value.id, rooms.clock()))
  if (submitted.ok) rooms.crash.reach('after_submitted')
  return submitted
}
