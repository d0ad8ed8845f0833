import { NOTHING } from 'shared/money'
import { type Outcome, problem, type Problem, refuse, succeed } from 'shared/wire'
import type { AttemptRow, Tx } from '../../db/index.ts'
import { type Choice, type ModelRequest, rankModels } from '../../providers/index.ts'
import { OPEN } from '../attempts.ts'
import { fenced, type Walk } from '../walk.ts'
import { startWork, type Work } from '../work.ts'
import { markOver } from './attempt-rows.ts'
import { nextCandidate } from './candidates.ts'
import { withInputFiles } from './input-files.ts'
import { openAndSend } from './open-and-send.ts'
import { waitForPlace } from './places.ts'
import { frozen, type RemoteRooms, targetOf } from './rooms.ts'
import { sendAttempt, type Sent } from './send.ts'
import { watchAttempt, type Watched } from './watch.ts'

/** Work on something that a model makes. */
export type ModelWork = Work<ModelRequest>

/** Takes up a job that a provider works on, once its model seems to have a place. */
export async function startRemotely<Kind extends ModelRequest['kind']>(rooms: RemoteRooms, walk: Walk, kind: Kind) {
  // Who waits for a provider is told nothing for minutes, and is no less alive for that.
  walk.waiting(true)
  if (walk.job.status === 'queued') {
    const free = await waitForPlace(rooms, walk)
    if (!free.ok) return free
  }
  return await startWork(rooms, walk, kind)
}

type Over = Extract<Sent | Watched, { kind: 'over' | 'unknown' }>

/**
 * Has a provider do the work, from wherever the job's attempts say that it stands: the newest is observed or sent; where it is definitely
 * over without a result, the next provider is asked, within what was agreed.
 * @returns the attempt that has succeeded, whose result may still have to be fetched
 */
export async function makeRemotely(rooms: RemoteRooms, work: ModelWork): Promise<Outcome<AttemptRow>> {
  const { walk, lease } = work
  const tried: Pick<Choice, 'provider' | 'model'>[] = []
  let last: Problem | null = null
  for (;;) {
    const attempts = await rooms.changes.transaction(lease.userId, (tx) => attemptsOf(tx, lease.jobId))
    const newest = attempts.at(-1) ?? null
    if (newest?.status === 'succeeded') return succeed(newest)
    if (newest?.status === 'unknown') return refuse('outcome_unknown', `What became of the request to ${newest.provider} is not known.`)
    const done: Outcome<Sent | Watched | null> =
      newest !== null && OPEN.includes(newest.status)
        ? await goOn(rooms, work, newest)
        : await begin(rooms, work, attempts, tried, last ?? problemOf(newest))
    if (walk.signal.aborted) return refuse('cancelled', 'Stopped on the way.')
    if (!done.ok) {
      if (newest !== null && OPEN.includes(newest.status)) return done
      last = done.problem
      continue
    }
    if (done.value === null) return { ok: false, problem: offerLocal(rooms, work, last ?? problemOf(newest) ?? nobody()) }
    if (done.value.kind === 'over' || done.value.kind === 'unknown') {
      const stopped = await judgeOver(rooms, work, done.value)
      if (stopped !== null) return { ok: false, problem: stopped }
      last = done.value.problem
    }
  }
}

/** The newest attempt is open: sent where that is safe, or observed. */
async function goOn(rooms: RemoteRooms, work: ModelWork, attempt: AttemptRow): Promise<Outcome<Sent | Watched>> {
  const target = targetOf(rooms, attempt)
  if (target === null) {
    const detail = `${attempt.provider} is not set up any more, so that nobody can ask what became of the request.`
    if (attempt.sent === 1) return succeed({ kind: 'unknown', problem: refuse('outcome_unknown', detail).problem })
    return succeed({ kind: 'over', problem: refuse('provider_unavailable', detail, { action: 'add_key' }).problem })
  }
  if (attempt.provider_job_id !== null) return await watchAttempt(rooms, work, attempt, target)
  const wish = {
    userId: work.lease.userId,
    request: work.request,
    generation: frozen(attempt).generation,
    target,
    signal: work.walk.signal,
  }
  return await withInputFiles(rooms, wish, (files) => sendAttempt(rooms, work, attempt, target, files))
}

/** Null where nobody is left to ask. */
async function begin(
  rooms: RemoteRooms,
  work: ModelWork,
  attempts: readonly AttemptRow[],
  tried: Pick<Choice, 'provider' | 'model'>[],
  last: Problem | null,
): Promise<Outcome<Sent | null>> {
  const at = tried.at(-1)
  const newest = attempts.at(-1)
  const where = at === undefined ? newest : { provider: at.provider.id, model: at.model.id }
  const row = { ...work.row, ...(where === undefined ? {} : { provider: where.provider, model: where.model }) }
  const candidate = nextCandidate(rooms, row, work.request, attempts, tried, last)
  if (candidate === null) return succeed(null)
  tried.push(candidate.choice)
  return await openAndSend(rooms, work, candidate)
}

/** An attempt that is over is written down as such; one that nobody knows the outcome of ends the job. */
async function judgeOver(rooms: RemoteRooms, { walk, lease }: ModelWork, { kind, problem: why }: Over): Promise<Problem | null> {
  const open = await rooms.changes.transaction(lease.userId, async (tx) => (await attemptsOf(tx, lease.jobId)).at(-1) ?? null)
  if (open !== null && OPEN.includes(open.status)) {
    const unknown = kind === 'unknown' || open.sent === 1
    const end = { status: unknown ? ('unknown' as const) : ('failed' as const), usdMicros: unknown ? null : NOTHING, problem: why }
    await fenced(walk, rooms.changes, (tx) => markOver(tx, lease, open.id, end, rooms.clock()))
  }
  return kind === 'unknown' ? why : null
}

async function attemptsOf(tx: Tx, jobId: string): Promise<AttemptRow[]> {
  return await tx.selectFrom('attempts').selectAll().where('job_id', '=', jobId).orderBy('number').execute()
}

function problemOf(attempt: AttemptRow | null): Problem | null {
  if (attempt === null || attempt.error === null) return null
  return problem.parse(JSON.parse(attempt.error))
}

/** Nobody else is left: what the engine could make instead is for the person to choose, never done unasked. */
function offerLocal({ providers }: RemoteRooms, { request }: ModelWork, why: Problem): Problem {
  const isForThePerson =
    why.code === 'content_policy' || why.code === 'media_invalid' || why.action === 'add_key' || why.action === 'top_up'
  if (isForThePerson || !request.fallback) return why
  const local = providers.catalog.filter(({ workshop }) => workshop === 'embedded').map(({ id }) => id)
  const { model: _model, ...open } = request
  return local.some((provider) => rankModels({ ...open, provider }, providers).ok) ? { ...why, action: 'try_local' } : why
}

function nobody(): Problem {
  return refuse('provider_unavailable', 'No provider that is set up can do this at present.', { action: 'try_local' }).problem
}
