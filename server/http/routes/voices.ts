import { createRoute } from '@hono/zod-openapi'
import { voiceList, voiceQuery } from 'shared/wire'
import { listVoices } from '../../providers/index.ts'
import { createRoutes } from '../context.ts'
import { refuseInvalid } from '../invalid.ts'
import { bearer, json, problems } from '../route-parts.ts'
import type { Services } from '../services.ts'

const getVoices = createRoute({
  method: 'get',
  path: '/api/voices',
  tags: ['Providers'],
  summary: 'Voices that can be asked for now',
  security: bearer,
  request: { query: voiceQuery },
  responses: {
    200: json(voiceList, 'Those of providers that are set up; a voice without languages speaks all that its provider does'),
    ...problems,
  },
})

const voicesHook = refuseInvalid({ schema: voiceQuery })

/** Who can speak. */
export function voiceRoutes({ providers }: Pick<Services, 'providers'>) {
  return createRoutes().openapi(getVoices, (c) => c.json({ items: listVoices(providers, c.req.valid('query')) }, 200), voicesHook)
}
