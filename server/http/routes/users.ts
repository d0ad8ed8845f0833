import { createRoute } from '@hono/zod-openapi'
import { creditRequest, user, userId, userList, userRequest } from 'shared/wire'
import { z } from 'zod'
import { answerProblem, createRoutes } from '../context.ts'
import { bearer, json, jsonBody, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'

const me = createRoute({
  method: 'get',
  path: '/api/users/me',
  tags: ['Access'],
  summary: 'Who the token stands for, and what is left of the prepaid credits',
  security: bearer,
  responses: { 200: json(user, 'The user'), ...problems },
})

const list = createRoute({
  method: 'get',
  path: '/api/users',
  tags: ['Access'],
  summary: 'List the users; for the owner',
  security: bearer,
  responses: { 200: json(userList, 'The users, oldest first'), ...problems },
})

const create = createRoute({
  method: 'post',
  path: '/api/users',
  tags: ['Access'],
  summary: 'Add a user, whose clients are then paired with its id; for the owner',
  security: bearer,
  request: { body: jsonBody(userRequest) },
  responses: { 201: json(user, 'The user'), ...problems },
})

const grant = createRoute({
  method: 'post',
  path: '/api/users/{id}/credits',
  tags: ['Money'],
  summary: 'Give prepaid credits, without which a user is not limited by any; for the owner',
  security: bearer,
  request: { params: z.object({ id: userId }), headers: spendingHeaders, body: jsonBody(creditRequest) },
  responses: { 200: json(user, 'The user with what it has now'), ...problems },
})

/** The users of this server and what they have paid in advance. */
export function userRoutes({ accounts }: Services) {
  return createRoutes()
    .openapi(me, async (c) => c.json(await accounts.me(c.var.userId), 200))
    .openapi(list, async (c) => {
      const outcome = await accounts.users(c.var.userId)
      return outcome.ok ? c.json({ items: [...outcome.value] }, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(create, async (c) => {
      const outcome = await accounts.createUser(c.var.userId, c.req.valid('json'))
      return outcome.ok ? c.json(outcome.value, 201) : answerProblem(c, outcome.problem)
    })
    .openapi(grant, async (c) => {
      const key = c.req.valid('header')['idempotency-key'] ?? null
      const outcome = await accounts.grantCredits(c.var.userId, c.req.valid('param').id, c.req.valid('json'), key)
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
}
