import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { applyFault, type Fault, FaultScript, type RouteKind } from './faults.ts'
import { type ResultFile, resultFile, type ResultSpec } from './media.ts'

export type Outcome = 'succeed' | 'fail' | 'moderate_input' | 'moderate_output' | 'never' | 'no_url' | 'strange_status' | 'cancelled'

/** How jobs go that are taken from now on. Times in milliseconds of the simulator's clock. */
export interface Behaviour {
  readonly queueMs: number
  readonly runMs: number
  readonly outcome: Outcome
  readonly file: ResultFile
  /** Pixels of what is delivered per pixel that was asked for, along each side: 1, but for tests that only count bytes. */
  readonly scale: number
  /** `elsewhere`: links lead to this machine by another name, as those of providers lead to their file servers. */
  readonly linksTo: 'base' | 'elsewhere'
  /** For how long a job that was taken cannot be found yet, neither by its id nor by a key of ours. */
  readonly listsLateMs: number
  /** For how long a link to a result is good. */
  readonly expiresMs: number
  readonly chargeOnFailure: boolean
  readonly chargeOnCancel: boolean
}

const DEFAULT_BEHAVIOUR: Behaviour = {
  queueMs: 0,
  runMs: 0,
  outcome: 'succeed',
  file: 'right',
  scale: 1,
  linksTo: 'base',
  listsLateMs: 0,
  expiresMs: 86_400_000,
  chargeOnFailure: false,
  chargeOnCancel: false,
}

export interface RecordedCall {
  readonly kind: RouteKind
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly at: number
}

export interface SimulatedJob {
  readonly id: string
  /** A key or reference of ours that came with it. */
  readonly key: string | null
  /** What was asked for, as the provider understood it. */
  readonly request: unknown
  readonly result: ResultSpec
  /** What it costs when it succeeds. */
  readonly usdMicros: number
  readonly takenAt: number
  readonly behaviour: Behaviour
  cancelledAt: number | null
  /** Whether the provider has been told to forget it. */
  forgotten: boolean
}

/** Where a job stands now. `progress` 0..1. */
export type Stage =
  | { readonly kind: 'queued' }
  | { readonly kind: 'running'; readonly progress: number }
  | { readonly kind: 'ended'; readonly outcome: Exclude<Outcome, 'never' | 'cancelled'> }
  | { readonly kind: 'cancelled' }

export interface Simulator {
  readonly base: string
  readonly calls: readonly RecordedCall[]
  /** Every paid job it took. */
  readonly jobs: readonly SimulatedJob[]
  script(...faults: Fault[]): void
  /** Changes how jobs go that are taken from now on. */
  set(behaviour: Partial<Behaviour>): void
  /** What the provider will ask for all jobs it took; those that still run at their full price. */
  invoiceUsdMicros(): number
  stop(): Promise<void>
}

/** One call as a route sees it. */
export interface SimulatedCall {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer>
  /** A part of the path that the route names. */
  param(name: string): string
  /** The body as JSON; undefined where it is none. */
  json(): unknown
  /** The body as a form; null where it is none. */
  form(): Promise<FormData | null>
}

export type Route = (call: SimulatedCall) => Response | Promise<Response>

/** What a simulator's routes work with. */
export interface World {
  /** The address that callers use, known once it listens. */
  base(): string
  now(): number
  readonly jobs: readonly SimulatedJob[]
  take(job: Pick<SimulatedJob, 'id' | 'key' | 'request' | 'result' | 'usdMicros'>): SimulatedJob
  /** A job that can be found by now, has not been forgotten and fits. */
  find(fits: (job: SimulatedJob) => boolean): SimulatedJob | null
  stage(job: SimulatedJob): Stage
  chargedUsdMicros(job: SimulatedJob): number
  /** A signed link to the job's result on this simulator, which runs out. */
  link(job: SimulatedJob): string
  /** The result itself, for providers that hand it out themselves. */
  file(job: SimulatedJob): Promise<Response>
  /** Where one path serves several ends, its kind depends on the call. */
  add(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, kind: RouteKind | ((call: SimulatedCall) => RouteKind), route: Route): void
}

export interface SimulatorOptions {
  readonly now?: () => number
  readonly behaviour?: Partial<Behaviour>
}

type Purpose = RouteKind | ((call: SimulatedCall) => RouteKind)
type Request = Context<{ Bindings: HttpBindings }>

