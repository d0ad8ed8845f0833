import { setTimeout as delay } from 'node:timers/promises'
import { ExponentialBackoff, type IBackoff } from 'cockatiel'

/** Times of remote work, in milliseconds; the defaults are the product's, tests shorten them. */
export interface RemoteTimes {
  /** Between two questions about a running operation, at least and at most. */
  readonly pollMs: readonly [number, number]
  /** First and longest pause after a call that brought no answer. */
  readonly retryMs: readonly [number, number]
  /** How long a provider may take to confirm a cancellation. */
  readonly confirmMs: number
  /** How long an operation is looked for that a provider may list late. */
  readonly lookUpMs: number
  /** Between two looks for a free place at a provider. */
  readonly slotMs: number
}

export const REMOTE_TIMES: RemoteTimes = {
  pollMs: [2000, 10_000],
  retryMs: [500, 15_000],
  confirmMs: 30_000,
  lookUpMs: 20_000,
  slotMs: 1000,
}

/** What may be done by now is asked again after this share of the time that it has taken, so that its end is noticed as soon. */
const LATER_BY = 0.03
/** Asked this much after it should be done, in milliseconds, rather than a moment before. */
const MARGIN_MS = 250

/**
 * When to ask next. What tells its progress is asked when it should be done by that; what usually takes a minute is left alone for most of it,
 * and asked often around the time when it is usually done; what takes longer than usual is asked less and less often.
 * @param elapsedMs since it was submitted
 * @param typicalMs how long such work takes; null where nobody knows
 * @param remainingMs what is left by the provider's own progress; null where it tells none
 */
export function nextPollMs(
  elapsedMs: number,
  typicalMs: number | null,
  [least, most]: RemoteTimes['pollMs'],
  remainingMs: number | null = null,
): number {
  if (remainingMs !== null) return untilDone(remainingMs + MARGIN_MS, [least, most])
  if (typicalMs !== null && elapsedMs < typicalMs * 0.6) return Math.min(most, Math.max(least, typicalMs * 0.6 - elapsedMs))
  return Math.min(most, Math.max(least, elapsedMs * LATER_BY))
}

/** One question at the foreseen end, or steps on the way there of which the last is no shorter than the least. */
function untilDone(wait: number, [least, most]: RemoteTimes['pollMs']): number {
  if (wait <= most) return Math.max(least, wait)
  return Math.max(least, Math.min(most, wait - least))
}

/** Foresees the end of what tells its progress, by how fast it went lately: work that waits in a queue first goes at no speed then. */
export function createForecast(): (elapsedMs: number, progress: number | null) => number | null {
  let [before, now]: { readonly at: number; readonly progress: number }[] = []
  return (at, progress) => {
    if (progress === null) return null
    if (now === undefined || progress > now.progress) [before, now] = [now, { at, progress }]
    if (before === undefined || now === undefined) return null
    const speed = (now.progress - before.progress) / (now.at - before.at)
    return Math.max(0, (1 - now.progress) / speed - (at - now.at))
  }
}

/** Pauses between calls that bring no answer: exponential with decorrelated jitter, as long as the provider asks for where it does. */
export interface Pauses {
  /** Null once the tries are used up; a wait that the provider asked for uses up none. */
  next(retryAfterMs: number | null): number | null
  /** An answer came. */
  reset(): void
}

export function createPauses(tries: number, [initialDelay, maxDelay]: RemoteTimes['retryMs']): Pauses {
  const factory = new ExponentialBackoff<unknown>({ initialDelay, maxDelay })
  let backoff: IBackoff<unknown> | null = null
  let used = 0
  return {
    next: (retryAfterMs) => {
      if (retryAfterMs !== null) return Math.max(initialDelay, retryAfterMs)
      if (used >= tries) return null
      used += 1
      backoff = backoff === null ? factory.next() : backoff.next(undefined)
      return backoff.duration
    },
    reset: () => {
      backoff = null
      used = 0
    },
  }
}

/** Waits, or as long as the signal allows. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined)
}
