import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { badKey, failedThere, forgotten, tooBusy, unavailable } from '../answers.ts'
import type { Cancelled, Observed } from '../port.ts'
import { isSuccess } from './calls.ts'
import { NAME, readFailure, refusalOf } from './refusal.ts'
import { requestId } from './start.ts'

/** What is kept of a request at fal. `url` is that of its result, once there is one; `parts` where that is several files. */
export const operation = z.object({
  endpoint: z.string(),
  requestId,
  url: z.string().nullable(),
  parts: z.array(z.object({ name: z.string(), url: z.string() })).optional(),
})
export type Operation = z.infer<typeof operation>

const queued = z.object({ status: z.string() })
const file = z.object({ url: z.string().min(1) })
/** A clip, the first of the pictures, or a voice with everything that accompanies it. */
const made = z.union([
  z.object({ video: file }).transform(({ video: { url } }) => ({ url })),
  z.object({ images: z.tuple([file], z.unknown()) }).transform(({ images: [{ url }] }) => ({ url })),
  z.object({ vocals: file, drums: file, bass: file, other: file }).transform(({ vocals, drums, bass, other }) => ({
    url: vocals.url,
    parts: [{ name: 'voice', url: vocals.url }, ...[drums, bass, other].map(({ url }) => ({ name: 'accompaniment', url }))],
  })),
])
const LONGEST_WORD = 40

/** How a request stands by its status. `completed` says that there is a result to ask for, which may be a failure. */
export function judgeStatus(answer: Answer): Observed | 'completed' {
  if (!isSuccess(answer)) return silenceOf(answer)
  const read = queued.safeParse(answer.json)
  if (!read.success) return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
  const { status } = read.data
  if (status === 'COMPLETED') return 'completed'
  return { kind: 'running', status: status.slice(0, LONGEST_WORD), waiting: status === 'IN_QUEUE', progress: null }
}

/**
 * How a request has ended, by the answer to the question for its result. fal charges nothing for its own failures (5xx); a model that
 * refuses what it was given may have worked before it did (4xx).
 */
export function judgeResult(answer: Answer, { endpoint, requestId: id }: Operation): Observed {
  if (isSuccess(answer)) {
    const read = made.safeParse(answer.json)
    if (read.success) {
      return { kind: 'succeeded', status: 'COMPLETED', operation: { endpoint, requestId: id, ...read.data }, usdMicros: null }
    }
    // A body that is no JSON came from something in between, or was cut.
    if (answer.json === undefined) return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
    return { kind: 'failed', status: 'COMPLETED', problem: failedThere(NAME), usdMicros: null, charged: 'unknown' }
  }
  if (answer.kind === 'none') return silenceOf(answer)
  const failure = readFailure(answer)
  if (failure !== null && /still in progress/i.test(failure.detail)) {
    return { kind: 'running', status: 'COMPLETED', waiting: false, progress: null }
  }
  if (failure?.errorType === 'client_cancelled' || answer.status === 499) {
    return { kind: 'cancelled', status: 'client_cancelled', usdMicros: null, charged: 'unknown' }
  }
  const ofRequest = failure !== null && (failure.errorType !== null || failure.faults.length > 0)
  if (failure === null || (!ofRequest && answer.status !== 422)) return silenceOf(answer)
  const status = (failure.errorType ?? failure.faults[0]?.type ?? 'COMPLETED').slice(0, LONGEST_WORD)
  if (answer.status >= 500) return { kind: 'failed', status, problem: failedThere(NAME), usdMicros: null, charged: 'nothing' }
  return { kind: 'failed', status, problem: refusalOf(failure), usdMicros: null, charged: 'unknown' }
}

/** fal says one word, as JSON text or in an object. */
const cancelWord = z.union([z.string(), z.object({ status: z.string() }).transform(({ status }) => status)])

/** What fal says to a cancellation: what only waited is gone for nothing; what runs, or is over, tells when it is asked. */
export function judgeCancel(answer: Answer): Cancelled {
  if (answer.kind === 'none') return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
  const read = cancelWord.safeParse(answer.json ?? answer.text.trim())
  const word = read.success ? read.data : ''
  if (isSuccess(answer) && word === 'OK') return { kind: 'cancelled', usdMicros: null, charged: 'nothing' }
  if (isSuccess(answer) && word === 'CANCELLATION_REQUESTED') return { kind: 'requested' }
  if (answer.status === 400 || word === 'ALREADY_COMPLETED') return { kind: 'requested' }
  if (answer.status === 404) return { kind: 'trouble', problem: forgotten(NAME), retryAfterMs: null }
  const { problem, retryAfterMs } = troubleOf(answer)
  return { kind: 'trouble', problem, retryAfterMs }
}

function silenceOf(answer: Answer): Observed {
  if (answer.kind === 'answered' && answer.status === 404) return { kind: 'lost', problem: forgotten(NAME) }
  return troubleOf(answer)
}

function troubleOf(answer: Answer): Extract<Observed, { kind: 'trouble' }> {
  if (answer.kind === 'none') return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
  const { status, retryAfterMs } = answer
  if (status === 401 || status === 403) return { kind: 'trouble', problem: badKey(NAME, 'FAL_KEY'), retryAfterMs }
  return { kind: 'trouble', problem: status === 429 ? tooBusy(NAME) : unavailable(NAME), retryAfterMs }
}
