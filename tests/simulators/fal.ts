import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { z } from 'zod'
import { ENDPOINTS, type SimulatedEndpoint } from './fal-bodies.ts'
import type { ResultSpec } from './media.ts'
import { mp3Of } from './sounds.ts'
import {
  type Route,
  type SimulatedCall,
  type SimulatedJob,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
  type World,
} from './simulator.ts'

/** A key that is taken; keys at fal have two parts. */
export const FAL_KEY = 'a1b2c3d4-simulated:9f8e7d6c5b4a-simulated'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const initiate = z.strictObject({ content_type: z.string().min(1), file_name: z.string().min(1) })
/** 2a: priority normal or low, the longest wait in seconds (of the client: more than one), how long to keep what is made as JSON. */
const queueHeaders = z.object({
  priority: z.enum(['normal', 'low']).nullable(),
  beginsWithin: z.coerce.number().gt(1).nullable(),
  keeps: z
    .string()
    .regex(/^\{"expiration_duration_seconds":\d+\}$/)
    .nullable(),
})
const kept = z.object({ endpoint: z.string(), webhook: z.string().nullable(), input: z.unknown(), faults: z.array(z.unknown()) })
const wanted = z.object({ stems: z.array(z.string()).optional() })
const shaped = z.object({ resolution: z.string().optional(), aspect_ratio: z.string().catch('16:9'), fps: z.number().catch(24) })

/** fal's queue, storage and keys, by providers-b section 2a; one origin instead of its three hosts. */
export function startFal(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator((world) => {
    addStorage(world)
    for (const [id, endpoint] of Object.entries(ENDPOINTS)) world.add('POST', `/${id}`, 'start', withKey(submit(world, id, endpoint)))
    // 2a: "Status/result/cancel paths keep only owner/alias (first two segments)"
    world.add('GET', '/:owner/:alias/requests/:id/status', 'observe', withKey(status(world)))
    world.add('GET', '/:owner/:alias/requests/:id', 'result', withKey(result(world)))
    world.add('PUT', '/:owner/:alias/requests/:id/cancel', 'cancel', withKey(cancel(world)))
    world.add('GET', '/stems/:id/:name', 'download', async (call) => {
      const sound = await falStem(call.param('name'))
      return new Response(new Uint8Array(sound), { headers: { 'content-type': 'audio/mpeg' } })
    })
    // 2a: `{keys:[{kty:"OKP",crv:"Ed25519",x}]}`
    world.add('GET', '/.well-known/jwks.json', 'other', () => Response.json({ keys: [publicKey.export({ format: 'jwk' })] }))
  }, options)
}

/** A stem that Demucs makes, told from the others by its pitch; the voice is what a job's link leads to. */
export function falStem(name: string): Promise<Buffer> {
  return mp3Of(2, { drums: 300, bass: 600, other: 1200 }[name] ?? 2400)
}

/** The message that fal posts when a request is over, signed as 2a says. */
export function falWebhook(job: SimulatedJob, now: number): { readonly headers: Headers; readonly body: Uint8Array } {
  const body = Buffer.from(JSON.stringify({ request_id: job.id, gateway_request_id: job.id, status: 'OK', payload: {} }))
  const seconds = String(Math.floor(now / 1000))
  const user = 'auth0|simulated'
  const message = [job.id, user, seconds, createHash('sha256').update(body).digest('hex')].join('\n')
  const headers = new Headers({
    'x-fal-webhook-request-id': job.id,
    'x-fal-webhook-user-id': user,
    'x-fal-webhook-timestamp': seconds,
    'x-fal-webhook-signature': sign(null, Buffer.from(message), privateKey).toString('hex'),
  })
  return { headers, body }
}

