import type { Problem } from 'shared/wire'
import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { badInput, badKey, badOutput, failedThere, noCredit, policyRefusal, rejected, tooBusy, unavailable } from '../answers.ts'
import { ourName } from './request.ts'

export const PROVIDER = 'Runway'
export const KEY_VARIABLE = 'RUNWAYML_API_SECRET'

/** A refused body: what is wrong with it, by its fields. `error` is a sentence for developers. */
const refusal = z.object({
  error: z.string().catch(''),
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])).catch([]), keys: z.array(z.string()).catch([]) })).catch([]),
})

/**
 * The problem of an answer that is no success, where the status says for certain that the request was not taken; null where it may have
 * been. Statuses as the API's guide to errors lists them: 400, 401, 404 and 405 are final, 429 is the quota of a day.
 */
export function refusalOf({ status, json }: Extract<Answer, { kind: 'answered' }>): Problem | null {
  switch (status) {
    case 401:
    case 403:
      return badKey(PROVIDER, KEY_VARIABLE)
    case 402:
      return noCredit(PROVIDER)
    case 413:
    case 415:
      return badInput(PROVIDER)
    case 400:
    case 404:
    case 405:
    case 422:
      return refusalOfBody(json)
    case 429:
      return tooBusy(PROVIDER)
    default:
      return null
  }
}

function refusalOfBody(json: unknown): Problem {
  const { error, issues } = refusal.catch({ error: '', issues: [] }).parse(json)
  const [issue] = issues
  if (issue === undefined && /\bcredits?\b/i.test(error)) return noCredit(PROVIDER)
  const field = issue?.path[0] ?? issue?.keys[0]
  return rejected(PROVIDER, ourName(field === undefined ? undefined : String(field)))
}

/** The problem of an answer to a call that costs nothing and may be made again. */
export function troubleOf(answer: Answer): { readonly problem: Problem; readonly retryAfterMs: number | null } {
  if (answer.kind === 'none') return { problem: unavailable(PROVIDER), retryAfterMs: null }
  const { status, retryAfterMs } = answer
  const problem = status === 401 || status === 403 || status === 429 ? refusalOf(answer) : null
  return { problem: problem ?? unavailable(PROVIDER), retryAfterMs }
}

export interface Failure {
  readonly problem: Problem
  /** What it means when the task does not tell its cost. */
  readonly charged: 'nothing' | 'all' | 'unknown'
}

const SUBJECTS = { TEXT: 'text', IMAGE: 'image', VIDEO: 'video', AUDIO: 'audio' } as const

/** Why a task failed, from its `failureCode` (the API's guide, "Task failures"). Input that moderation refuses is charged. */
export function failureOf(code: string | null): Failure {
  const parts = (code ?? '').split('.')
  const [subject = null] = Object.entries(SUBJECTS).flatMap(([part, name]) => (parts.includes(part) ? [name] : []))
  if (code?.includes('SAFETY.THIRD_PARTY')) return { problem: policyRefusal(PROVIDER, 'input', null), charged: 'nothing' }
  if (code?.startsWith('SAFETY.INPUT')) return { problem: policyRefusal(PROVIDER, 'input', subject), charged: 'all' }
  if (code?.startsWith('INPUT_PREPROCESSING.SAFETY')) return { problem: policyRefusal(PROVIDER, 'input', subject), charged: 'unknown' }
  if (parts[0] === 'SAFETY') return { problem: policyRefusal(PROVIDER, 'output', subject), charged: 'unknown' }
  if (code === 'ASSET.INVALID' || code === 'THIRD_PARTY.INPUT_VALIDATION') return { problem: badInput(PROVIDER), charged: 'unknown' }
  if (code?.startsWith('INTERNAL.BAD_OUTPUT')) return { problem: badOutput(PROVIDER), charged: 'unknown' }
  if (code === 'THIRD_PARTY.UNAVAILABLE') return { problem: unavailable(PROVIDER), charged: 'unknown' }
  return { problem: failedThere(PROVIDER), charged: 'unknown' }
}
