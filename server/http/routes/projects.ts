import { createRoute } from '@hono/zod-openapi'
import { type Outcome, storyboard } from 'shared/wire'
import { z } from 'zod'
import { PROJECT_LIMITS } from '../../jobs/index.ts'
import { answer, answerProblem, createRoutes } from '../context.ts'
import { bearer, json, problems, spendingHeaders } from '../route-parts.ts'
import type { Services } from '../services.ts'
import { createReceiver } from '../upload.ts'

const importProject = createRoute({
  method: 'post',
  path: '/api/storyboards/import',
  tags: ['Storyboards'],
  summary: 'Open a project: a new storyboard with its takes and files from an archive that was exported',
  description:
    'The body is the archive as the export preset `archive` writes it, at most 16 GiB. Either all of it is there afterwards or nothing.',
  security: bearer,
  request: {
    headers: spendingHeaders,
    body: { required: true, content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } },
  },
  responses: { 201: { ...json(storyboard, 'The storyboard'), headers: z.object({ location: z.string() }) }, ...problems },
})

/** Projects that come back as archives; they leave as exports. */
export function projectRoutes({ jobs, storyboards, storage }: Pick<Services, 'jobs' | 'storyboards' | 'storage'>) {
  const receiver = createReceiver()
  const receive = async (userId: string, request: Request, key: string | null): Promise<Outcome<string>> => {
    await using archive = await storage.temporary('zip')
    const received = await receiver.receive(request.body ?? [], archive.path, PROJECT_LIMITS.bytes)
    if (!received.ok) return received
    return await jobs.importProject(userId, archive.path, { idempotencyKey: key, signal: request.signal })
  }
  return createRoutes().openapi(importProject, async (c) => {
    const made = await receive(c.var.userId, c.req.raw, c.req.valid('header')['idempotency-key'] ?? null)
    if (!made.ok) return answerProblem(c, made.problem)
    const story = await storyboards.get(c.var.userId, made.value)
    if (story === null) return answer(c, 'not_found', 'The storyboard was deleted at once.')
    return c.json(story, 201, { Location: `/api/storyboards/${story.id}` })
  })
}
