import type { Problem } from 'shared/wire'
import { z } from 'zod'
import type { Answer, quoting } from '../answer.ts'
import { badKey, noCredit, rejected, tooBusy, unavailable } from '../answers.ts'

const openaiError = z.looseObject({ error: z.looseObject({ code: z.union([z.string(), z.number()]).nullish() }) })

/** Why an answer is none, told to the log; null where it is one. */
export function problemOf(answer: Answer, name: string, variable: string, say: ReturnType<typeof quoting>): Problem | null {
  if (answer.kind === 'none') {
    say('ask', answer.why)
    return unavailable(name)
  }
  const { status, json, text } = answer
  if (status >= 200 && status < 300) return null
  say('ask', text, status)
  const read = openaiError.safeParse(json)
  const code = read.success ? read.data.error.code : null
  if (status === 402 || code === 'insufficient_quota') return noCredit(name)
  if (status === 401 || status === 403) return badKey(name, variable)
  if (status === 429) return tooBusy(name)
  if (status >= 400 && status < 500 && status !== 408) return rejected(name, null)
  return unavailable(name)
}
