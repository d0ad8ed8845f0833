import { refuse, succeed } from 'shared/wire'
import { z } from 'zod'
import type { LanguageSettings } from '../../config/index.ts'
import { askThrough, quoting } from '../answer.ts'
import { policyRefusal } from '../answers.ts'
import { OPENAI_BASE_URL, openaiClient } from '../openai/client.ts'
import type { ProviderLog } from '../port.ts'
import { providerFetch } from '../transport.ts'
import { LONGEST_ANSWER, LONGEST_MS } from './bounds.ts'
import type { AskModel } from './face.ts'
import { problemOf } from './problems.ts'

const NAMES = { openai: 'OpenAI', compatible: 'The language model', gemini: 'Gemini' } as const
const VARIABLES = { openai: 'OPENAI_API_KEY', compatible: 'OPENAI_COMPATIBLE_API_KEY', gemini: 'GEMINI_API_KEY' } as const

const completion = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
})

/** Models that are asked by OpenAI's chat protocol: its own, and those of servers that speak it. */
export function askOpenaiChat({ service, model, key, baseUrl }: LanguageSettings, log: ProviderLog): AskModel {
  const [name, calls] = [NAMES[service], providerFetch({ headersMs: LONGEST_MS })]
  const say = quoting(log, 'language', key ?? '')
  return async ({ system, turns, schema }, signal) => {
    const messages = [{ role: 'system', content: system }, ...turns.map(({ role, text }) => ({ role, content: text }))]
    const body = {
      model,
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
      // OpenAI has renamed it; servers of one's own have not.
      ...(service === 'openai' ? { max_completion_tokens: LONGEST_ANSWER } : { max_tokens: LONGEST_ANSWER }),
    }
    const answer = await askThrough(calls, async (fetch) => {
      await openaiClient(key ?? '', baseUrl ?? OPENAI_BASE_URL, fetch).post('/chat/completions', { body, signal })
    })
    const problem = problemOf(answer, name, VARIABLES[service], say)
    if (problem !== null) return { ok: false, problem }
    const read = completion.safeParse(answer.kind === 'answered' ? answer.json : undefined)
    const [choice] = read.success ? read.data.choices : []
    if (choice === undefined)
      return refuse('provider_failed', `${name} answered with nothing that can be read.`, { params: { provider: name } })
    const { refusal, content } = choice.message
    if (choice.finish_reason === 'content_filter' || (typeof refusal === 'string' && refusal !== '')) {
      return { ok: false, problem: policyRefusal(name, 'input', 'text') }
    }
    return succeed(content ?? '')
  }
}
