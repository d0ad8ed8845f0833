import { type Outcome, refuse } from 'shared/wire'
import type { JobRow } from '../db/index.ts'
import type { Runnable } from './runner.ts'
import type { Places } from './places.ts'
import type { Lease } from './transitions.ts'
import type { StopReason, Walk } from './walk.ts'

/** One walk of this process. */
export interface RunningWalk {
  readonly walk: Walk
  readonly reason: () => StopReason | null
  lease: Lease | null
  /** Watches since the work last said that it is alive. */
  silentTicks: number
  done: Promise<void>
}

type Claim = (running: RunningWalk) => Promise<Outcome<{ readonly lease: Lease; readonly row: JobRow }>>

/** A walk that can be stopped once, for the first reason that is given. */
export function prepareWalk(job: Runnable, places: Places, claim: Claim): RunningWalk {
  const controller = new AbortController()
  let reason: StopReason | null = null
  const walk: Walk = {
    job,
    places,
    signal: controller.signal,
    claim: async () => {
      if (controller.signal.aborted) return refuse('cancelled', 'Stopped before it began.')
      const claimed = await claim(running)
      if (claimed.ok) running.lease = claimed.value.lease
      return claimed
    },
    beat: () => {
      running.silentTicks = 0
    },
    waiting: (is) => {
      running.silentTicks = is ? Number.NEGATIVE_INFINITY : 0
    },
    stop: (why) => {
      reason ??= why
      controller.abort()
    },
  }
  const running: RunningWalk = { walk, reason: () => reason, lease: null, silentTicks: 0, done: Promise.resolve() }
  return running
}
