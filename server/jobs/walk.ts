import { type Outcome, refuse, succeed } from 'shared/wire'
import type { Changes, RecordChange } from '../changes/index.ts'
import type { JobRow, Tx } from '../db/index.ts'
import type { Places } from './places.ts'
import type { Lease, Missed, Written } from './transitions.ts'

/** Why a walk was ended from outside: by a person, by the stall limit, by this server's stop, or since another took the job. */
export type StopReason = 'cancelled' | 'stalled' | 'stopping' | 'lost'

/** One run through a job's steps, by whoever has its lease. */
export interface Walk {
  readonly job: Pick<JobRow, 'id' | 'user_id' | 'kind' | 'status' | 'provider'>
  readonly signal: AbortSignal
  readonly places: Places
  /** Takes the job up; the walk's first write. Refused with `cancelled` where it is no longer to be had. */
  claim(): Promise<Outcome<{ readonly lease: Lease; readonly row: JobRow }>>
  /** Says that the work is alive. */
  beat(): void
  /** While true, the work counts as alive without beats: it waits for its turn. */
  waiting(is: boolean): void
  stop(reason: StopReason): void
}

/** Carries a missed write out of its transaction: only a throw rolls back what was written before it. */
class MissedWrite extends Error {
  readonly missed: Missed

  constructor(missed: Missed) {
    super(missed.reason)
    this.missed = missed
  }
}

/** A transaction in which a compare-and-set that changes no row leaves nothing of the rest behind either. */
export async function wholly<T>(
  changes: Changes,
  userId: string,
  write: (tx: Tx, record: RecordChange) => Promise<Written<T>>,
): Promise<Written<T>> {
  try {
    return await changes.transaction(userId, async (tx, record) => {
      const written = await write(tx, record)
      if (!written.ok) throw new MissedWrite(written)
      return written
    })
  } catch (error) {
    if (error instanceof MissedWrite) return error.missed
    throw error
  }
}

/**
 * A write of a walk. When it changes no row the walk is over: the job was cancelled, has ended, or belongs to a newer claim.
 * Answers `cancelled` then, after telling the walk why.
 */
export async function fenced<T>(
  walk: Walk,
  changes: Changes,
  write: (tx: Tx, record: RecordChange) => Promise<Written<T>>,
): Promise<Outcome<T>> {
  const written = await wholly(changes, walk.job.user_id, write)
  if (written.ok) return succeed(written.value)
  walk.stop(written.reason === 'wrong_status' && written.status === 'cancelling' ? 'cancelled' : 'lost')
  return refuse('cancelled', 'The job is no longer this walk’s to write.')
}
