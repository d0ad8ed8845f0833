import { makeProblem, type Outcome, refuse, succeed } from 'shared/wire'
import type { LanguageSettings } from '../../config/index.ts'
import { parseJson } from '../answer.ts'
import type { ProviderLog } from '../port.ts'
import { CALLS_PER_HOUR, LONGEST_MS } from './bounds.ts'
import type { Answered, AskModel, Language, Question, Turn } from './face.ts'
import { askGemini } from './gemini-text.ts'
import { askOpenaiChat } from './openai-chat.ts'
import { plainSchema } from './plain-schema.ts'

const HOUR_MS = 3_600_000
const MOST_FAULTS = 5

export interface LanguageOptions {
  readonly log: ProviderLog
  /** Milliseconds UTC. */
  readonly clock?: () => number
  /** How long one question may take, in milliseconds. */
  readonly longestMs?: number
}

/** The language model that is named; null where none is. */
export function createLanguage(
  settings: LanguageSettings | null,
  { log, clock = Date.now, longestMs = LONGEST_MS }: LanguageOptions,
): Language | null {
  if (settings === null) return null
  const ask = settings.service === 'gemini' ? askGemini(settings, log) : askOpenaiChat(settings, log)
  const admit = hourly(clock)
  return {
    model: settings.model,
    complete: async (question, { signal }) => {
      const ended = AbortSignal.any([signal, AbortSignal.timeout(longestMs)])
      const answered = await completeWith(admit(ask), settings.model, question, ended)
      if (answered.ok || !ended.aborted) return answered
      if (signal.aborted) return refuse('cancelled', 'The question was withdrawn.')
      return refuse('timeout', `The language model took longer than ${longestMs / 1000} s.`, { params: { seconds: longestMs / 1000 } })
    },
  }
}

async function completeWith<Answer>(
  ask: AskModel,
  model: string,
  { system, user, schema }: Question<Answer>,
  signal: AbortSignal,
): Promise<Outcome<Answered<Answer>>> {
  const turns: Turn[] = [{ role: 'user', text: user }]
  for (const isLast of [false, true]) {
    const said = await ask({ system, turns, schema: plainSchema(schema) }, signal)
    if (!said.ok) return said
    const read = schema.safeParse(parseJson(bare(said.value)))
    if (read.success) return succeed({ answer: read.data, model })
    if (isLast) break
    const faults = read.error.issues.slice(0, MOST_FAULTS).map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`)
    if (said.value !== '') turns.push({ role: 'assistant', text: said.value })
    turns.push({ role: 'user', text: JSON.stringify({ answerDoesNotFit: faults }) })
  }
  const detail = 'The language model did not answer in the form that was asked for.'
  return { ok: false, problem: makeProblem('provider_failed', detail, { params: { provider: model, reason: 'output' } }) }
}

/** Some models wrap JSON in a fence although they are told not to. */
function bare(text: string): string {
  return text.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, '')
}

/** Lets so many questions through in any hour, and refuses the rest. */
function hourly(clock: () => number): (ask: AskModel) => AskModel {
  let recent: readonly number[] = []
  return (ask) => async (asked, signal) => {
    const now = clock()
    recent = recent.filter((at) => at > now - HOUR_MS)
    if (recent.length >= CALLS_PER_HOUR) {
      return refuse('rate_limited', `The language model is asked ${CALLS_PER_HOUR} times an hour at most.`, { action: 'wait' })
    }
    recent = [...recent, now]
    return await ask(asked, signal)
  }
}
