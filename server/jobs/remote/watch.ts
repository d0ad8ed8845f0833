import { type Outcome, type Problem, refuse, succeed } from 'shared/wire'
import type { AttemptRow } from '../../db/index.ts'
import { idempotencyOf, type Observed } from '../../providers/index.ts'
import { fenced } from '../walk.ts'
import type { Work } from '../work.ts'
import { type AttemptEnd, markForgotten, markObserved, markOver } from './attempt-rows.ts'
import { chargeOf, chargeWithoutResult } from './charges.ts'
import { createForecast, createPauses, nextPollMs } from './pace.ts'
import { handleOf, operationKey, type RemoteRooms, type Target } from './rooms.ts'
import { standDown } from './stand-down.ts'

/** How a watched attempt ended. */
export type Watched =
  | { readonly kind: 'succeeded'; readonly attempt: AttemptRow }
  | { readonly kind: 'over'; readonly problem: Problem }
  | { readonly kind: 'unknown'; readonly problem: Problem }
  /** Its provider was started anew and may be sent it again. */
  | { readonly kind: 'forgotten'; readonly attempt: AttemptRow }

/** A provider may not know an operation yet that it has just taken. */
const YOUNG_MS = 30_000

/**
 * Asks how an accepted attempt stands until it is over. Calls without an answer never end it; only its deadline does, and that only once
 * the provider has been asked with success since this walk began: a server that was off, or a clock that jumped, times nothing out.
 */
export async function watchAttempt(rooms: RemoteRooms, work: Work, attempt: AttemptRow, target: Target): Promise<Outcome<Watched>> {
  const { walk } = work
  const typicalMs = await typicalTime(rooms, target)
  const stopFollowing = follow(work, attempt, target)
  const pauses = createPauses(Number.POSITIVE_INFINITY, rooms.remoteTimes.retryMs)
  const remaining = createForecast()
  let answered = false
  try {
    for (;;) {
      if (walk.signal.aborted) return refuse('cancelled', 'Stopped while the provider was at work.')
      const seen = await target.adapter.observe(handleOf(attempt), { signal: walk.signal })
      rooms.crash.reach('after_poll')
      const done = await conclude(rooms, work, attempt, target, seen)
      if (!done.ok) return done
      if (done.value !== null) return succeed(done.value)
      answered ||= seen.kind === 'running' || seen.kind === 'lost'
      if (seen.kind === 'running') tellProgress(rooms, work, attempt, seen, typicalMs)
      if (answered && isLate(rooms, attempt)) return await timeOut(rooms, work, attempt, target)
      const elapsed = rooms.clock() - (attempt.submitted_at ?? attempt.created_at)
      const troubled = seen.kind === 'trouble' ? pauses.next(seen.retryAfterMs) : null
      if (troubled === null) pauses.reset()
      const left = remaining(elapsed, seen.kind === 'running' ? seen.progress : null)
      await rest(rooms, work, attempt, troubled ?? nextPollMs(elapsed, typicalMs, paceOf(rooms, target), left))
    }
  } finally {
    stopFollowing()
  }
}

/** What an answer says about the end; null where it says nothing. */
async function conclude(
  rooms: RemoteRooms,
  work: Work,
  attempt: AttemptRow,
  target: Target,
  seen: Observed,
): Promise<Outcome<Watched | null>> {
  const now = rooms.clock()
  if (seen.kind === 'running') {
    const row = await fenced(work.walk, rooms.changes, (tx) => markObserved(tx, work.lease, attempt.id, seen.status, now))
    return row.ok ? succeed(null) : row
  }
  if (seen.kind === 'trouble') return succeed(null)
  const young = now - (attempt.submitted_at ?? attempt.created_at) < YOUNG_MS
  if (seen.kind === 'lost' && young) return succeed(null)
  if (seen.kind === 'lost' && idempotencyOf(target.model) === 'key' && !isLate(rooms, attempt)) {
    const again = await fenced(work.walk, rooms.changes, (tx) => markForgotten(tx, work.lease, attempt.id))
    return again.ok ? succeed({ kind: 'forgotten', attempt: again.value }) : again
  }
  const end = endOf(attempt, seen)
  const row = await fenced(work.walk, rooms.changes, (tx) => markOver(tx, work.lease, attempt.id, end, now))
  if (!row.ok) return row
  if (end.status === 'succeeded') {
    rooms.crash.reach('after_succeeded')
    return succeed({ kind: 'succeeded', attempt: row.value })
  }
  const problem = end.problem ?? refuse('provider_failed', `${target.provider.name} stopped the work.`).problem
  return succeed({ kind: end.status === 'unknown' ? 'unknown' : 'over', problem })
}

