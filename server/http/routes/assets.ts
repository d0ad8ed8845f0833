import { createRoute } from '@hono/zod-openapi'
import { asset, assetByUrl, assetId, assetList, assetPatch, assetQuery } from 'shared/wire'
import { z } from 'zod'
import { answerPage } from '../answer-page.ts'
import { answer, answerProblem, createRoutes } from '../context.ts'
import { refuseInvalid } from '../invalid.ts'
import { bearer, json, jsonBody, problems } from '../route-parts.ts'
import { disposition, sendBlob } from '../send-blob.ts'
import type { Services } from '../services.ts'
import { createIntake, uploadQuery } from '../intake.ts'

const params = z.object({ id: assetId })
const binary = { type: 'string', format: 'binary' } as const

const createAsset = createRoute({
  method: 'post',
  path: '/api/assets',
  tags: ['Assets'],
  summary: 'Upload a file, or have the server fetch one',
  description:
    'Takes the bytes themselves, a form with the field `file`, or JSON with a `url`. At most 25 MiB, sounds 200 MiB, videos 4 GiB.',
  security: bearer,
  request: {
    query: uploadQuery,
    body: {
      content: {
        'application/json': { schema: assetByUrl },
        'multipart/form-data': {
          schema: {
            type: 'object',
            required: ['file'],
            properties: {
              file: binary,
              sourceType: { type: 'string', enum: ['uploaded', 'grabbed', 'captured'] },
              origin: { type: 'string', description: 'An AssetOrigin as JSON text' },
              pageUrl: { type: 'string' },
              pageTitle: { type: 'string' },
              imageUrl: { type: 'string' },
              alt: { type: 'string' },
            },
          },
        },
        'image/*': { schema: binary },
        'video/*': { schema: binary },
        'audio/*': { schema: binary },
        'application/octet-stream': { schema: binary },
      },
    },
  },
  responses: {
    200: json(asset, 'The asset that these very bytes made before'),
    201: { ...json(asset, 'The new asset'), headers: z.object({ location: z.string() }) },
    ...problems,
  },
})

const listAssets = createRoute({
  method: 'get',
  path: '/api/assets',
  tags: ['Assets'],
  summary: 'List assets, newest first',
  security: bearer,
  request: { query: assetQuery },
  responses: { 200: json(assetList, 'A page of assets'), ...problems },
})

const getAsset = createRoute({
  method: 'get',
  path: '/api/assets/{id}',
  tags: ['Assets'],
  summary: 'Read an asset',
  security: bearer,
  request: { params },
  responses: { 200: json(asset, 'The asset'), ...problems },
})

const patchAsset = createRoute({
  method: 'patch',
  path: '/api/assets/{id}',
  tags: ['Assets'],
  summary: 'Title, describe or tag an asset',
  security: bearer,
  request: { params, body: jsonBody(assetPatch) },
  responses: { 200: json(asset, 'The asset as it is now'), ...problems },
})

const deleteAsset = createRoute({
  method: 'delete',
  path: '/api/assets/{id}',
  tags: ['Assets'],
  summary: 'Delete an asset that nothing refers to',
  security: bearer,
  request: { params },
  responses: { 204: { description: 'Deleted' }, ...problems },
})

const getMedia = createRoute({
  method: 'get',
  path: '/media/{id}',
  tags: ['Assets'],
  summary: 'The bytes of an asset, by the signed link that `url` of the asset is; ranges are served',
  request: { params, query: z.object({ exp: z.string().max(20).optional(), sig: z.string().max(200).optional() }) },
  responses: {
    200: { description: 'The file', content: { '*/*': { schema: binary } } },
    206: { description: 'The part that was asked for', content: { '*/*': { schema: binary } } },
    304: { description: 'The client has it already' },
    ...problems,
  },
})

/** The library, and the bytes themselves. */
export function assetRoutes(services: Services) {
  const { library, storage, signer, clock } = services
  const intake = createIntake(services)
  return createRoutes()
    .openapi(createAsset, async (c) => {
      const outcome = await intake(c.var.userId, c.req, c.req.valid('query'))
      if (!outcome.ok) return answerProblem(c, outcome.problem)
      c.header('Location', `/api/assets/${outcome.value.asset.id}`)
      return outcome.value.created ? c.json(outcome.value.asset, 201) : c.json(outcome.value.asset, 200)
    })
    .openapi(listAssets, async (c) => {
      const outcome = await library.list(c.var.userId, c.req.valid('query'))
      return outcome.ok ? answerPage(c, outcome.value) : answerProblem(c, outcome.problem)
    })
    .openapi(getAsset, async (c) => {
      const found = await library.get(c.var.userId, c.req.valid('param').id)
      return found === null ? answer(c, 'not_found', 'There is no such asset.') : c.json(found, 200)
    })
    .openapi(
      patchAsset,
      async (c) => {
        const outcome = await library.patch(c.var.userId, c.req.valid('param').id, c.req.valid('json'))
        return outcome.ok ? c.json(outcome.value, 200) : answerProblem(c, outcome.problem)
      },
      refuseInvalid({ schema: assetPatch }),
    )
    .openapi(deleteAsset, async (c) => {
      const outcome = await library.remove(c.var.userId, c.req.valid('param').id)
      return outcome.ok ? c.body(null, 204) : answerProblem(c, outcome.problem)
    })
    .openapi(getMedia, async (c) => {
      const { exp, sig } = c.req.valid('query')
      const now = clock()
      if (!signer.verify(c.req.path, exp ?? null, sig ?? null, now)) {
        return answer(c, 'forbidden', 'This link is not valid any more: read the asset again for a new one.')
      }
      const blob = await library.blobForMedia(c.req.valid('param').id)
      if (blob === null) return answer(c, 'not_found', 'There is no such file.')
      const seconds = Math.max(0, Math.floor(Number(exp) - now / 1000))
      return sendBlob(c, storage, {
        ...blob,
        disposition: disposition('inline', blob.filename),
        cacheControl: `private, max-age=${seconds}, immutable`,
      })
    })
}
