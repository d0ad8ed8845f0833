import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { imageToVideo, type RunwayBody, textToImage, textToVideo, videoToVideo } from './runway-bodies.ts'
import { creditsFor } from './runway-credits.ts'
import type { ResultSpec } from './media.ts'
import { type SimulatedCall, type SimulatedJob, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'

/** The one key that it takes. */
export const RUNWAY_KEY = 'key_5imulated0000000000000000000000'
/** What `auto` sizes and clips of unknown shape come out as. */
const USUAL = { width: 1280, height: 720 } as const
const OUTPUT_FPS = 24

interface Stored {
  readonly filename: string
  readonly policy: string
  bytes: Uint8Array | null
}

/** Runway's API, as providers-a section 1 has it. Files that were uploaded are kept until it stops. */
export async function startRunway(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(describeRunway, options)
  return {
    ...simulator,
    // 1.4: input that moderation refuses is not refunded.
    set: (changes) =>
      simulator.set(changes.outcome === undefined ? changes : { chargeOnFailure: changes.outcome === 'moderate_input', ...changes }),
  }
}

function describeRunway(world: World): void {
  const uploads = new Map<string, Stored>()
  addUploads(world, uploads)
  const routes = {
    text_to_video: textToVideo,
    image_to_video: imageToVideo,
    video_to_video: videoToVideo,
    text_to_image: textToImage,
  } as const
  for (const [path, schema] of Object.entries(routes)) {
    // 1.1, table of methods
    world.add('POST', `/v1/${path}`, 'start', (call) => refusedHead(call) ?? create(world, uploads, schema, call.json()))
  }
  // 1.1: GET / DELETE /v1/tasks/{id}
  world.add('GET', '/v1/tasks/:id', 'observe', (call) => refusedHead(call) ?? show(world, call))
  world.add('DELETE', '/v1/tasks/:id', 'cancel', (call) => refusedHead(call) ?? remove(world, call))
}

/** 1.1: the headers that every call must have; 1.3: what is said where they are missing. */
function refusedHead({ method, headers }: SimulatedCall): Response | null {
  const key = headers.get('authorization')
  if (key === null) return refusal(401, 'No API key was provided. Use the Authorization header to provide it.')
  if (key !== `Bearer ${RUNWAY_KEY}`) return refusal(401, 'The API key is invalid.')
  if (headers.get('x-runway-version') !== '2024-11-06') return refusal(400, 'The X-Runway-Version header is missing or names no version.')
  if (method === 'POST' && headers.get('content-type') !== 'application/json') return refusal(415, 'Send JSON.')
  return null
}

function create(world: World, uploads: ReadonlyMap<string, Stored>, schema: z.ZodType<RunwayBody>, json: unknown): Response {
  const parsed = schema.safeParse(json)
  if (!parsed.success) return invalid(parsed.error.issues)
  const body = parsed.data
  const missing = mediaOf(json).find((uri) => uri.startsWith('runway://') && (uploads.get(uri)?.bytes ?? null) === null)
  if (missing !== undefined) return invalid([{ code: 'custom', path: [], message: 'Invalid asset URI' }])
  const video = mediaOf(json)
    .flatMap((uri) => [uploads.get(uri)])
    .find((stored) => stored?.filename.endsWith('.mp4'))
  const bought = { seconds: secondsOf(body, video?.bytes ?? null), ...frameOf(body) }
  const credits = creditsFor(body, bought)
  if (credits === null) return invalid([{ code: 'custom', path: ['ratio'], message: 'No published price' }])
  const result: ResultSpec = {
    ...bought,
    kind: isImage(body) ? 'image' : 'clip',
    frameRate: OUTPUT_FPS,
    audio: ('audio' in body && body.audio === true) || body.model.startsWith('gemini_omni'),
  }
  const job = world.take({ id: randomUUID(), key: null, request: json, result, usdMicros: credits * 10_000 })
  // 1.3: `{id, estimatedCost:{credits}}`
  return Response.json({ id: job.id, estimatedCost: { credits } })
}

/** 1.4: the table of failure codes. */
const ENDINGS = {
  succeed: { status: 'SUCCEEDED' },
  no_url: { status: 'SUCCEEDED', output: [] },
  strange_status: { status: 'REVIEWING' },
  fail: { status: 'FAILED', failure: 'An unexpected error occurred.', failureCode: 'INTERNAL' },
  moderate_input: { status: 'FAILED', failure: 'The text prompt was refused.', failureCode: 'SAFETY.INPUT.TEXT' },
  moderate_output: { status: 'FAILED', failure: 'The output was refused.', failureCode: 'SAFETY.OUTPUT.VIDEO' },
} as const

/** 1.3: the shapes of a task; 1.4: what it means. A task that was deleted cannot be fetched. */
function show(world: World, call: SimulatedCall): Response {
  const job = world.find(({ id }) => id === call.param('id'))
  if (job === null) return refusal(404, 'Task not found.')
  const stage = world.stage(job)
  const head = { id: job.id, createdAt: new Date(job.takenAt).toISOString() }
  const estimatedCost = { credits: job.usdMicros / 10_000 }
  const cost = { credits: world.chargedUsdMicros(job) / 10_000 }
  switch (stage.kind) {
    case 'queued':
      // 1.4: PENDING, or THROTTLED while the account's limit of concurrent tasks is reached
      return Response.json({ ...head, status: runningBefore(world, job) > 1 ? 'THROTTLED' : 'PENDING', estimatedCost })
    case 'running':
      return Response.json({ ...head, status: 'RUNNING', progress: stage.progress, estimatedCost })
    case 'cancelled':
      return Response.json({ ...head, status: 'CANCELLED', cost })
    case 'ended':
      break
  }
  const output = stage.outcome === 'succeed' ? { output: [world.link(job)] } : {}
  return Response.json({ ...head, ...ENDINGS[stage.outcome], ...output, cost })
}

/** 1.4: DELETE ends what runs and deletes what is over; neither can be fetched again. */
function remove(world: World, call: SimulatedCall): Response {
  const job = world.find(({ id }) => id === call.param('id'))
  if (job === null) return refusal(404, 'Task not found.')
  const { kind } = world.stage(job)
  if (kind === 'queued' || kind === 'running') job.cancelledAt = world.now()
  job.forgotten = true
  return new Response(null, { status: 204 })
}

/** 1.3, "Upload": an address is asked for, then the file is posted there with the fields that came with it. */
function addUploads(world: World, uploads: Map<string, Stored>): void {
  const asked = z.strictObject({ filename: z.string().regex(/\.(jpe?g|png|webp|mp4|mov|mp3|wav)$/i), type: z.literal('ephemeral') })
  world.add('POST', '/v1/uploads', 'upload', (call) => {
    const refused = refusedHead(call)
    if (refused !== null) return refused
    const parsed = asked.safeParse(call.json())
    if (!parsed.success) return invalid(parsed.error.issues)
    const [id, policy] = [randomUUID(), randomUUID()]
    uploads.set(`runway://${id}`, { filename: parsed.data.filename, policy, bytes: null })
    return Response.json({ uploadUrl: `${world.base()}/storage`, fields: { key: id, policy }, runwayUri: `runway://${id}` })
  })
  world.add('POST', '/storage', 'upload', async (call) => {
    const form = await call.form()
    const entries = [...(form?.entries() ?? [])]
    const [name, file] = entries.at(-1) ?? []
    const key = form?.get('key')
    const stored = typeof key === 'string' ? uploads.get(`runway://${key}`) : undefined
    // 1.3: "multipart (fields…, optional `metadata`, `file` last, no auth header)"
    if (call.headers.has('authorization') || name !== 'file' || !(file instanceof Blob))
      return new Response('InvalidArgument', { status: 400 })
    if (stored === undefined || form?.get('policy') !== stored.policy) return new Response('AccessDenied', { status: 403 })
    // 1.3: 200 MB
    if (file.size > 200_000_000) return new Response('EntityTooLarge', { status: 400 })
    stored.bytes = new Uint8Array(await file.arrayBuffer())
    return new Response(null, { status: 204 })
  })
}

/** Every address of a file in a body. */
function mediaOf(body: unknown): readonly string[] {
  if (typeof body === 'string') return /^(runway|https|data):/.test(body) ? [body] : []
  return typeof body === 'object' && body !== null ? Object.values(body).flatMap(mediaOf) : []
}

/** What is asked for, or as long as the clip that is edited. */
function secondsOf(body: RunwayBody, video: Uint8Array | null): number {
  if ('duration' in body && typeof body.duration === 'number') return body.duration
  return video === null ? 5 : Math.max(1, Math.ceil(lengthOf(video)))
}

/** Seconds of an MP4 by its movie header (ISO 14496-12, 8.2.2, version 0). */
function lengthOf(mp4: Uint8Array): number {
  const bytes = Buffer.from(mp4)
  const at = bytes.indexOf('mvhd')
  return at < 0 ? 0 : bytes.readUInt32BE(at + 20) / bytes.readUInt32BE(at + 16)
}

function frameOf(body: RunwayBody): { readonly width: number; readonly height: number } {
  const short = 'resolution' in body ? Number.parseInt(body.resolution ?? '', 10) : 720
  if (!('ratio' in body) || body.ratio === undefined || body.ratio.startsWith('auto')) {
    return { width: even((short * USUAL.width) / USUAL.height), height: short }
  }
  const [width = 0, height = 0] = body.ratio.split(':').map(Number)
  const scale = width < 100 ? short / Math.min(width, height) : 1
  return { width: even(width * scale), height: even(height * scale) }
}

function even(length: number): number {
  return Math.round(length / 2) * 2
}

function isImage(body: RunwayBody): boolean {
  return body.model.includes('image') && body.model !== 'grok_imagine_1_5'
}

function runningBefore(world: World, job: SimulatedJob): number {
  return world.jobs.filter((other) => other.takenAt < job.takenAt && world.stage(other).kind === 'running').length
}

/** 1.3: `error` is a text. */
function refusal(status: number, error: string): Response {
  return Response.json({ error, docUrl: 'https://docs.dev.runwayml.com/' }, { status })
}

/** 1.3: a body that does not fit. */
function invalid(
  issues: readonly { readonly code?: string | undefined; readonly path: readonly PropertyKey[]; readonly message: string }[],
): Response {
  return Response.json({ error: 'Validation of body failed', issues, docUrl: 'https://docs.dev.runwayml.com/' }, { status: 400 })
}