/** How an attempt ends by an answer, and what it was charged. */
export function endOf(attempt: AttemptRow, seen: Exclude<Observed, { kind: 'running' | 'trouble' }>): AttemptEnd {
  if (seen.kind === 'succeeded') {
    const { operation, status: said } = seen
    return { status: 'succeeded', usdMicros: chargeOf(attempt, seen.usdMicros), problem: null, said, operation }
  }
  if (seen.kind === 'lost') return { status: 'unknown', usdMicros: null, problem: seen.problem }
  const problem = seen.kind === 'failed' ? seen.problem : null
  const usdMicros = chargeWithoutResult(attempt, seen.usdMicros, seen.charged)
  return { status: usdMicros === null ? 'unknown' : seen.kind, usdMicros, problem, said: seen.status }
}

async function timeOut(rooms: RemoteRooms, work: Work, attempt: AttemptRow, target: Target): Promise<Outcome<Watched>> {
  const row = await standDown(rooms, work.lease, attempt, target)
  if (row?.status === 'succeeded') return succeed({ kind: 'succeeded', attempt: row })
  const seconds = target.model.native?.deadlineSeconds ?? 0
  const detail = `${target.provider.name} was not done within ${seconds} seconds; it was told to stop.`
  if (row === null || row.status === 'unknown') return succeed({ kind: 'unknown', problem: refuse('outcome_unknown', detail).problem })
  const { problem } = refuse('timeout', detail, { params: { seconds, provider: target.provider.name }, action: 'retry_other_provider' })
  return succeed({ kind: 'over', problem })
}

/** The provider's own share of the work, or what usually is done after this time, which never says that all of it is. */
function tellProgress(
  { clock }: RemoteRooms,
  { progress }: Work,
  attempt: AttemptRow,
  seen: Extract<Observed, { kind: 'running' }>,
  typicalMs: number | null,
): void {
  const elapsed = clock() - (attempt.submitted_at ?? attempt.created_at)
  const guessed = elapsed / (elapsed + (typicalMs ?? 60_000) * 0.5)
  progress.report('generating', Math.min(0.97, seen.progress ?? (seen.waiting ? 0 : guessed)))
}

function follow({ walk, progress }: Work, attempt: AttemptRow, { adapter }: Target): () => void {
  const over = new AbortController()
  const signal = AbortSignal.any([walk.signal, over.signal])
  void adapter.follow?.(handleOf(attempt), (share) => progress.report('generating', Math.min(0.97, share)), { signal })
  return () => over.abort()
}

/** Until it is time to ask again, or the provider says by itself that there is something to ask about. */
async function rest(rooms: RemoteRooms, { walk }: Work, attempt: AttemptRow, milliseconds: number): Promise<void> {
  const signal = AbortSignal.any([walk.signal, AbortSignal.timeout(Math.ceil(milliseconds))])
  await rooms.wakes.told(operationKey(attempt.provider, attempt.provider_job_id ?? ''), signal)
}

async function typicalTime({ pastRuns }: RemoteRooms, { provider, model }: Target): Promise<number | null> {
  const runs = (await pastRuns.of(provider.id, model.id)).map(({ generatingMs }) => generatingMs).toSorted((a, b) => a - b)
  if (runs.length >= 3) return runs[Math.floor(runs.length / 2)] ?? null
  const told = model.native?.typicalSeconds ?? null
  return told === null ? null : told * 1000
}

function paceOf({ remoteTimes: { pollMs } }: RemoteRooms, { provider }: Target): readonly [number, number] {
  const least = Math.max(pollMs[0], provider.pollMs ?? 0)
  return [least, Math.max(least, pollMs[1])]
}

function isLate({ clock }: RemoteRooms, { deadline_at: deadline }: AttemptRow): boolean {
  return deadline !== null && clock() >= deadline
}
