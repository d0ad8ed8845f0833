import { createRoute } from '@hono/zod-openapi'
import {
  segmentAddition,
  segmentId,
  segmentInput,
  storyboard,
  storyboardId,
  storyboardList,
  storyboardPatch,
  storyboardQuery,
  storyboardRequest,
  takeChoice,
} from 'shared/wire'
import { z } from 'zod'
import { answerPage } from '../answer-page.ts'
import { answer, answerProblem, createRoutes } from '../context.ts'
import { editHeaders, versionOf } from '../if-match.ts'
import { refuseInvalid } from '../invalid.ts'
import { bearer, json, jsonBody, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'

const params = z.object({ id: storyboardId })
const segmentParams = z.object({ id: storyboardId, sid: segmentId })
const edited = { 200: json(storyboard, 'The storyboard as it is now'), ...problems }
const common = { tags: ['Storyboards'], security: bearer }

const createStoryboard = createRoute({
  ...common,
  method: 'post',
  path: '/api/storyboards',
  summary: 'Keep a story, or have one planned from a sentence, from pictures or from a page',
  request: { headers: spendingHeaders, body: jsonBody(storyboardRequest) },
  responses: { 201: { ...json(storyboard, 'The storyboard'), headers: z.object({ location: z.string() }) }, ...problems },
})

const listStoryboards = createRoute({
  ...common,
  method: 'get',
  path: '/api/storyboards',
  summary: 'List storyboards, newest first',
  request: { query: storyboardQuery },
  responses: { 200: json(storyboardList, 'A page of storyboards'), ...problems },
})

const getStoryboard = createRoute({
  ...common,
  method: 'get',
  path: '/api/storyboards/{id}',
  summary: 'Read a storyboard',
  request: { params },
  responses: { 200: json(storyboard, 'The storyboard'), ...problems },
})

const patchStoryboard = createRoute({
  ...common,
  method: 'patch',
  path: '/api/storyboards/{id}',
  summary: 'Change what is not in the segments, or lay them out anew',
  request: { params, headers: editHeaders, body: jsonBody(storyboardPatch) },
  responses: edited,
})

const deleteStoryboard = createRoute({
  ...common,
  method: 'delete',
  path: '/api/storyboards/{id}',
  summary: 'Delete a storyboard; what was made for it stays',
  request: { params },
  responses: { 204: { description: 'Deleted' }, ...problems },
})

const undoEdit = createRoute({
  ...common,
  method: 'post',
  path: '/api/storyboards/{id}/undo',
  summary: 'Take the last edit back',
  request: { params, headers: editHeaders },
  responses: edited,
})

const redoEdit = createRoute({
  ...common,
  method: 'post',
  path: '/api/storyboards/{id}/redo',
  summary: 'Make an edit again that was taken back',
  request: { params, headers: editHeaders },
  responses: edited,
})

const createSegment = createRoute({
  ...common,
  method: 'post',
  path: '/api/storyboards/{id}/segments',
  summary: 'Add a segment, or a copy of one',
  request: { params, headers: editHeaders, body: jsonBody(segmentAddition) },
  responses: { 201: json(storyboard, 'The storyboard as it is now'), ...problems },
})

const patchSegment = createRoute({
  ...common,
  method: 'patch',
  path: '/api/storyboards/{id}/segments/{sid}',
  summary: 'Change a segment',
  request: { params: segmentParams, headers: editHeaders, body: jsonBody(segmentInput) },
  responses: edited,
})

const deleteSegment = createRoute({
  ...common,
  method: 'delete',
  path: '/api/storyboards/{id}/segments/{sid}',
  summary: 'Take a segment out',
  request: { params: segmentParams, headers: editHeaders },
  responses: edited,
})

const chooseTake = createRoute({
  ...common,
  method: 'post',
  path: '/api/storyboards/{id}/segments/{sid}/choose',
  summary: 'Show another take of a segment',
  request: { params: segmentParams, headers: editHeaders, body: jsonBody(takeChoice) },
  responses: edited,
})

/** Stories and their segments. */
export function storyboardRoutes({ storyboards }: Pick<Services, 'storyboards'>) {
  return createRoutes()
    .openapi(
      createStoryboard,
      async (c) => {
        const idempotencyKey = c.req.valid('header')['idempotency-key'] ?? null
        const made = await storyboards.create(c.var.userId, c.req.valid('json'), { idempotencyKey, signal: c.req.raw.signal })
        if (!made.ok) return answerProblem(c, made.problem)
        c.header('Location', `/api/storyboards/${made.value.id}`)
        return c.json(made.value, 201)
      },
      refuseInvalid({ schema: storyboardRequest }),
    )
    .openapi(listStoryboards, async (c) => {
      const outcome = await storyboards.list(c.var.userId, c.req.valid('query'))
      return outcome.ok ? answerPage(c, outcome.value) : answerProblem(c, outcome.problem)
    })
    .openapi(getStoryboard, async (c) => {
      const found = await storyboards.get(c.var.userId, c.req.valid('param').id)
      return found === null ? answer(c, 'not_found', 'There is no such storyboard.') : c.json(found, 200)
    })
    .openapi(
      patchStoryboard,
      async (c) => {
        const version = versionOf(c.req.valid('header'))
        const outcome = await storyboards.patch(c.var.userId, c.req.valid('param').id, c.req.valid('json'), version)
        return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
      },
      refuseInvalid({ schema: storyboardPatch }),
    )
    .openapi(deleteStoryboard, async (c) => {
      const outcome = await storyboards.remove(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.body(null, 204) : answerProblem(c, outcome.problem)
    })
    .openapi(undoEdit, async (c) => {
      const outcome = await storyboards.undo(c.var.userId, c.req.valid('param').id, versionOf(c.req.valid('header')))
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(redoEdit, async (c) => {
      const outcome = await storyboards.redo(c.var.userId, c.req.valid('param').id, versionOf(c.req.valid('header')))
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(
      createSegment,
      async (c) => {
        const version = versionOf(c.req.valid('header'))
        const outcome = await storyboards.addSegment(c.var.userId, c.req.valid('param').id, c.req.valid('json'), version)
        return outcome.ok ? c.json(outcome.value, 201) : answerProblem(c, outcome.problem)
      },
      refuseInvalid({ schema: segmentAddition }),
    )
    .openapi(
      patchSegment,
      async (c) => {
        const at = placeOf(c.var.userId, c.req.valid('param'))
        const outcome = await storyboards.patchSegment(at, c.req.valid('json'), versionOf(c.req.valid('header')))
        return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
      },
      refuseInvalid({ schema: segmentInput }),
    )
    .openapi(deleteSegment, async (c) => {
      const at = placeOf(c.var.userId, c.req.valid('param'))
      const outcome = await storyboards.removeSegment(at, versionOf(c.req.valid('header')))
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
    .openapi(chooseTake, async (c) => {
      const at = placeOf(c.var.userId, c.req.valid('param'))
      const outcome = await storyboards.choose(at, c.req.valid('json'), versionOf(c.req.valid('header')))
      return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
    })
}

function placeOf(userId: string, { id, sid }: { readonly id: string; readonly sid: string }) {
  return { userId, storyboardId: id, segmentId: sid }
}
