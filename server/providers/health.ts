import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhenResult, isBrokenCircuitError } from 'cockatiel'
import type { Problem } from 'shared/wire'
import { unavailable } from './answers.ts'
import type { CatalogProvider, ProviderStatus } from './catalog.ts'
import type { Adapter, Cancelled, LookedUp, Observed, Started } from './port.ts'

/** Calls in a row that brought no answer until a provider counts as down. */
const FAILURES = 5
/** How long a provider that is down is left alone before one call tries it again. */
const PAUSE_MS = 30_000

export interface GuardedAdapter {
  readonly adapter: Adapter
  readonly status: () => ProviderStatus
}

type Answer = Started | Observed | Cancelled | LookedUp

/**
 * An adapter that is left alone for a while after five calls in a row without an answer (circuit breaker). Meanwhile starting answers
 * `not_sent` and asking answers `trouble`, both with the time until the next try. Being told to wait is an answer.
 */
export function guardAdapter({ name }: Pick<CatalogProvider, 'name'>, adapter: Adapter, pauseMs = PAUSE_MS): GuardedAdapter {
  const breaker = circuitBreaker(handleWhenResult(isSilence), { halfOpenAfter: pauseMs, breaker: new ConsecutiveBreaker(FAILURES) })
  const through = async <T extends Answer, U>(call: () => Promise<T>, closed: (problem: Problem) => U): Promise<T | U> => {
    try {
      return await breaker.execute(call)
    } catch (error) {
      if (isBrokenCircuitError(error)) return closed(unavailable(name))
      throw error
    }
  }
  const trouble = (problem: Problem) => ({ kind: 'trouble' as const, problem, retryAfterMs: pauseMs })
  const { lookup } = adapter
  return {
    status: () => {
      if (breaker.state === CircuitState.Closed) return 'available'
      return breaker.state === CircuitState.HalfOpen ? 'degraded' : 'down'
    },
    adapter: {
      ...adapter,
      start: (options, call) =>
        through(
          () => adapter.start(options, call),
          (problem) => ({ kind: 'not_sent' as const, problem, retryAfterMs: pauseMs }),
        ),
      observe: (operation, call) => through(() => adapter.observe(operation, call), trouble),
      cancel: (operation, call) => through(() => adapter.cancel(operation, call), trouble),
      ...(lookup === undefined ? {} : { lookup: (key, generation, call) => through(() => lookup(key, generation, call), trouble) }),
    },
  }
}

/** No answer, or one that says that the provider is out of order. */
function isSilence(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('kind' in answer) || !('problem' in answer)) return false
  const { kind, problem } = answer
  if (kind === 'unknown') return true
  const code = typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : null
  return (kind === 'trouble' || kind === 'not_sent') && code !== 'rate_limited'
}
