import { createRoute } from '@hono/zod-openapi'
import { segmentId, storyboard, storyboardId, takeRequest } from 'shared/wire'
import { z } from 'zod'
import { answer, answerProblem, createRoutes } from '../context.ts'
import { editHeaders, versionOf } from '../if-match.ts'
import { bearer, json, jsonBody, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'

const createTake = createRoute({
  method: 'post',
  path: '/api/storyboards/{id}/segments/{sid}/takes',
  tags: ['Storyboards'],
  summary: 'Take a clip that exists as another take of a segment',
  security: bearer,
  request: {
    params: z.object({ id: storyboardId, sid: segmentId }),
    headers: spendingHeaders.extend(editHeaders.shape),
    body: jsonBody(takeRequest),
  },
  responses: { 201: json(storyboard, 'The storyboard as it is now'), ...problems },
})

/** Further takes of a segment. */
export function takeRoutes({ storyboards }: Pick<Services, 'storyboards'>) {
  return createRoutes().openapi(createTake, async (c) => {
    const { id, sid } = c.req.valid('param')
    const [headers, take] = [c.req.valid('header'), c.req.valid('json')]
    if (!('assetId' in take))
      return answer(c, 'unsupported_option', 'Making a take anew is not available yet.', { params: { option: 'takes' } })
    const at = { userId: c.var.userId, storyboardId: id, segmentId: sid }
    const outcome = await storyboards.takeAsset(at, take, versionOf(headers))
    return outcome.ok ? c.json(outcome.value, 201) : answerProblem(c, outcome.problem)
  })
}
