import { createRoute } from '@hono/zod-openapi'
import { comfyuiGraph, comfyuiGraphList, comfyuiGraphName, refuse } from 'shared/wire'
import { z } from 'zod'
import { answer, answerProblem, createRoutes } from '../context.ts'
import { bearer, json, jsonBody, problems } from '../route-parts.ts'
import type { Services } from '../services.ts'

const params = z.object({ name: comfyuiGraphName })
const item = comfyuiGraphList.shape.items.element

const list = createRoute({
  method: 'get',
  path: '/api/comfyui/graphs',
  tags: ['Providers'],
  summary: 'List the graphs for ComfyUI that were uploaded',
  security: bearer,
  responses: { 200: json(comfyuiGraphList, 'The graphs, by name'), ...problems },
})

const put = createRoute({
  method: 'put',
  path: '/api/comfyui/graphs/{name}',
  tags: ['Providers'],
  summary: 'Upload a graph for ComfyUI, which then is the model own/{name}; for the owner',
  security: bearer,
  request: { params, body: jsonBody(comfyuiGraph) },
  responses: { 200: json(item, 'The graph as it is kept'), ...problems },
})

const remove = createRoute({
  method: 'delete',
  path: '/api/comfyui/graphs/{name}',
  tags: ['Providers'],
  summary: 'Remove a graph for ComfyUI; for the owner',
  security: bearer,
  request: { params },
  responses: { 204: { description: 'Its model is offered no more' }, ...problems },
})

/** Graphs of people's own for ComfyUI. Everyone of this server can use them; the owner alone changes them. */
export function comfyuiRoutes({ accounts, providers: { graphs } }: Services) {
  const ownerAlone = async (userId: string) =>
    userId === (await accounts.owner()) ? null : refuse('forbidden', 'Graphs for ComfyUI are changed by the owner.').problem
  return createRoutes()
    .openapi(list, (c) => c.json({ items: graphs.list().map((each) => ({ ...each, model: `own/${each.name}` })) }, 200))
    .openapi(put, async (c) => {
      const refused = await ownerAlone(c.var.userId)
      if (refused !== null) return answerProblem(c, refused)
      const [{ name }, graph] = [c.req.valid('param'), c.req.valid('json')]
      const kept = await graphs.put(name, graph)
      return kept.ok ? c.json({ name, model: kept.value.id, graph }, 200) : answerProblem(c, kept.problem)
    })
    .openapi(remove, async (c) => {
      const refused = await ownerAlone(c.var.userId)
      if (refused !== null) return answerProblem(c, refused)
      const removed = await graphs.remove(c.req.valid('param').name)
      return removed ? c.body(null, 204) : answer(c, 'not_found', 'There is no graph of this name.')
    })
}
