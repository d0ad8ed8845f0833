import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { badInput, badKey, noCredit, perhapsTaken, policyRefusal, rejected, tooBusy, unavailable } from '../answers.ts'
import type { Started } from '../port.ts'

/** How one part of OpenAI's API is spoken of. */
export interface Spoken {
  /** For the words of problems. */
  readonly name: string
  readonly variable: string
  /** Our fields by theirs. */
  readonly fields: Readonly<Record<string, string>>
}

const envelope = z.looseObject({
  error: z.looseObject({ code: z.union([z.string(), z.number()]).nullish(), type: z.string().nullish(), param: z.string().nullish() }),
})
const POLICY = /moderation|content_policy|safety/
const NO_CREDIT: ReadonlySet<string> = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active'])
/** A file that cannot be read, as 400. */
const BAD_FILE = /^(?:invalid_image|invalid_image_file|image_|unsupported_image|invalid_file)/

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/**
 * What became of a paid call that was not answered with success. From 400 to 499 it is a no, but for 408, which says that time ran out
 * somewhere; 429 comes before anything is made.
 */
export function notMade(
  answer: Answer,
  { name, variable, fields }: Spoken,
): Extract<Started, { kind: 'not_sent' | 'refused' | 'unknown' }> {
  if (answer.kind === 'none') {
    return answer.sent === 'not_sent'
      ? { kind: 'not_sent', problem: unavailable(name), retryAfterMs: null }
      : { kind: 'unknown', problem: perhapsTaken(name) }
  }
  const { status, json, retryAfterMs } = answer
  if (status < 400 || status > 499 || status === 408) return { kind: 'unknown', problem: perhapsTaken(name) }
  const read = envelope.safeParse(json)
  const { code, type, param } = read.success ? read.data.error : { code: null, type: null, param: null }
  const word = String(code ?? '')
  const field = fields[(param ?? '').replace(/\[.*$/, '')] ?? null
  if (status === 402 || NO_CREDIT.has(word)) return { kind: 'refused', problem: noCredit(name) }
  if (status === 429) return { kind: 'not_sent', problem: tooBusy(name), retryAfterMs }
  if (status === 401 || status === 403) return { kind: 'refused', problem: badKey(name, variable) }
  if (POLICY.test(word)) return { kind: 'refused', problem: policyRefusal(name, 'input', null) }
  if (status === 413 || status === 415 || BAD_FILE.test(word) || BAD_FILE.test(type ?? ''))
    return { kind: 'refused', problem: badInput(name) }
  return { kind: 'refused', problem: rejected(name, field) }
}
