import * as fc from 'fast-check'
import * as wire from 'shared/wire'
import { problem } from 'shared/wire'
import { ZodType, z } from 'zod'
import type { Backend } from '../harness/backend.ts'
import { photo } from '../harness/media.ts'
import { type Endpoint, endpointsOf, readDocument } from '../harness/openapi.ts'
import { type Attempt, attempts } from './made-up-requests.ts'

export interface FuzzOptions {
  /** Requests for each endpoint. */
  readonly cases: number
  readonly seed: number
}

/** What opaque strings may stand for, so that some requests are granted. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  provider: ['local'],
  model: ['motion-1'],
  prompt: ['a quiet title on a dark card'],
  'idempotency-key': ['fuzz-1', 'fuzz-2', 'fuzz-3', 'fuzz-4'],
}

/**
 * Makes a clip and a picture, then sends each endpoint requests made from its schema: fitting, nearly fitting and nonsense. Throws, with the request that did it and
 * the seed, at a 500, at a failure that is no problem document and at an answer that its own schema does not know.
 * @returns how many requests were sent, by status
 */
export async function fuzz(backend: Backend, options: FuzzOptions): Promise<ReadonlyMap<number, number>> {
  const ids = await makeThings(backend)
  const document = {
    ...(await readDocument(backend.base)),
    known: { ...KNOWN, image: ids, video: ids, assetId: ids, 'if-match': ['*', '"1"', '"2"'] },
  }
  const statuses = new Map<number, number>()
  for (const endpoint of endpointsOf(document)) {
    const places = endpoint.path.startsWith('/api/storyboards/') ? await makeStory(backend) : {}
    const property = fc.asyncProperty(attempts({ ...document, places }, endpoint, ids), async (attempt) => {
      const status = await tryOne(backend, endpoint, attempt)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    })
    await fc.assert(property, { numRuns: options.cases, seed: options.seed, endOnFailure: true }).catch((error: unknown) => {
      throw new Error(`${endpoint.method} ${endpoint.path}, seed ${options.seed}: ${String(error)}`, { cause: error })
    })
  }
  return statuses
}

/** Ids of a job, a picture and a video that exist, so that more than 404 is reached. */
async function makeThings(backend: Backend): Promise<readonly string[]> {
  const clip = { kind: 'clip', prompt: 'a quiet title on a dark card', duration: 3, resolution: '720p', frameRate: 24 }
  const made = wire.clipJob.parse(await (await backend.ask('/api/jobs', { json: clip, headers: { Prefer: 'wait=60' } })).json())
  const body = new Uint8Array(await photo(64, 48))
  const added = await backend.ask('/api/assets', { method: 'POST', body, headers: { 'Content-Type': 'image/jpeg' } })
  return [made.id, wire.asset.parse(await added.json()).id, made.result?.video.id ?? '']
}

/** A story of its own for each endpoint, as one of them deletes it. */
async function makeStory(backend: Backend): Promise<Readonly<Record<string, readonly string[]>>> {
  const segments = [{ prompt: 'one' }, { prompt: 'two' }, { prompt: 'three' }]
  const made = wire.storyboard.parse(await (await backend.ask('/api/storyboards', { json: { segments } })).json())
  return { id: [made.id], sid: made.segments.map(({ id }) => id) }
}

async function tryOne(backend: Backend, endpoint: Endpoint, attempt: Attempt): Promise<number> {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(attempt.path[name] ?? ''))
  const abort = new AbortController()
  const answer = await backend.ask(`${path}?${new URLSearchParams(attempt.query).toString()}`, {
    method: endpoint.method,
    headers: { ...attempt.headers, ...(attempt.body === null ? {} : { 'Content-Type': attempt.body.contentType }) },
    signal: abort.signal,
    ...(attempt.body === null ? {} : { body: attempt.body.content }),
  })
  const type = answer.headers.get('content-type') ?? ''
  if (type.startsWith('text/event-stream')) {
    abort.abort()
    return answer.status
  }
  const text = await answer.text()
  if (answer.status === 429 || endpoint.path === '/api/settings') await liftLimits(backend)
  if (answer.status >= 500 && answer.status !== 503) throw new Error(`${answer.status} ${text}`)
  if (answer.status >= 400) {
    if (type !== 'application/problem+json') throw new Error(`${answer.status} is no problem: ${type} ${text}`)
    if (problem.parse(JSON.parse(text)).status !== answer.status) throw new Error(`the problem tells another status than ${answer.status}`)
    return answer.status
  }
  const declared = endpoint.responses[String(answer.status)]
  if (declared === undefined) throw new Error(`${answer.status} is not declared`)
  const schema = declared.content?.['application/json']?.schema
  if (schema === undefined) return answer.status
  const body: unknown = JSON.parse(text)
  schemaNamed(schema.$ref).parse(body)
  if (endpoint.method === 'POST') await cancelWork(backend, body)
  return answer.status
}

/** What was admitted is real work: a thousand clips are not what is tested here. */
async function cancelWork(backend: Backend, body: unknown): Promise<void> {
  const { data: made } = z.object({ id: z.string().optional(), batchId: z.string().nullish() }).safeParse(body)
  const places = [made?.id ?? '', made?.batchId ?? ''].flatMap((id) => {
    if (id.startsWith('job_')) return [`/api/jobs/${id}/cancel`]
    return id.startsWith('bat_') ? [`/api/batches/${id}/cancel`] : []
  })
  for (const place of places) await backend.ask(place, { method: 'POST' })
}

/** A limit that a made-up request has set would refuse all that come after it. */
async function liftLimits({ accounts }: Backend): Promise<void> {
  const limits = { jobsAtOnce: null, jobsPerDay: null, requestsPerMinute: null, videoSeconds: null }
  await accounts.updateSettings(await accounts.owner(), { limits })
}

function schemaNamed(reference: string | undefined): ZodType {
  const name = reference?.split('/').at(-1)
  const found = Object.values(wire).find((each): each is ZodType & typeof each => each instanceof ZodType && each.meta()?.['id'] === name)
  if (found !== undefined) return found
  if (name === 'Health') return z.object({ status: z.literal('ok') })
  throw new Error(`no wire schema is called ${name}`)
}
