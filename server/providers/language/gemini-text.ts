import { succeed } from 'shared/wire'
import type { LanguageSettings } from '../../config/index.ts'
import { ask, quoting } from '../answer.ts'
import { policyRefusal, unavailable } from '../answers.ts'
import { BLOCKED, GEMINI_BASE_URL, geminiRequest, generated } from '../gemini/protocol.ts'
import type { ProviderLog } from '../port.ts'
import { providerFetch } from '../transport.ts'
import { LONGEST_ANSWER, LONGEST_MS } from './bounds.ts'
import type { AskModel } from './face.ts'
import { problemOf } from './problems.ts'

const NAME = 'Gemini'

/** Gemini's models by `generateContent`, whose answers are held to a schema. */
export function askGemini({ model, key, baseUrl }: LanguageSettings, log: ProviderLog): AskModel {
  const calls = providerFetch({ headersMs: LONGEST_MS })
  const say = quoting(log, 'language', key ?? '')
  return async ({ system, turns, schema }, signal) => {
    const { url, init } = geminiRequest({ key: key ?? '', baseUrl: baseUrl ?? GEMINI_BASE_URL }, model, {
      systemInstruction: { parts: [{ text: system }] },
      contents: turns.map(({ role, text }) => ({ role: role === 'user' ? 'user' : 'model', parts: [{ text }] })),
      generationConfig: { responseMimeType: 'application/json', responseJsonSchema: schema, maxOutputTokens: LONGEST_ANSWER },
    })
    const answer = await ask(calls, url, { ...init, signal })
    const problem = problemOf(answer, NAME, 'GEMINI_API_KEY', say)
    if (problem !== null) return { ok: false, problem }
    const read = generated.safeParse(answer.kind === 'answered' ? answer.json : undefined)
    if (!read.success) return { ok: false, problem: unavailable(NAME) }
    const { promptFeedback, candidates = [] } = read.data
    const [candidate] = candidates
    if (typeof promptFeedback?.blockReason === 'string' || BLOCKED.has(candidate?.finishReason ?? '')) {
      return { ok: false, problem: policyRefusal(NAME, 'input', 'text') }
    }
    const parts = candidate?.content?.parts ?? []
    return succeed(parts.map(({ text, thought }) => (thought === true ? '' : (text ?? ''))).join(''))
  }
}
