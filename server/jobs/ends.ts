import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** Tells those who wait in this process that a job has ended. Waiting asks again by itself, since another process may end it. */
export interface Ends {
  tell(jobId: string): void
  /** The next end of a job, or half a second, or the signal. */
  next(jobId: string, signal: AbortSignal): Promise<void>
}

const ASK_AGAIN_MS = 500

export function createEnds(): Ends {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  return {
    tell: (jobId) => void emitter.emit(jobId),
    next: async (jobId, signal) => {
      const over = new AbortController()
      const either = AbortSignal.any([signal, over.signal])
      const quiet = (): undefined => undefined
      const told = once(emitter, jobId, { signal: either }).catch(quiet)
      const pause = delay(ASK_AGAIN_MS, undefined, { signal: either }).catch(quiet)
      await Promise.race([told, pause])
      over.abort()
    },
  }
}
