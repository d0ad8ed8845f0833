import { createRoute } from '@hono/zod-openapi'
import { type Asset, type Job, jobId, type Outcome, refuse, succeed } from 'shared/wire'
import { z } from 'zod'
import { extensionOf, type StoredFile } from '../../media/index.ts'
import { answer, answerProblem, createRoutes } from '../context.ts'
import { bearer, problems } from '../route-parts.ts'
import { disposition, sendBlob } from '../send-blob.ts'
import type { Services } from '../services.ts'

const FORMATS = ['mp4', 'webm', 'gif'] as const
type Format = (typeof FORMATS)[number]
const MIMES: Readonly<Record<Format, string>> = { mp4: 'video/mp4', webm: 'video/webm', gif: 'image/gif' }

const binary = { schema: { type: 'string', format: 'binary' } } as const
const file = { 'video/mp4': binary, 'video/webm': binary, 'image/gif': binary, '*/*': binary }

const downloadJob = createRoute({
  method: 'get',
  path: '/api/jobs/{id}/download',
  tags: ['Jobs'],
  summary: 'The finished file, as an attachment; a film also as WebM or GIF',
  description: 'Another format is made when it is first asked for, which takes a while, and kept. Breaking the request off ends that.',
  security: bearer,
  request: { params: z.object({ id: jobId }), query: z.strictObject({ format: z.enum(FORMATS).optional() }) },
  responses: {
    200: { description: 'The file', content: file },
    206: { description: 'The part that was asked for', content: file },
    ...problems,
  },
})

/** The finished files of jobs. */
export function downloadRoutes(services: Pick<Services, 'jobs' | 'library' | 'storage'>) {
  const { jobs, library, storage } = services
  return createRoutes().openapi(downloadJob, async (c) => {
    const found = await jobs.get(c.var.userId, c.req.valid('param').id)
    if (found === null) return answer(c, 'not_found', 'There is no such job.')
    if (found.result === null) return answer(c, 'conflict', `The job is ${found.status}; there is no file to download.`)
    const made = fileOf(found)
    if (made === null) return answer(c, 'conflict', `A ${found.kind} has no file of its own to download.`)
    const blob = await library.blobOf(c.var.userId, made.id)
    if (blob === null || (await storage.size(blob.sha256)) === null) return answer(c, 'not_found', 'The file of this job is gone.')
    const sent = await inFormat(services, { ...blob, type: made.type }, c.req.valid('query').format, c.req.raw.signal)
    if (!sent.ok) return answerProblem(c, sent.problem)
    if (c.req.method === 'GET' && c.req.header('range') === undefined) await jobs.countDownload(c.var.userId, found.id)
    return sendBlob(c, storage, {
      ...sent.value,
      disposition: disposition('attachment', filenameOf(found, sent.value.mime)),
      cacheControl: 'private, no-cache',
    })
  })
}

/** A stored file as it is, or in the format that was asked for. `unsupported_option` for what no film is, or films cannot be had as. */
async function inFormat(
  { jobs }: Pick<Services, 'jobs'>,
  { type, ...blob }: StoredFile & { readonly type: Asset['type'] },
  format: Format | undefined,
  signal: AbortSignal,
): Promise<Outcome<StoredFile>> {
  if (format === undefined || MIMES[format] === blob.mime) return succeed(blob)
  if (type === 'video' && format !== 'mp4') return await jobs.inFormat(blob.sha256, format, signal)
  const allowed = FORMATS.filter((each) => MIMES[each] === blob.mime || (type === 'video' && each !== 'mp4'))
  const message = allowed.length === 0 ? 'this file is no film: leave it out' : `must be one of ${allowed.join(', ')} for this file`
  return refuse('unsupported_option', `format: ${message}.`, {
    params: { option: 'format', value: format },
    issues: [{ path: 'format', message, allowed }],
  })
}

/** The file of a job that is over; null where it has none or several. */
function fileOf(job: Job): Asset | null {
  if (job.result === null) return null
  switch (job.kind) {
    case 'clip':
    case 'reel':
      return job.result.video
    case 'image':
      return job.result.image
    case 'speech':
    case 'music':
      return job.result.audio
    case 'transcript':
      return job.result.subtitles
    case 'export':
      return job.result.file
    default:
      return null
  }
}

/** What a person finds again in a folder: the title or the first words of the prompt, the format and the end of the id. */
function filenameOf({ id, kind, title, request }: Job, mime: string): string {
  const asked = 'prompt' in request ? request.prompt : undefined
  const page = 'source' in request ? request.source?.pageTitle : undefined
  const words = (title ?? asked ?? page ?? kind).split(/\s+/).slice(0, 8).join(' ').slice(0, 60)
  const shape = 'aspectRatio' in request && request.aspectRatio !== undefined ? ` ${request.aspectRatio.replace(':', 'x')}` : ''
  const name = `pagereel ${words}${shape} ${id.slice(-6)}`.replaceAll(/[\s.]+/g, '-')
  return `${name}.${extensionOf(mime)}`
}
