import type { Outcome, Problem } from 'shared/wire'
import type { Changes } from '../changes/index.ts'
import type { Clock, Db } from '../db/index.ts'
import { endOpenAttempts } from './attempts.ts'
import { stalled } from './failures.ts'
import { cancelChildren } from './reel/family.ts'
import { type Ending, finish, held, type Lease, type Written } from './transitions.ts'
import { wholly } from './walk.ts'
import type { RunningWalk } from './walks.ts'

type Unfinished = Exclude<Ending, { to: 'completed' }>

/** What to do with a job whose walk is over without having completed it. */
export type Verdict = Unfinished | { readonly to: 'released' } | { readonly to: 'nothing' }

/** Why a walk that did not complete its job is over, and what follows. An order from outside outweighs what a step says. */
export function judge(running: Pick<RunningWalk, 'reason'>, outcome: Outcome<null>, stallSeconds: number): Verdict {
  const reason = running.reason()
  if (outcome.ok || reason === 'lost') return { to: 'nothing' }
  if (reason === 'stopping') return { to: 'released' }
  if (reason === 'cancelled') return { to: 'cancelled' }
  if (reason === 'stalled') return { to: 'failed', problem: stalled(stallSeconds) }
  return { to: 'failed', problem: outcome.problem }
}

/**
 * Ends a job under its lease: the open attempt, at no charge unless nobody knows what became of it; the one settlement; the change.
 * When a person has cancelled it in the meantime, the cancellation wins.
 */
export async function end(
  rooms: { readonly changes: Changes; readonly clock: Clock },
  lease: Lease,
  ending: Unfinished,
): Promise<Written<null>> {
  return await wholly(rooms.changes, lease.userId, async (tx, record) => {
    const row = await held(tx, lease)
    if (!row.ok) return row
    const { status } = row.value
    if (status !== 'processing' && status !== 'cancelling') return { ok: false, reason: 'wrong_status', status }
    const outcome: Unfinished = status === 'cancelling' ? { to: 'cancelled' } : ending
    const now = rooms.clock()
    const ended = await finish(tx, record, { jobId: lease.jobId, from: status, lease, now, outcome })
    if (!ended.ok) return ended
    // What a reel has asked for and nobody waits for any longer is not to be paid.
    if (row.value.kind === 'reel') await cancelChildren(tx, record, lease.jobId, now)
    await endOpenAttempts(tx, lease.jobId, { ...attemptEnding(ending, outcome), now })
    return { ok: true, value: null }
  })
}

/** How the open attempt ends with its job. That a person cancelled the job does not make known what became of a call. */
function attemptEnding(found: Unfinished, told: Unfinished): { status: 'failed' | 'cancelled' | 'unknown'; problem: Problem | null } {
  if (found.to === 'failed' && found.problem.code === 'outcome_unknown') return { status: 'unknown', problem: found.problem }
  return { status: told.to, problem: told.to === 'failed' ? told.problem : null }
}

/** Gives a job back unfinished, for whoever takes it up next. */
export async function giveBack(db: Db, lease: Lease): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ lease_owner: null, lease_until: null })
    .where('id', '=', lease.jobId)
    .where('lease_epoch', '=', lease.epoch)
    .where('lease_owner', '=', lease.owner)
    .execute()
}
