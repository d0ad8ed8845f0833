import type { Outcome, Problem } from 'shared/wire'
import type { AttemptRow } from '../../db/index.ts'
import type { Opaque } from '../../providers/index.ts'
import type { Work } from '../work.ts'
import { createPauses, pause } from './pace.ts'
import { handleOf, type RemoteRooms, type Target } from './rooms.ts'

/** Downloads that are tried before the result counts as lost. It has been paid for, so it is not given up lightly. */
const TRIES = 8

/**
 * Fetches the result of a succeeded attempt to `path`. What is truncated or has run out is fetched again, from a new address where the
 * provider gives one. Nothing here ever asks for another result.
 * @param judge says what the file is, or why it is not the result
 * @param pick the operation of one file, where the result is several
 */
export async function download<T>(
  rooms: RemoteRooms,
  { walk }: Work,
  attempt: AttemptRow,
  target: Target,
  path: string,
  judge: (mime: string | null) => Promise<Outcome<T>>,
  pick: (operation: Opaque) => Opaque = (operation) => operation,
): Promise<Outcome<T>> {
  const { signal } = walk
  const pauses = createPauses(TRIES, rooms.remoteTimes.retryMs)
  let operation = handleOf(attempt)
  for (;;) {
    const saved = await target.adapter.download(pick(operation), path, { signal })
    const judged = saved.ok ? await judge(saved.value.mime) : saved
    if (judged.ok || signal.aborted || !isWorthAnotherTry(judged.problem)) return judged.ok ? judged : lost(judged.problem)
    const wait = pauses.next(null)
    if (wait === null) return lost(judged.problem)
    await pause(wait, signal)
    const again = await target.adapter.observe(operation, { signal })
    if (again.kind === 'succeeded') operation = again.operation
  }
}

function isWorthAnotherTry({ code, params, retryable }: Problem): boolean {
  return retryable || params['reason'] === 'expired' || (code === 'media_invalid' && params['seconds'] === undefined)
}

/** A result that was paid for and cannot be had. */
function lost(problem: Problem): Outcome<never> {
  return { ok: false, problem: { ...problem, retryable: true, action: problem.action ?? 'retry' } }
}
