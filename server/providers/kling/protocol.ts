import { NOTHING, type UsdMicros, usdMicros } from 'shared/money'
import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { badKey, failedThere, forgotten, noCredit, perhapsTaken, policyRefusal, rejected, tooBusy, unavailable } from '../answers.ts'
import type { LookedUp, Observed, Started } from '../port.ts'

export const NAME = 'Kling'
const KEY_VARIABLE = 'KLING_API_KEY'
/** What a unit of a resource pack costs, by Kling's price list. */
const UNIT_USD_MICROS = 140_000

const taken = z.looseObject({ code: z.literal(0), data: z.looseObject({ id: z.string().min(1) }) })
const refusal = z.looseObject({ code: z.int().refine((code) => code !== 0), message: z.string().optional() })
const task = z.looseObject({
  id: z.string().min(1),
  status: z.string().min(1),
  message: z.string().nullish(),
  external_id: z.string().nullish(),
  outputs: z.array(z.looseObject({ type: z.string(), url: z.string().nullish() })).nullish(),
  billing: z.array(z.looseObject({ charge_type: z.string(), amount: z.string(), currency: z.string().nullish() })).nullish(),
})
export type Task = z.infer<typeof task>
const list = z.looseObject({ code: z.literal(0), data: z.array(task) })

/** Kling's own codes: its page "Error Codes". */
const CODES = { arrears: 1101, emptyPack: 1102, notAllowed: 1103, noSuchThing: 1203, tooOften: 1302, tooMany: 1303 } as const
/** How Kling words a failure by policy; a task that failed carries no code. */
const POLICY = /risk control|content (?:security|safety|policy)|sensitive/i

/** What an answer to the paid call means. */
export function readStart(answer: Answer): Started {
  if (answer.kind === 'none') {
    return answer.sent === 'not_sent'
      ? { kind: 'not_sent', problem: unavailable(NAME), retryAfterMs: null }
      : { kind: 'unknown', problem: perhapsTaken(NAME) }
  }
  const { status, json } = answer
  const parsed = taken.safeParse(json)
  if (status >= 200 && status < 300 && parsed.success) {
    const { id } = parsed.data.data
    return { kind: 'accepted', providerJobId: id, operation: { id }, usdMicros: null }
  }
  const code = codeOf(json)
  const no = (status >= 400 && status < 500 && status !== 408) || (code >= 1000 && code < 2000)
  return no ? readRefusal(answer, code) : { kind: 'unknown', problem: perhapsTaken(NAME) }
}

/** A no. Three of Kling's reasons that come as 429 are none that waiting helps with. */
function readRefusal({ status, retryAfterMs }: Extract<Answer, { kind: 'answered' }>, code: number): Started {
  if (code === CODES.arrears || code === CODES.emptyPack || status === 402) return { kind: 'refused', problem: noCredit(NAME) }
  if (isBusy(status, code)) return { kind: 'not_sent', problem: tooBusy(NAME), retryAfterMs }
  if (isAboutKey(status, code)) return { kind: 'refused', problem: badKey(NAME, KEY_VARIABLE) }
  if (code === 1300 || code === 1301) return { kind: 'refused', problem: policyRefusal(NAME, 'input', null) }
  return { kind: 'refused', problem: rejected(NAME, null) }
}

/** Whether a start was refused for a field, which a key that is in use counts as. */
export function mayBeKnownKey(answer: Answer): boolean {
  const code = answer.kind === 'answered' ? codeOf(answer.json) : 0
  return code === 1200 || code === 1201
}

/** Whether a refusal names the key rather than what is asked for. */
export function namesKey(answer: Answer): boolean {
  return answer.kind === 'answered' && /external/i.test(refusal.safeParse(answer.json).data?.message ?? '')
}

/** The one task that was asked for; null where Kling has none, and trouble where the answer says nothing. */
export function readTask(answer: Answer): { readonly kind: 'task'; readonly task: Task | null } | Extract<Observed, { kind: 'trouble' }> {
  if (answer.kind === 'none') return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
  const { status, json, retryAfterMs } = answer
  const code = codeOf(json)
  if (isBusy(status, code)) return { kind: 'trouble', problem: tooBusy(NAME), retryAfterMs }
  if (isAboutKey(status, code)) return { kind: 'trouble', problem: badKey(NAME, KEY_VARIABLE), retryAfterMs: null }
  if (code === CODES.noSuchThing) return { kind: 'task', task: null }
  const parsed = list.safeParse(json)
  if (status !== 200 || !parsed.success) return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs }
  return { kind: 'task', task: parsed.data.data[0] ?? null }
}

/** How a task stands. Words that are not known mean that it goes on. */
export function readStanding(found: Task | null): Observed {
  if (found === null) return { kind: 'lost', problem: forgotten(NAME) }
  const { id, status, message, outputs } = found
  const usdMicros = costOf(found)
  if (status === 'failed') {
    const side = /generated|output|result/i.test(message ?? '') ? 'output' : 'input'
    const problem = POLICY.test(message ?? '') ? policyRefusal(NAME, side, null) : failedThere(NAME)
    return { kind: 'failed', status, problem, usdMicros, charged: 'unknown' }
  }
  if (status !== 'succeeded') return { kind: 'running', status, waiting: status === 'submitted', progress: null }
  const url = outputs?.find((output) => output.type === 'video')?.url ?? ''
  if (url === '') return { kind: 'failed', status, problem: failedThere(NAME), usdMicros, charged: 'all' }
  return { kind: 'succeeded', status, operation: { id, url }, usdMicros }
}

/** What is known of a key of ours. */
export function readLookup(answer: Answer): LookedUp {
  const read = readTask(answer)
  if (read.kind === 'trouble') return read
  return read.task === null ? { kind: 'absent' } : { kind: 'found', providerJobId: read.task.id, operation: { id: read.task.id } }
}

/** What a task took, in dollars or in units of a pack; null where it is not told, or in another currency. */
function costOf({ billing }: Task): UsdMicros | null {
  if (billing === null || billing === undefined) return null
  return billing.reduce<UsdMicros | null>((sum, { charge_type: type, amount, currency }) => {
    const each = type === 'unit' ? UNIT_USD_MICROS : currency === 'USD' ? 1_000_000 : Number.NaN
    const cost = Math.round(Number(amount) * each)
    return sum === null || !Number.isSafeInteger(cost) || cost < 0 ? null : usdMicros(sum + cost)
  }, NOTHING)
}

function codeOf(json: unknown): number {
  return refusal.safeParse(json).data?.code ?? 0
}

function isBusy(status: number, code: number): boolean {
  return code === CODES.tooOften || code === CODES.tooMany || (status === 429 && code === 0)
}

function isAboutKey(status: number, code: number): boolean {
  return (code >= 1000 && code <= 1004) || code === CODES.notAllowed || status === 401
}