/** 2a, Storage: initiate with the key, then the bytes to the address that is answered, without. */
function addStorage(world: World): void {
  const announced = new Map<string, string>()
  world.add(
    'POST',
    '/storage/upload/initiate',
    'upload',
    withKey((call) => {
      const read = initiate.safeParse(call.json())
      const sane = call.headers.get('content-type') === 'application/json' && call.url.searchParams.get('storage_type') === 'fal-cdn-v3'
      if (!sane || !read.success) return invalid([{ loc: ['body'], type: 'missing' }])
      const { content_type: type, file_name: name } = read.data
      // The same file has the same address, so that requests can be compared.
      const id = createHash('sha256')
        .update(JSON.stringify([type, name, call.headers.get('x-fal-object-lifecycle')]))
        .digest('hex')
        .slice(0, 32)
      announced.set(id, type)
      return Response.json({ upload_url: `${world.base()}/storage/put/${id}`, file_url: `https://v3.fal.media/files/${id}/${name}` })
    }),
  )
  world.add('PUT', '/storage/put/:id', 'upload', (call) => {
    const type = announced.get(call.param('id'))
    if (type === undefined) return Response.json({ detail: 'Not Found' }, { status: 404 })
    const fits = call.body.length > 0 && call.headers.get('content-type') === type && call.headers.get('authorization') === null
    return fits ? new Response('') : Response.json({ detail: 'Bad Request' }, { status: 400 })
  })
}

/** The queue takes whatever is posted to a model; the model finds the faults (2a, the example of a webhook). */
function submit(world: World, endpoint: string, simulated: SimulatedEndpoint): Route {
  const { input, secondsOf, usdMicrosPerSecond } = simulated
  return (call) => {
    const asked = {
      priority: call.headers.get('x-fal-queue-priority'),
      beginsWithin: call.headers.get('x-fal-request-timeout'),
      keeps: call.headers.get('x-fal-object-lifecycle-preference'),
    }
    const body = z.record(z.string(), z.unknown()).safeParse(call.json())
    if (call.headers.get('content-type') !== 'application/json' || !body.success || !queueHeaders.safeParse(asked).success) {
      return invalid([{ loc: ['header'], type: 'value_error' }])
    }
    const read = input.safeParse(body.data)
    const faults = read.success
      ? []
      : read.error.issues.map(({ path, code }) => ({ loc: ['body', ...path.map(String)], msg: 'invalid', type: code }))
    const id = randomUUID()
    world.take({
      id,
      key: null,
      request: { ...asked, endpoint, webhook: call.url.searchParams.get('fal_webhook'), input: body.data, faults },
      result: specOf(simulated, body.data),
      usdMicros: Math.round(secondsOf(body.data) * usdMicrosPerSecond(body.data)),
    })
    const path = `${world.base()}/${endpoint.split('/').slice(0, 2).join('/')}/requests/${id}`
    const urls = { response_url: path, status_url: `${path}/status`, cancel_url: `${path}/cancel` }
    return Response.json({ status: 'IN_QUEUE', request_id: id, gateway_request_id: id, ...urls, queue_position: 0 })
  }
}

function specOf(
  { secondsOf, sounds, resolution: own = '720p', picture }: SimulatedEndpoint,
  input: Readonly<Record<string, unknown>>,
): ResultSpec {
  if (picture !== undefined) return { kind: 'image', ...picture(input), seconds: 0, frameRate: 0, audio: false }
  const { resolution = own, aspect_ratio: shape, fps } = shaped.parse(input)
  const [wide = 16, high = 9] = shape === 'auto' ? [] : shape.split(':').map(Number)
  const unit = (resolution === '4k' ? 2160 : Number.parseInt(resolution, 10)) / Math.min(wide, high)
  const even = (length: number) => 2 * Math.round((length * unit) / 2)
  return { kind: 'clip', width: even(wide), height: even(high), seconds: secondsOf(input), frameRate: fps, audio: sounds(input) }
}

function status(world: World): Route {
  return (call) => {
    const job = find(world, call)
    if (job === null) return notFound()
    const stage = world.stage(job)
    if (stage.kind === 'queued') return Response.json({ status: 'IN_QUEUE', request_id: job.id, queue_position: 2 })
    if (stage.kind === 'running') return Response.json({ status: 'IN_PROGRESS', request_id: job.id, logs: null })
    const strange = stage.kind === 'ended' && stage.outcome === 'strange_status'
    // 2a: "COMPLETED is not success"; failed and cancelled requests are that, too
    return Response.json({ status: strange ? 'WARMING_UP' : 'COMPLETED', request_id: job.id, logs: [], metrics: { inference_time: 31.2 } })
  }
}

