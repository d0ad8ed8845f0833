import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { badInput, badKey, perhapsTaken, policyRefusal, rejected, tooBusy, unavailable } from '../answers.ts'
import type { Started } from '../port.ts'

export const NAME = 'Gemini'
export const KEY_VARIABLE = 'GEMINI_API_KEY'

const error = z.looseObject({
  error: z.looseObject({
    status: z.string().catch(''),
    message: z.string().catch(''),
    details: z.array(z.looseObject({ reason: z.string().catch(''), retryDelay: z.string().catch('') })).catch([]),
  }),
})
/** The front end wraps it in a list. */
const envelope = z.union([error, z.tuple([error]).transform(([first]) => first)])
const POLICY = /blocked|safety|prohibited|blocklist/i

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** What became of a paid call that was not answered with success; a wrong key is said with 400. */
export function notMade(answer: Answer): Extract<Started, { kind: 'not_sent' | 'refused' | 'unknown' }> {
  if (answer.kind === 'none') {
    return answer.sent === 'not_sent'
      ? { kind: 'not_sent', problem: unavailable(NAME), retryAfterMs: null }
      : { kind: 'unknown', problem: perhapsTaken(NAME) }
  }
  const { status, json, retryAfterMs } = answer
  if (status < 400 || status > 499 || status === 408 || status === 499) return { kind: 'unknown', problem: perhapsTaken(NAME) }
  const read = envelope.safeParse(json)
  const { message, details } = read.success ? read.data.error : { message: '', details: [] }
  if (status === 429) return { kind: 'not_sent', problem: tooBusy(NAME), retryAfterMs: retryAfterMs ?? delayOf(details) }
  if (status === 401 || status === 403 || details.some(({ reason }) => reason.startsWith('API_KEY_'))) {
    return { kind: 'refused', problem: badKey(NAME, KEY_VARIABLE) }
  }
  if (status === 413) return { kind: 'refused', problem: badInput(NAME) }
  if (POLICY.test(message)) return { kind: 'refused', problem: policyRefusal(NAME, 'input', null) }
  if (/unable to process input image/i.test(message)) return { kind: 'refused', problem: badInput(NAME) }
  return { kind: 'refused', problem: rejected(NAME, null) }
}

/** The wait that is wished for within the answer, such as `7s`. */
function delayOf(details: readonly { readonly retryDelay: string }[]): number | null {
  const [, seconds] = details.map(({ retryDelay }) => /^(\d{1,4}(?:\.\d+)?)s$/.exec(retryDelay)).find((match) => match !== null) ?? []
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000)
}
