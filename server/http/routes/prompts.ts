import { createRoute } from '@hono/zod-openapi'
import { enrich } from 'shared/strategy'
import { PROMPT_LENGTH, type PromptAnswer, promptAnswer, promptRequest, type PromptRequest, SEGMENT_DURATION } from 'shared/wire'
import { REWRITE_VERSION, rewriteQuestion } from '../../providers/index.ts'
import { createRoutes } from '../context.ts'
import { refuseInvalid } from '../invalid.ts'
import { bearer, json, jsonBody, problems } from '../route-parts.ts'
import type { Services } from '../services.ts'

const postPrompts = createRoute({
  method: 'post',
  path: '/api/prompts',
  tags: ['Ideas'],
  summary: 'Other words for a prompt, by the language model where one is named, else by rules',
  security: bearer,
  request: { body: jsonBody(promptRequest) },
  responses: { 200: json(promptAnswer, 'The prompt anew, and who wrote it'), ...problems },
})

const promptHook = refuseInvalid({ schema: promptRequest })

/** Words a prompt anew; nothing is stored or charged. */
export function promptRoutes({ planner }: Pick<Services, 'planner'>) {
  return createRoutes().openapi(
    postPrompts,
    async (c) => {
      const asked = c.req.valid('json')
      if (planner === null) return c.json(byRules(asked, null), 200)
      const { prompt, wish = null, style = '', duration = SEGMENT_DURATION.default, cast = [] } = asked
      const question = rewriteQuestion(REWRITE_VERSION, { prompt, wish, style, seconds: duration, cast })
      const said = await planner.complete(question, { signal: c.req.raw.signal })
      if (!said.ok) return c.json(byRules(asked, said.problem.detail), 200)
      const { answer, model } = said.value
      return c.json({ prompt: answer.prompt, by: 'language_model' as const, model, note: null }, 200)
    },
    promptHook,
  )
}

/** The person's words, with the wish behind them, or with what a clip of one shot needs. */
function byRules({ prompt, wish }: PromptRequest, note: string | null): PromptAnswer {
  const phrases = wish === undefined ? ['one unbroken shot', 'natural, continuous motion'] : [wish]
  return { prompt: enrich(prompt, phrases, PROMPT_LENGTH.maximum).slice(0, PROMPT_LENGTH.maximum), by: 'rules', model: null, note }
}