/** Starts a provider of our own on a free port of this machine. `describe` adds its routes; what it does not have is a 404. */
export async function startSimulator(
  describe: (world: World, server: Server) => void,
  { now = Date.now, behaviour: first = {} }: SimulatorOptions = {},
): Promise<Simulator> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  const calls: RecordedCall[] = []
  const jobs: SimulatedJob[] = []
  const faults = new FaultScript()
  const state = { behaviour: { ...DEFAULT_BEHAVIOUR, ...first }, base: '' }
  const answer = (purpose: Purpose, route: Route) => async (context: Request) => {
    const call = await readCall(context)
    const kind = typeof purpose === 'string' ? purpose : purpose(call)
    calls.push(recordOf(call, kind, now()))
    const fault = faults.next(kind)
    const handle = async () => await route(call)
    return fault === null ? await handle() : ((await applyFault(fault, handle, context.env)) ?? RESPONSE_ALREADY_SENT)
  }
  const world = makeWorld(jobs, state, now, (method, path, purpose, route) => void app.on(method, path, answer(purpose, route)))
  world.add('GET', '/files/:id/result', 'download', (call) => sendLinked(jobs, call, now()))
  describe(world, server)
  const nothing = answer('other', () => Response.json({ error: 'no such route' }, { status: 404 }))
  app.all('*', nothing)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  state.base = baseOf(server)
  return {
    base: state.base,
    calls,
    jobs,
    script: (...more) => faults.add(more),
    set: (changes) => {
      state.behaviour = { ...state.behaviour, ...changes }
    },
    invoiceUsdMicros: () => jobs.reduce((sum, job) => sum + chargeOf(job, now()), 0),
    stop: () => stopServer(server),
  }
}

function makeWorld(
  jobs: SimulatedJob[],
  state: { readonly behaviour: Behaviour; readonly base: string },
  now: () => number,
  add: World['add'],
): World {
  return {
    base: () => state.base,
    now,
    jobs,
    take: (job) => {
      const taken = { ...job, takenAt: now(), behaviour: state.behaviour, cancelledAt: null, forgotten: false }
      jobs.push(taken)
      return taken
    },
    find: (fits) => jobs.find((job) => !job.forgotten && now() >= job.takenAt + job.behaviour.listsLateMs && fits(job)) ?? null,
    stage: (job) => stageOf(job, now()),
    chargedUsdMicros: (job) => chargeOf(job, now()),
    link: (job) => {
      const { linksTo, expiresMs } = job.behaviour
      return `${linksTo === 'base' ? state.base : elsewhere(state.base)}/files/${job.id}/result?${signed(job, now() + expiresMs)}`
    },
    file: sendFile,
    add,
  }
}

async function sendLinked(jobs: readonly SimulatedJob[], call: SimulatedCall, now: number): Promise<Response> {
  const job = jobs.find(({ id }) => id === call.param('id'))
  const expires = Number(call.url.searchParams.get('expires'))
  if (job === undefined || call.url.search !== `?${signed(job, expires)}` || now > expires) {
    return new Response('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>', { status: 403 })
  }
  return await sendFile(job)
}

async function stopServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

function recordOf({ method, url, headers, body }: SimulatedCall, kind: RouteKind, at: number): RecordedCall {
  return { kind, method, path: url.pathname + url.search, headers: Object.fromEntries(headers), body, at }
}

async function readCall({ req }: Request): Promise<SimulatedCall> {
  const body = new Uint8Array(await req.arrayBuffer())
  const { headers } = req.raw
  return {
    method: req.method,
    url: new URL(req.url),
    headers,
    body,
    param: (name) => req.param(name) ?? '',
    json: () => {
      try {
        return JSON.parse(Buffer.from(body).toString('utf8'))
      } catch {
        return undefined
      }
    },
    form: async () => {
      const type = headers.get('content-type') ?? ''
      if (!type.startsWith('multipart/form-data')) return null
      return await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => null)
    },
  }
}

function stageOf({ behaviour, takenAt, cancelledAt }: SimulatedJob, now: number): Stage {
  if (cancelledAt !== null) return { kind: 'cancelled' }
  const { queueMs, runMs, outcome } = behaviour
  const running = now - takenAt - queueMs
  if (running < 0) return { kind: 'queued' }
  if (outcome === 'never' || running < runMs) return { kind: 'running', progress: runMs === 0 ? 0 : Math.min(0.99, running / runMs) }
  return outcome === 'cancelled' ? { kind: 'cancelled' } : { kind: 'ended', outcome }
}

function chargeOf(job: SimulatedJob, now: number): number {
  const stage = stageOf(job, now)
  const { chargeOnCancel, chargeOnFailure } = job.behaviour
  if (stage.kind === 'cancelled') return chargeOnCancel ? job.usdMicros : 0
  const failed = stage.kind === 'ended' && (stage.outcome === 'fail' || stage.outcome.startsWith('moderate_'))
  return failed && !chargeOnFailure ? 0 : job.usdMicros
}

async function sendFile({ behaviour, result }: SimulatedJob): Promise<Response> {
  const { file, scale } = behaviour
  const { bytes, mime } = await resultFile(file, { ...result, width: scaled(result.width, scale), height: scaled(result.height, scale) })
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': mime, 'content-length': String(bytes.length) } })
}

function scaled(length: number, scale: number): number {
  return Math.max(2, Math.round((length * scale) / 2) * 2)
}

/** The same server under another origin. */
export function elsewhere(base: string): string {
  return base.replace('127.0.0.1', 'localhost')
}

function signed({ id }: SimulatedJob, expires: number): string {
  const signature = createHash('sha256').update(`${id}:${expires}`).digest('hex').slice(0, 32)
  return `expires=${expires}&sig=${signature}`
}

function baseOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port')
  return `http://127.0.0.1:${address.port}`
}
