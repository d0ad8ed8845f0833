import { setTimeout as delay } from 'node:timers/promises'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { newId } from '../db/index.ts'
import { end, giveBack, judge } from './endings.ts'
import type { JobsOptions, RunnerTimes } from './face.ts'
import { problemOf } from './failures.ts'
import type { Places } from './places.ts'
import { unfinishedJobs } from './repository.ts'
import type { Runnable, Runner } from './runner.ts'
import { claim, type Lease } from './transitions.ts'
import { type Walk, wholly } from './walk.ts'
import { prepareWalk, type RunningWalk } from './walks.ts'

/** Claims after which a job is given up: one that ends the server each time must not end it for ever. */
const MAXIMUM_CLAIMS = 100
const TICK_MS = 1000
const STOP_WITHIN_MS = 8000

export interface EmbeddedRunnerOptions extends Pick<JobsOptions, 'db' | 'changes' | 'clock' | 'onFault'> {
  readonly places: Places
  readonly times: RunnerTimes
  readonly walk: (walk: Walk) => Promise<Outcome<null>>
  /** Told after a job of this process has ended, however it did. */
  readonly onEnd: (jobId: string) => void
  /** Ends at its provider what is still open of a job that is to end. */
  readonly standDown: (lease: Lease) => Promise<void>
  /** Asks providers about attempts whose outcome is not known. */
  readonly reconcile: () => Promise<unknown>
  /** Looks for files that nobody refers to. */
  readonly clean: () => Promise<unknown>
}

/**
 * Runs jobs inside this process. The lock on the data directory says that whoever held a lease before is dead, so at the start
 * leases are taken over at once; the epoch fences off what a frozen process may still try to write.
 */
export function createEmbeddedRunner(options: EmbeddedRunnerOptions): Runner {
  const { db, changes, clock, places, times } = options
  const owner = newId('run')
  const walks = new Map<string, RunningWalk>()
  const timers: NodeJS.Timeout[] = []
  let stopping = false

  const take = (job: Runnable, force: boolean): void => {
    if (stopping || walks.has(job.id)) return
    const running = prepareWalk(job, places, async (self) => {
      const by = { jobId: job.id, owner, leaseMs: times.leaseMs, now: clock(), force }
      const claimed = await wholly(changes, job.user_id, (tx, record) => claim(tx, record, by))
      if (claimed.ok) return succeed(claimed.value)
      self.walk.stop('lost')
      return refuse('cancelled', 'The job is over or in other hands.')
    })
    walks.set(job.id, running)
    running.done = follow(running)
  }

  const follow = async (running: RunningWalk): Promise<void> => {
    const { id } = running.walk.job
    try {
      await conclude(running, await step(running))
    } catch (error) {
      options.onFault?.({ jobId: id, error })
    } finally {
      walks.delete(id)
      options.onEnd(id)
    }
  }

  const step = async (running: RunningWalk): Promise<Outcome<null>> => {
    const { walk } = running
    try {
      if (walk.job.status !== 'cancelling') return await options.walk(limited(walk))
      const claimed = await walk.claim()
      if (claimed.ok) walk.stop('cancelled')
      return refuse('cancelled', 'Cancelled before it went on.')
    } catch (error) {
      options.onFault?.({ jobId: walk.job.id, error })
      return { ok: false, problem: problemOf(error) }
    }
  }

  const conclude = async (running: RunningWalk, outcome: Outcome<null>): Promise<void> => {
    const verdict = judge(running, outcome, times.stallMs / 1000)
    if (running.lease === null || verdict.to === 'nothing') return
    if (verdict.to === 'released') return await giveBack(db, running.lease)
    await options.standDown(running.lease)
    await end({ changes, clock }, running.lease, verdict)
  }

  const renew = async (): Promise<void> => {
    const mine = [...walks.values()].filter(({ lease }) => lease !== null)
    if (mine.length === 0) return
    const rows = await db
      .updateTable('jobs')
      .set({ lease_until: clock() + times.leaseMs })
      .where('lease_owner', '=', owner)
      .where(
        'id',
        'in',
        mine.map(({ walk }) => walk.job.id),
      )
      .returning(['id', 'lease_epoch'])
      .execute()
    const epochs = new Map(rows.map((row) => [row.id, row.lease_epoch]))
    for (const running of mine) {
      const stillRuns = walks.get(running.walk.job.id) === running
      if (stillRuns && epochs.get(running.walk.job.id) !== running.lease?.epoch) running.walk.stop('lost')
    }
  }

  // Counted in ticks, not by the clock: a laptop that slept did not stall.
  const watch = (): Promise<void> => {
    for (const running of walks.values()) {
      running.silentTicks += 1
      if (running.silentTicks * Math.min(TICK_MS, times.stallMs) > times.stallMs) running.walk.stop('stalled')
    }
    return Promise.resolve()
  }

  const sweep = async (force: boolean): Promise<void> => {
    const now = clock()
    for (const job of await unfinishedJobs(db)) {
      const free = job.lease_owner === null || job.lease_owner === owner || (job.lease_until ?? 0) <= now
      if (force || free) take(job, force)
    }
  }

  const every = (milliseconds: number, work: () => Promise<unknown>): void => {
    let busy = false
    const tick = async (): Promise<void> => {
      if (busy) return
      busy = true
      try {
        await work()
      } catch (error) {
        options.onFault?.({ jobId: null, error })
      } finally {
        busy = false
      }
    }
    timers.push(setInterval(() => void tick(), milliseconds).unref())
  }

  return {
    wake: (job) => take(job, false),
    cancel: async (job, waitMs) => {
      const running = walks.get(job.id)
      running?.walk.stop('cancelled')
      if (running === undefined) take(job, false)
      await Promise.race([walks.get(job.id)?.done, delay(waitMs, undefined, { ref: false })])
    },
    start: async () => {
      await sweep(true)
      every(times.leaseMs / 3, renew)
      every(Math.min(TICK_MS, times.stallMs), watch)
      every(times.sweepMs, () => sweep(false))
      every(times.reconcileMs, options.reconcile)
      every(times.cleanMs, options.clean)
    },
    stop: async () => {
      stopping = true
      for (const timer of timers) clearInterval(timer)
      for (const { walk } of walks.values()) walk.stop('stopping')
      const all = Promise.all([...walks.values()].map(({ done }) => done))
      await Promise.race([all, delay(STOP_WITHIN_MS, undefined, { ref: false })])
    },
  }
}

/** A job that was taken up too often is refused instead of walked. */
function limited(walk: Walk): Walk {
  return {
    ...walk,
    claim: async () => {
      const claimed = await walk.claim()
      if (!claimed.ok || claimed.value.lease.epoch <= MAXIMUM_CLAIMS) return claimed
      return refuse('internal_error', 'This job was started too often without coming to an end.', { retryable: false })
    },
  }
}
