import { type Problem, refuse } from 'shared/wire'
import type { AttemptRow } from '../../db/index.ts'
import type { Cancelled } from '../../providers/index.ts'
import type { Lease } from '../transitions.ts'
import { wholly } from '../walk.ts'
import { type AttemptEnd, markOver } from './attempt-rows.ts'
import { chargeWithoutResult } from './charges.ts'
import { createPauses, pause } from './pace.ts'
import { handleOf, type RemoteRooms, type Target } from './rooms.ts'
import { endOf } from './watch.ts'

/**
 * Ends an open attempt at its provider and writes what that cost: told to stop, then asked until it is over. What is not confirmed in time
 * is `unknown`, and so is a call that may have left without an answer; what certainly never left is over at no charge.
 * @returns the attempt as it is now; null where another walk has it
 */
export async function standDown(rooms: RemoteRooms, lease: Lease, attempt: AttemptRow, target: Target | null): Promise<AttemptRow | null> {
  const end = await endFor(rooms, attempt, target)
  const written = await wholly(rooms.changes, lease.userId, (tx) => markOver(tx, lease, attempt.id, end, rooms.clock()))
  return written.ok ? written.value : null
}

async function endFor(rooms: RemoteRooms, attempt: AttemptRow, target: Target | null): Promise<AttemptEnd> {
  if (attempt.provider_job_id === null) {
    if (attempt.sent === 0) return { status: 'cancelled', usdMicros: chargeWithoutResult(attempt, null, 'nothing'), problem: null }
    return unknown(target)
  }
  return target === null ? unknown(target) : await stopAt(rooms, attempt, target)
}

async function stopAt(rooms: RemoteRooms, attempt: AttemptRow, target: Target): Promise<AttemptEnd> {
  const { adapter } = target
  const signal = AbortSignal.timeout(rooms.remoteTimes.confirmMs)
  const operation = handleOf(attempt)
  const pauses = createPauses(Number.POSITIVE_INFINITY, rooms.remoteTimes.retryMs)
  let told: Cancelled | null = null
  while (!signal.aborted) {
    if (told === null || told.kind === 'trouble') told = await adapter.cancel(operation, { signal })
    if (told.kind === 'cancelled') {
      const usdMicros = chargeWithoutResult(attempt, told.usdMicros, told.charged)
      return { status: usdMicros === null ? 'unknown' : 'cancelled', usdMicros, problem: null }
    }
    const seen = await adapter.observe(operation, { signal })
    if (seen.kind !== 'running' && seen.kind !== 'trouble' && seen.kind !== 'lost') return endOf(attempt, seen)
    if (seen.kind === 'lost') return unknown(target)
    // What cannot be stopped and is not over will not be over soon; nobody waits for it.
    if (told.kind === 'impossible' && seen.kind === 'running') return unknown(target)
    await pause(pauses.next(seen.kind === 'trouble' ? seen.retryAfterMs : null) ?? rooms.remoteTimes.pollMs[0], signal)
  }
  return unknown(target)
}

function unknown(target: Target | null): AttemptEnd {
  const problem: Problem = refuse(
    'outcome_unknown',
    `${target?.provider.name ?? 'The provider'} did not confirm that the work was stopped.`,
  ).problem
  return { status: 'unknown', usdMicros: null, problem }
}
