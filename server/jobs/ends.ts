import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** Tells those who wait in this process that something has ended: a job, or a provider's operation. Another process may end it unheard. */
export interface Ends {
  tell(jobId: string): void
  /** The next end of a job, or half a second, or the signal. */
  next(jobId: string, signal: AbortSignal): Promise<void>
  /** The next end of a job, or the signal. */
  told(jobId: string, signal: AbortSignal): Promise<void>
}

const ASK_AGAIN_MS = 500

export function createEnds(): Ends {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  const told = async (jobId: string, signal: AbortSignal): Promise<void> => {
    if (!signal.aborted) await once(emitter, jobId, { signal }).catch(() => undefined)
  }
  return {
    told,
    tell: (jobId) => void emitter.emit(jobId),
    next: async (jobId, signal) => {
      const over = new AbortController()
      const either = AbortSignal.any([signal, over.signal])
      const pause = delay(ASK_AGAIN_MS, undefined, { signal: either }).catch(() => undefined)
      await Promise.race([told(jobId, either), pause])
      over.abort()
    },
  }
}
