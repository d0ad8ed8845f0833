import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { badKey, noCredit, perhapsTaken, tooBusy, unavailable } from '../answers.ts'
import type { Started } from '../port.ts'
import { isSuccess } from './calls.ts'
import { NAME, readFailure, refusalOf } from './refusal.ts'

/** Ids become part of addresses. */
export const requestId = z.string().regex(/^[\w-]{1,100}$/)
const submitted = z.object({ request_id: requestId })
/** Statuses below 500 at which a request may have been taken nevertheless: time-outs and callers that have left. */
const UNDECIDED: ReadonlySet<number> = new Set([408, 499])

/** What the answer to the one paid call says about it. */
export function judgeStart(answer: Answer, endpoint: string): Started {
  if (answer.kind === 'none') {
    if (answer.sent === 'not_sent') return { kind: 'not_sent', problem: unavailable(NAME), retryAfterMs: null }
    return { kind: 'unknown', problem: perhapsTaken(NAME) }
  }
  const { status } = answer
  if (isSuccess(answer)) {
    const read = submitted.safeParse(answer.json)
    if (!read.success) return { kind: 'unknown', problem: perhapsTaken(NAME) }
    const providerJobId = read.data.request_id
    return { kind: 'accepted', providerJobId, operation: { endpoint, requestId: providerJobId, url: null }, usdMicros: null }
  }
  const failure = readFailure(answer)
  if (status === 402 || (status === 403 && /balance|billing/i.test(failure?.detail ?? ''))) {
    return { kind: 'refused', problem: noCredit(NAME) }
  }
  if (status === 401 || status === 403) return { kind: 'refused', problem: badKey(NAME, 'FAL_KEY') }
  if (status === 429) return { kind: 'not_sent', problem: tooBusy(NAME), retryAfterMs: answer.retryAfterMs }
  if (status < 400 || status >= 500 || UNDECIDED.has(status)) return { kind: 'unknown', problem: perhapsTaken(NAME) }
  return { kind: 'refused', problem: refusalOf(failure ?? { errorType: null, faults: [], detail: '', retryable: false }) }
}
