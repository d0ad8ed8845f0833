import { z } from 'zod'
import { badKey, failedThere, forgotten, noCredit, perhapsTaken, policyRefusal, rejected, tooBusy, unavailable } from '../answers.ts'
import type { Answer } from '../answer.ts'
import type { Cancelled, Observed, Started } from '../port.ts'

export const NAME = 'The video server'
const KEY_VARIABLE = 'OPENAI_VIDEO_API_KEY'

const taken = z.looseObject({ id: z.string().min(1) })
const video = z.looseObject({
  status: z.string().min(1),
  progress: z.number().nullish(),
  error: z.looseObject({ code: z.string().nullish() }).nullish(),
})
const deleted = z.looseObject({ deleted: z.literal(true) })
const detached = z.looseObject({ status: z.literal('deleted') })
/** OpenAI's envelope. */
const openaiError = z.looseObject({ error: z.looseObject({ code: z.string().nullish(), param: z.string().nullish() }) })
/** FastAPI's, of vLLM-Omni and SGLang. */
const fastApiError = z.looseObject({ detail: z.array(z.looseObject({ loc: z.array(z.union([z.string(), z.number()])) })) })

const WAITING: ReadonlySet<string> = new Set(['queued', 'pending', 'submitted', 'created'])
const DONE: ReadonlySet<string> = new Set(['completed', 'succeeded', 'success'])
const BROKEN: ReadonlySet<string> = new Set(['failed', 'error'])
const ENDED: ReadonlySet<string> = new Set(['cancelled', 'canceled', 'deleted'])
/** Our fields by theirs. */
const FIELDS: Readonly<Record<string, string>> = {
  prompt: 'prompt',
  seconds: 'duration',
  size: 'resolution',
  input_reference: 'image',
  seed: 'seed',
  negative_prompt: 'negativePrompt',
  fps: 'frameRate',
  model: 'providerOptions.model',
}
const POLICY = /moderation|content_policy|safety/

/** What an answer to the paid call means. Statuses from 400 to 499 are a no, but for 408, which says that time ran out somewhere. */
export function readStart(answer: Answer): Started {
  if (answer.kind === 'none') {
    return answer.sent === 'not_sent'
      ? { kind: 'not_sent', problem: unavailable(NAME), retryAfterMs: null }
      : { kind: 'unknown', problem: perhapsTaken(NAME) }
  }
  const { status, json } = answer
  if (status >= 200 && status < 300) {
    const parsed = taken.safeParse(json)
    if (!parsed.success) return { kind: 'unknown', problem: perhapsTaken(NAME) }
    return { kind: 'accepted', providerJobId: parsed.data.id, operation: { id: parsed.data.id }, usdMicros: null }
  }
  if (status < 400 || status > 499 || status === 408) return { kind: 'unknown', problem: perhapsTaken(NAME) }
  return readRefusal(answer)
}

function readRefusal({ status, json, retryAfterMs }: Extract<Answer, { kind: 'answered' }>): Started {
  const { code, field } = faultOf(json)
  if (status === 402 || code === 'insufficient_quota') return { kind: 'refused', problem: noCredit(NAME) }
  if (status === 429) return { kind: 'not_sent', problem: tooBusy(NAME), retryAfterMs }
  if (status === 401 || (status === 403 && json !== undefined)) return { kind: 'refused', problem: badKey(NAME, KEY_VARIABLE) }
  if (POLICY.test(code)) return { kind: 'refused', problem: policyRefusal(NAME, 'input', field === 'image' ? 'image' : null) }
  return { kind: 'refused', problem: rejected(NAME, field) }
}

/** What is said of a video: its status as several servers spell it, unknown words meaning that it goes on. */
export function readVideo(answer: Answer, operation: { readonly id: string }): Observed {
  const trouble = troubleOf(answer)
  if (trouble !== null) return trouble
  if (answer.kind === 'answered' && answer.status === 404) return { kind: 'lost', problem: forgotten(NAME) }
  const parsed = video.safeParse(answer.kind === 'answered' ? answer.json : undefined)
  if (!parsed.success) return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
  const { status, progress, error } = parsed.data
  const word = status.toLowerCase()
  if (DONE.has(word)) return { kind: 'succeeded', status, operation, usdMicros: null }
  if (ENDED.has(word)) return { kind: 'cancelled', status, usdMicros: null, charged: 'nothing' }
  if (!BROKEN.has(word)) {
    const waiting = WAITING.has(word)
    // SGLang calls a video queued, at 0 %, until it is done.
    const share = typeof progress === 'number' && !waiting ? Math.min(1, Math.max(0, progress / 100)) : null
    return { kind: 'running', status, waiting, progress: share }
  }
  const problem = POLICY.test(error?.code ?? '') ? policyRefusal(NAME, 'input', null) : failedThere(NAME)
  return { kind: 'failed', status, problem, usdMicros: null, charged: 'nothing' }
}

/**
 * What is said to a deletion, which is the only way to end a video. vLLM-Omni breaks it off and says `deleted`; SGLang forgets it and
 * goes on, and says so by its status; others refuse to delete what is not finished.
 */
export function readDeletion(answer: Answer): Cancelled {
  const trouble = troubleOf(answer)
  if (trouble !== null) return trouble
  if (answer.kind === 'none') return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
  // After a deletion whose answer was lost the second one finds nothing; observing tells.
  if (answer.status === 404) return { kind: 'requested' }
  if (answer.status >= 400) return { kind: 'impossible' }
  if (deleted.safeParse(answer.json).success) return { kind: 'cancelled', usdMicros: null, charged: 'nothing' }
  if (detached.safeParse(answer.json).success) return { kind: 'requested' }
  return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
}

/** An answer that says nothing of the video it is about. */
function troubleOf(answer: Answer): Extract<Observed, { kind: 'trouble' }> | null {
  if (answer.kind === 'none') return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs: null }
  const { status, retryAfterMs } = answer
  if (status === 429) return { kind: 'trouble', problem: tooBusy(NAME), retryAfterMs }
  if (status === 401 || status === 403) return { kind: 'trouble', problem: badKey(NAME, KEY_VARIABLE), retryAfterMs: null }
  if (status === 408 || status >= 500 || status < 200 || (status >= 300 && status < 400)) {
    return { kind: 'trouble', problem: unavailable(NAME), retryAfterMs }
  }
  return null
}

function faultOf(json: unknown): { readonly code: string; readonly field: string | null } {
  const openai = openaiError.safeParse(json)
  if (openai.success) return { code: openai.data.error.code ?? '', field: FIELDS[openai.data.error.param ?? ''] ?? null }
  const fastApi = fastApiError.safeParse(json)
  const names = fastApi.success ? fastApi.data.detail.flatMap(({ loc }) => loc.map(String)) : []
  return { code: '', field: names.map((name) => FIELDS[name]).find((name) => name !== undefined) ?? null }
}
