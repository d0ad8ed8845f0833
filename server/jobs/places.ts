import PQueue from 'p-queue'
import { type Outcome, refuse } from 'shared/wire'

/** Whose turn comes first when a place is free: what finishes a job goes before what starts one, and what is no job comes last. */
const PRIORITY = { spare: -1, start: 0, resume: 1, finish: 2 } as const
export type Turn = keyof typeof PRIORITY

/** Places for steps, not for jobs: walking a job takes none, only its engine and ffmpeg steps do. */
export interface Places {
  /** Runs `work` when a place is free, first come first served within a turn. `cancelled` when the signal aborts before that. */
  hold<T>(turn: Turn, signal: AbortSignal, work: () => Promise<Outcome<T>>): Promise<Outcome<T>>
}

/** On two processors one step by itself leaves them idle for a quarter of its time, while it starts, probes and ends. */
const LEAST_STEPS = 2

/** How many engine and ffmpeg steps run at once on so many logical processors. */
export function stepsAtOnce(cores: number): number {
  return Math.max(LEAST_STEPS, cores - 1)
}

/** @param count how many steps may run at once */
export function createPlaces(count: number): Places {
  const queue = new PQueue({ concurrency: Math.max(1, count) })
  return {
    hold: async (turn, signal, work) => {
      let started = false
      const aborted = Promise.withResolvers<Outcome<never>>()
      const onAbort = (): void => {
        // Work that has begun gives its place back itself, once its processes are gone.
        if (!started) aborted.resolve(refuse('cancelled', 'Stopped while waiting for its turn.'))
      }
      if (signal.aborted) return refuse('cancelled', 'Stopped before its turn.')
      signal.addEventListener('abort', onAbort)
      const done = queue.add(
        async () => {
          if (signal.aborted) return refuse('cancelled', 'Stopped before its turn.')
          started = true
          return await work()
        },
        { priority: PRIORITY[turn] },
      )
      try {
        return await Promise.race([done, aborted.promise])
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}
