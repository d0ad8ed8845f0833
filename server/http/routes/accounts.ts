import { createRoute } from '@hono/zod-openapi'
import {
  budget,
  budgetUpdate,
  ledgerList,
  ledgerQuery,
  pairing,
  pairingConfirmation,
  pairingId,
  pairingRequest,
  pairingToken,
  settings,
  settingsUpdate,
  tokenList,
} from 'shared/wire'
import { usdMicros } from 'shared/money'
import { z } from 'zod'
import { answer, answerProblem, createRoutes } from '../context.ts'
import { refuseInvalid } from '../invalid.ts'
import { bearer, json, jsonBody, problems } from '../route-parts.ts'
import type { Services } from '../services.ts'

const open = createRoute({
  method: 'post',
  path: '/api/pairings',
  tags: ['Access'],
  summary: 'Ask to be paired; the server prints a six-digit code',
  request: { body: jsonBody(pairingRequest) },
  responses: { 201: json(pairing, 'A pairing that waits for its code'), ...problems },
})

const confirm = createRoute({
  method: 'post',
  path: '/api/pairings/{id}/confirm',
  tags: ['Access'],
  summary: 'Give the code and get a token',
  request: { params: z.object({ id: pairingId }), body: jsonBody(pairingConfirmation) },
  responses: { 200: json(pairingToken, 'The token, shown this once'), ...problems },
})

const listTokens = createRoute({
  method: 'get',
  path: '/api/tokens',
  tags: ['Access'],
  summary: 'List the paired clients',
  security: bearer,
  responses: { 200: json(tokenList, 'The paired clients'), ...problems },
})

const revokeOwnToken = createRoute({
  method: 'delete',
  path: '/api/tokens',
  tags: ['Access'],
  summary: 'Unpair the client that asks',
  security: bearer,
  responses: { 204: { description: 'The token of this request is no longer known' }, ...problems },
})

const revokeToken = createRoute({
  method: 'delete',
  path: '/api/tokens/{id}',
  tags: ['Access'],
  summary: 'Unpair a client',
  security: bearer,
  request: { params: z.object({ id: z.string().min(1).max(64) }) },
  responses: { 204: { description: 'Its token is no longer known' }, ...problems },
})

const getBudget = createRoute({
  method: 'get',
  path: '/api/budget',
  tags: ['Money'],
  summary: 'What may be, was and will be spent this month',
  security: bearer,
  responses: { 200: json(budget, 'The budget'), ...problems },
})

const setBudget = createRoute({
  method: 'put',
  path: '/api/budget',
  tags: ['Money'],
  summary: 'Cap what may be spent in a month; null lifts the cap',
  security: bearer,
  request: { body: jsonBody(budgetUpdate) },
  responses: { 200: json(budget, 'The budget as it is now'), ...problems },
})

const ledger = createRoute({
  method: 'get',
  path: '/api/ledger',
  tags: ['Money'],
  summary: 'Every movement of money, newest first',
  security: bearer,
  request: { query: ledgerQuery },
  responses: { 200: json(ledgerList, 'A page of entries'), ...problems },
})

const getSettings = createRoute({
  method: 'get',
  path: '/api/settings',
  tags: ['Settings'],
  summary: 'Read the settings',
  security: bearer,
  responses: { 200: json(settings, 'The settings'), ...problems },
})

const putSettings = createRoute({
  method: 'put',
  path: '/api/settings',
  tags: ['Settings'],
  summary: 'Change the settings that are given',
  security: bearer,
  request: { body: jsonBody(settingsUpdate) },
  responses: { 200: json(settings, 'The settings as they are now'), ...problems },
})

const settingsHook = refuseInvalid({ schema: settingsUpdate })

/** Pairing, tokens, money and settings. */
export function accountRoutes({ accounts }: Services) {
  return createRoutes()
    .openapi(open, async (c) => {
      const { name, userId } = c.req.valid('json')
      const outcome = await accounts.openPairing(name, userId)
      if (!outcome.ok) return answerProblem(c, outcome.problem)
      const { id, expiresAt } = outcome.value
      return c.json({ id, expiresAt }, 201)
    })
    .openapi(confirm, async (c) => {
      const outcome = await accounts.confirmPairing(c.req.valid('param').id, c.req.valid('json').code)
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(listTokens, async (c) => c.json({ items: [...(await accounts.tokens(c.var.userId))] }, 200))
    .openapi(revokeOwnToken, async (c) => {
      const { userId, tokenId } = c.var
      if (tokenId === null) return answer(c, 'conflict', 'The fixed token of the environment cannot be revoked here: unset PAGEREEL_TOKEN.')
      const outcome = await accounts.revokeToken(userId, tokenId)
      return outcome.ok ? c.body(null, 204) : answerProblem(c, outcome.problem)
    })
    .openapi(revokeToken, async (c) => {
      const outcome = await accounts.revokeToken(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.body(null, 204) : answerProblem(c, outcome.problem)
    })
    .openapi(getBudget, async (c) => c.json(await accounts.budget(c.var.userId), 200))
    .openapi(setBudget, async (c) => {
      const { monthlyUsdMicros } = c.req.valid('json')
      return c.json(await accounts.setBudget(c.var.userId, monthlyUsdMicros === null ? null : usdMicros(monthlyUsdMicros)), 200)
    })
    .openapi(ledger, async (c) => {
      const outcome = await accounts.ledger(c.var.userId, c.req.valid('query'))
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(getSettings, async (c) => c.json(await accounts.settings(), 200))
    .openapi(
      putSettings,
      async (c) => {
        const outcome = await accounts.updateSettings(c.var.userId, c.req.valid('json'))
        return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
      },
      settingsHook,
    )
}
