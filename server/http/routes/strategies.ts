import { createRoute } from '@hono/zod-openapi'
import { strategies } from 'shared/strategy'
import { PROMPT_LENGTH, STRATEGY_COUNT, strategyList, strategyRequest } from 'shared/wire'
import { createRoutes } from '../context.ts'
import { refuseInvalid } from '../invalid.ts'
import { bearer, json, jsonBody, problems } from '../route-parts.ts'

const postStrategies = createRoute({
  method: 'post',
  path: '/api/strategies',
  tags: ['Ideas'],
  summary: 'Ways to film an idea in a mood',
  security: bearer,
  request: { body: jsonBody(strategyRequest) },
  responses: {
    200: json(strategyList, 'The ways; camera, lighting, prompt, shape and length of each fit into a request for a clip'),
    ...problems,
  },
})

const strategyHook = refuseInvalid({ schema: strategyRequest })

/** What a mood stands for; nothing is stored or spent. */
export function strategyRoutes() {
  return createRoutes().openapi(
    postStrategies,
    (c) => {
      const { count = STRATEGY_COUNT.default, seed = 0, ...asked } = c.req.valid('json')
      const items = strategies({ ...asked, seed, maximumLength: PROMPT_LENGTH.maximum }, count)
      return c.json({ items: items.map(({ keywords, ...item }) => ({ ...item, keywords: [...keywords] })) }, 200)
    },
    strategyHook,
  )
}
