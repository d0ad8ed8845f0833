import { createHmac, randomInt } from 'node:crypto'
import { z } from 'zod'
import type { ResultSpec } from './media.ts'
import { type SimulatedCall, type SimulatedJob, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'

export const KLING_KEY = 'kling-key-canary'
export const KLING_WEBHOOK_SECRET = 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=' // providers-b 1c
const UNIT_USD_MICROS = 140_000 // providers-b 1c: 1 unit = $0.14

const options = z
  .strictObject({
    callback_url: z.url().optional(),
    external_task_id: z.string().min(1).optional(),
    watermark_info: z.strictObject({ enabled: z.boolean() }).optional(),
  })
  .optional() // providers-b 1b
/** providers-b 1b: URL or raw base64, without a `data:` prefix (1a). */
const picture = z.string().regex(/^(?:https:\/\/\S+|[A-Za-z0-9+/]{100,}={0,2})$/)
const shape = z.enum(['16:9', '9:16', '1:1']).default('16:9') // providers-b 1b, text to video only
const seconds = z.int().min(3).max(15).default(5) // providers-b 1b: duration int 3–15

/** What each model's settings may hold. providers-b 1b; the turbo models have neither sound nor shots to choose (Kling's own pages of both). */
const SETTINGS = {
  'kling-3.0': z.strictObject({
    resolution: z.enum(['720p', '1080p', '4k']).default('720p'),
    duration: seconds,
    audio: z.enum(['native', 'off']).default('off'),
    multi_shot: z.boolean().default(true),
  }),
  'kling-3.0-turbo': z.strictObject({ resolution: z.enum(['720p', '1080p']).default('720p'), duration: seconds }),
  'kling-2.5-turbo': z.strictObject({
    resolution: z.enum(['720p', '1080p']).default('720p'),
    duration: z.union([z.literal(5), z.literal(10)]).default(5),
  }),
} as const
type Model = keyof typeof SETTINGS
const MODELS = ['kling-3.0', 'kling-3.0-turbo', 'kling-2.5-turbo'] as const satisfies readonly Model[]

/** Units a second, silent and with sound: providers-b 1c. */
const UNITS: Readonly<Record<Model, Readonly<Record<string, readonly [number, number]>>>> = {
  'kling-3.0': { '720p': [0.6, 0.9], '1080p': [0.8, 1.2], '4k': [3, 3] },
  'kling-3.0-turbo': { '720p': [0.8, 0.8], '1080p': [1, 1] },
  'kling-2.5-turbo': { '720p': [0.3, 0.3], '1080p': [0.5, 0.5] },
}

/** Starts Kling's newer API. Codes and statuses of errors: providers-b 1c. */
export function startKling(simulation: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator((world) => {
    const guarded = (route: (call: SimulatedCall) => Response | Promise<Response>) => async (call: SimulatedCall) => {
      const sent = call.headers.get('authorization')
      if (sent === null) return refuse(401, 1001, 'Authorization is empty')
      return sent === `Bearer ${KLING_KEY}` ? await route(call) : refuse(401, 1002, 'Authorization is invalid')
    }
    for (const model of MODELS) {
      const settings = SETTINGS[model].extend({ aspect_ratio: shape })
      const fromText = z.strictObject({ prompt: z.string().min(1).max(3072), settings: settings.optional(), options })
      const fromPicture = z.strictObject({ contents: contentsOf(model), settings: SETTINGS[model].optional(), options })
      world.add(
        'POST',
        `/text-to-video/${model}`,
        'start',
        guarded((call) => create(world, model, fromText, call)),
      )
      world.add(
        'POST',
        `/image-to-video/${model}`,
        'start',
        guarded((call) => create(world, model, fromPicture, call)),
      )
    }
    // One path answers both: by our key it is a look-up, by the task's id it is an observation.
    world.add(
      'GET',
      '/tasks',
      ({ url }) => (url.searchParams.has('external_task_ids') ? 'lookup' : 'observe'),
      guarded((call) => find(world, call)),
    )
  }, simulation)
}

function contentsOf(model: Model) {
  const prompt = z.strictObject({ type: z.literal('prompt'), text: z.string().min(1).max(3072) })
  const first = z.strictObject({ type: z.literal('first_frame'), url: picture })
  const last = z.strictObject({ type: z.literal('last_frame'), url: picture })
  const kinds =
    model === 'kling-3.0-turbo' ? z.discriminatedUnion('type', [prompt, first]) : z.discriminatedUnion('type', [prompt, first, last])
  return z.array(kinds).refine((contents) => contents.some(({ type }) => type === 'first_frame'), 'first_frame is required') // last_frame requires first_frame
}

function create(world: World, model: Model, schema: z.ZodType<{ options?: z.infer<typeof options> }>, call: SimulatedCall): Response {
  if (call.headers.get('content-type') !== 'application/json') return refuse(400, 1200, 'Content-Type must be application/json')
  const parsed = schema.safeParse(call.json())
  if (!parsed.success) return refuse(400, 1201, parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  const request = parsed.data
  const key = request.options?.external_task_id ?? null
  if (key !== null && world.jobs.some((job) => job.key === key)) return refuse(400, 1201, 'external_task_id already exists') // code unknown, likely 1201
  const result = resultOf(model, request)
  const [silent, sounding] = UNITS[model][resolutionOf(request)] ?? [0, 0]
  const usdMicros = Math.round((result.audio ? sounding : silent) * result.seconds * UNIT_USD_MICROS)
  const job = world.take({ id: `8936059464${randomInt(10_000_000, 99_999_999)}`, key, request, result, usdMicros })
  return succeed({ ...timesOf(world, job), id: job.id, status: 'submitted', external_id: key ?? '' })
}

const sized = z.object({
  settings: z.object({ resolution: z.string(), duration: z.number(), aspect_ratio: z.string().optional(), audio: z.string().optional() }),
})

function resolutionOf(request: unknown): string {
  return sized.safeParse(request).data?.settings.resolution ?? '720p'
}

function resultOf(model: Model, request: unknown): ResultSpec {
  const settings = sized.safeParse(request).data?.settings
  const short = { '720p': 720, '1080p': 1080, '4k': 2160 }[settings?.resolution ?? '720p'] ?? 720
  const [across = 16, down = 9] = (settings?.aspect_ratio ?? '16:9').split(':').map(Number)
  const least = Math.min(across, down)
  return {
    kind: 'clip',
    width: (short * across) / least,
    height: (short * down) / least,
    seconds: settings?.duration ?? 5,
    frameRate: 24,
    audio: model === 'kling-3.0-turbo' || settings?.audio === 'native',
  }
}

/** providers-b 1b: `task_ids` or `external_task_ids`, never both, several between commas. */
function find(world: World, { url }: SimulatedCall): Response {
  const ids = url.searchParams.get('task_ids')
  const keys = url.searchParams.get('external_task_ids')
  if ((ids === null) === (keys === null)) return refuse(400, 1201, 'use either task_ids or external_task_ids')
  const wanted = new Set((ids ?? keys ?? '').split(','))
  const jobs = world.jobs.filter(
    (job) => wanted.has(ids === null ? (job.key ?? '') : job.id) && world.find(({ id }) => id === job.id) !== null,
  )
  return succeed(jobs.map((job) => taskOf(world, job)))
}

const FAILURES = {
  fail: 'Generation failed',
  moderate_input: 'The prompt triggered the content risk control of the platform',
  moderate_output: 'The generated video triggered the content risk control of the platform',
} as const

/** A task as it is answered and told: providers-b 1b. */
function taskOf(world: World, job: SimulatedJob): Record<string, unknown> {
  const stage = world.stage(job)
  const common = { id: job.id, message: '', external_id: job.key ?? '', ...timesOf(world, job) }
  if (stage.kind === 'queued') return { ...common, status: 'submitted' }
  if (stage.kind === 'running') return { ...common, status: 'processing' }
  const ended = { ...common, billing: billingOf(world, job) }
  if (stage.kind === 'cancelled') return { ...ended, status: 'failed', message: 'Stopped by the platform' }
  const { outcome } = stage
  if (outcome === 'strange_status') return { ...common, status: 'post_processing' }
  if (outcome === 'succeed' || outcome === 'no_url') {
    return { ...ended, status: 'succeeded', outputs: outcome === 'succeed' ? [outputOf(world, job)] : [] }
  }
  return { ...ended, status: 'failed', message: FAILURES[outcome] }
}

function outputOf(world: World, job: SimulatedJob): Record<string, unknown> {
  return { type: 'video', id: `v${job.id}`, url: world.link(job), watermark_url: '', duration: job.result.seconds.toFixed(1) }
}

function billingOf(world: World, job: SimulatedJob): readonly Record<string, unknown>[] {
  const units = world.chargedUsdMicros(job) / UNIT_USD_MICROS
  return units === 0 ? [] : [{ charge_type: 'unit', amount: String(Math.round(units * 1000) / 1000), package_type: 'video' }]
}

function timesOf(world: World, job: SimulatedJob): { readonly create_time: number; readonly update_time: number } {
  return { create_time: job.takenAt, update_time: world.now() }
}

/** What Kling sends to `callback_url` at a change of a task: the task, not wrapped, signed as Standard Webhooks say. providers-b 1c. */
export function klingMessage(job: SimulatedJob, now: number): { readonly headers: Headers; readonly body: Uint8Array } {
  const task = { id: job.id, status: 'succeeded', message: '', create_time: job.takenAt, update_time: now, external_id: job.key ?? '' }
  const body = Buffer.from(JSON.stringify(task))
  const eventId = `msg_${job.id}`
  const timestamp = String(Math.floor(now / 1000))
  const secret = Buffer.from(KLING_WEBHOOK_SECRET.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', secret).update(`${eventId}.${timestamp}.`).update(body).digest('base64')
  return { headers: new Headers({ 'webhook-id': eventId, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }), body }
}

function succeed(data: unknown): Response {
  return Response.json({ code: 0, message: 'SUCCEED', request_id: 'c0656403-0000', data })
}

function refuse(status: number, code: number, message: string): Response {
  return Response.json({ code, message, request_id: 'c0656403-0000' }, { status })
}