function result(world: World): Route {
  return (call) => {
    const job = find(world, call)
    if (job === null) return notFound()
    const stage = world.stage(job)
    if (stage.kind === 'cancelled') return infrastructure(499, 'client_cancelled', 'Request was cancelled')
    if (stage.kind !== 'ended') return Response.json({ detail: 'Request is still in progress' }, { status: 400 })
    const { faults } = kept.parse(job.request)
    const isPicture = job.result.kind === 'image'
    if (faults.length > 0) return invalid(faults)
    switch (stage.outcome) {
      case 'fail':
        return modelError(500, [{ loc: ['body'], msg: 'Internal server error', type: 'internal_server_error' }], true)
      case 'moderate_input':
        return modelError(422, [{ loc: ['body', 'prompt'], msg: 'flagged by a content checker', type: 'content_policy_violation' }], false)
      // 2a names no place for what was made; the field of 2b that it would have been in
      case 'moderate_output':
        return modelError(
          422,
          [{ loc: ['body', isPicture ? 'images' : 'video'], msg: 'flagged by a content checker', type: 'content_policy_violation' }],
          false,
        )
      case 'no_url':
        return Response.json(isPicture ? { images: [] } : { video: { content_type: 'video/mp4' } }, {
          headers: { 'x-fal-request-id': job.id },
        })
      case 'succeed':
      case 'strange_status':
        break
    }
    // types: `images: [{url, content_type, width, height}]`
    if (isPicture) {
      const { width, height } = job.result
      const images = [{ url: world.link(job), content_type: 'image/png', width, height }]
      return Response.json({ images, timings: {}, has_nsfw_concepts: [false], prompt: '' }, { headers: { 'x-fal-request-id': job.id } })
    }
    const { stems } = ENDPOINTS[kept.parse(job.request).endpoint] ?? {}
    if (stems !== undefined) {
      const { input } = kept.parse(job.request)
      const asked = wanted.parse(input).stems ?? stems
      const files = asked.map((name) => [name, { url: name === 'vocals' ? world.link(job) : `${world.base()}/stems/${job.id}/${name}` }])
      return Response.json(Object.fromEntries(files), { headers: { 'x-fal-request-id': job.id } })
    }
    const video = { url: world.link(job), content_type: 'video/mp4', file_name: 'output.mp4', file_size: 1 }
    return Response.json({ video }, { headers: { 'x-fal-request-id': job.id } })
  }
}

/** 2a: queued is removed; running is only told; what is over or unknown says so. */
function cancel(world: World): Route {
  return (call) => {
    const job = find(world, call)
    if (job === null) return Response.json({ status: 'NOT_FOUND' }, { status: 404 })
    const { kind } = world.stage(job)
    if (kind === 'ended' || kind === 'cancelled') return Response.json({ status: 'ALREADY_COMPLETED' }, { status: 400 })
    job.cancelledAt = world.now()
    return kind === 'queued' ? Response.json('OK') : Response.json({ status: 'CANCELLATION_REQUESTED' }, { status: 202 })
  }
}

function find(world: World, call: SimulatedCall): SimulatedJob | null {
  const app = `${call.param('owner')}/${call.param('alias')}/`
  return world.find((job) => job.id === call.param('id') && `${kept.parse(job.request).endpoint}/`.startsWith(app))
}

/** 2a: `Authorization: Key $FAL_KEY`. */
function withKey(route: Route): Route {
  return (call) =>
    call.headers.get('authorization') === `Key ${FAL_KEY}`
      ? route(call)
      : Response.json({ detail: 'Cannot access application. Authentication is required.' }, { status: 401 })
}

function modelError(code: number, detail: readonly unknown[], retryable: boolean): Response {
  return Response.json({ detail }, { status: code, headers: { 'x-fal-retryable': String(retryable) } })
}

function invalid(detail: readonly unknown[]): Response {
  return modelError(422, detail, false)
}

function infrastructure(code: number, errorType: string, detail: string): Response {
  return Response.json({ detail, error_type: errorType }, { status: code, headers: { 'x-fal-error-type': errorType } })
}

function notFound(): Response {
  return Response.json({ detail: 'Request not found' }, { status: 404 })
}
