import type { Server } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { type ComfyuiGraph, graphOf, judgeGraph, resultOf } from './comfyui-graph.ts'
import { type SimulatedCall, type SimulatedJob, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'

/** providers-b 5a: "canonical lowercase uuid". */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const promptBody = z.object({
  prompt: z.unknown(),
  prompt_id: z.unknown(),
  client_id: z.string().optional(),
})

/** How this ComfyUI is, besides how its jobs go. */
export interface ComfyuiBehaviour {
  /** Builds of before 2026 take the same prompt id twice and run it twice. */
  readonly build: 'new' | 'old'
  /** Files of weights that do not lie there. */
  readonly missing: readonly string[]
  /** What a run that fails ends with. */
  readonly error: { readonly node: string; readonly type: string; readonly message: string }
}

export interface ComfyuiSimulator extends Simulator {
  become(behaviour: Partial<ComfyuiBehaviour>): void
  /** Queue and history lie in its memory; uploads and results on its disk. */
  restart(): void
  /** Clients on its websocket. */
  clients(): readonly string[]
  /** Sends an event to the client that a run was sent for; a text as it is, bytes as a binary frame. */
  tell(promptId: string, event: object | string | Uint8Array): void
  hangUp(clientId: string): void
}

interface Taken {
  readonly graph: ComfyuiGraph
  readonly clientId: string | undefined
}

/** ComfyUI as providers-b 5a has it: queue, history, uploads, results and the websocket of one instance. */
export async function startComfyui(options: SimulatorOptions = {}): Promise<ComfyuiSimulator> {
  const sockets = new Map<string, WebSocket>()
  let behaviour: ComfyuiBehaviour = {
    build: 'new',
    missing: [],
    error: { node: '13', type: 'RuntimeError', message: 'The size of tensor a must match the size of tensor b' },
  }
  const taken = new Map<SimulatedJob, Taken>()
  const simulator = await startSimulator((world, server) => {
    addRoutes(world, taken, () => behaviour)
    addSocket(server, sockets)
  }, options)
  return {
    ...simulator,
    become: (changes) => {
      behaviour = { ...behaviour, ...changes }
    },
    restart: () => {
      for (const job of simulator.jobs) job.forgotten = true
    },
    clients: () => [...sockets.keys()],
    tell: (promptId, event) => {
      const binary = event instanceof Uint8Array
      const job = simulator.jobs.findLast(({ id }) => id === promptId)
      const client = job === undefined ? undefined : taken.get(job)?.clientId
      sockets.get(client ?? '')?.send(binary || typeof event === 'string' ? event : JSON.stringify(event), { binary })
    },
    hangUp: (clientId) => sockets.get(clientId)?.terminate(),
    stop: async () => {
      for (const socket of sockets.values()) socket.terminate()
      await simulator.stop()
    },
  }
}

function addRoutes(world: World, taken: Map<SimulatedJob, Taken>, behaviour: () => ComfyuiBehaviour): void {
  const uploads = new Set<string>()
  // "POST /upload/image multipart: image=<file>, type=input, subfolder=, overwrite=true"
  world.add('POST', '/upload/image', 'upload', async (call) => foreign(call) ?? (await upload(uploads, call)))
  // "POST /prompt {"prompt":{<api graph>},"client_id","prompt_id","front","extra_data"}"
  world.add('POST', '/prompt', 'start', (call) => foreign(call) ?? prompt(world, taken, uploads, behaviour(), call))
  // "GET /history/{prompt_id} → {} while queued/running, else {…}"
  world.add('GET', '/history/:id', 'observe', (call) => foreign(call) ?? history(world, taken, behaviour(), call.param('id')))
  // "GET /queue → {"queue_running":[[number,id,graph,extra,[out]]],"queue_pending":[…]}"
  world.add('GET', '/queue', 'observe', (call) => foreign(call) ?? queue(world, taken))
  // "POST /queue {"delete":["id"]} | {"clear":true}"
  world.add('POST', '/queue', 'cancel', (call) => foreign(call) ?? edit(world, call))
  // "POST /interrupt {"prompt_id":"…"} (omit id = global; no-op if not the running one)"
  world.add('POST', '/interrupt', 'cancel', (call) => foreign(call) ?? interrupt(world, call))
  // "GET /view?filename=…&subfolder=video&type=output → bytes"
  world.add('GET', '/view', 'download', async (call) => foreign(call) ?? (await view(world, call)))
  // "GET /system_stats"
  world.add(
    'GET',
    '/system_stats',
    'other',
    (call) => foreign(call) ?? Response.json({ system: { comfyui_version: '0.9.0' }, devices: [] }),
  )
}

/** server.py `origin_only_middleware`: what another page's script sends to this machine is refused. */
function foreign({ headers }: SimulatedCall): Response | null {
  const origin = headers.get('origin')
  const crossed = origin !== null && URL.canParse(origin) && new URL(origin).host !== headers.get('host')
  return crossed || headers.get('sec-fetch-site') === 'cross-site' ? new Response(null, { status: 403 }) : null
}

async function upload(uploads: Set<string>, call: SimulatedCall): Promise<Response> {
  const form = await call.form()
  const image = form?.get('image')
  if (!(image instanceof File) || image.size === 0) return new Response(null, { status: 400 })
  const [subfolder, type] = [form?.get('subfolder') ?? '', form?.get('type') ?? 'input']
  if (typeof subfolder !== 'string' || subfolder.includes('..') || image.name.includes('/')) return new Response(null, { status: 400 })
  if (type !== 'input') return new Response(null, { status: 400 })
  uploads.add(subfolder === '' ? image.name : `${subfolder}/${image.name}`)
  return Response.json({ name: image.name, subfolder, type })
}

function prompt(
  world: World,
  taken: Map<SimulatedJob, Taken>,
  uploads: ReadonlySet<string>,
  { build, missing }: ComfyuiBehaviour,
  call: SimulatedCall,
): Response {
  const body = promptBody.safeParse(call.json())
  const graph = body.success ? graphOf(body.data.prompt) : null
  if (!body.success || graph === null) return refusal('no_prompt', 'No prompt provided', 'No prompt provided')
  const id = body.data.prompt_id ?? globalThis.crypto.randomUUID()
  if (typeof id !== 'string' || (build === 'new' && !UUID.test(id))) return refusal('invalid_prompt_id', 'prompt_id must be a UUID', '')
  // "409 {"error":"prompt_id already exists"} (new builds)"
  if (build === 'new' && world.jobs.some((job) => job.id === id && !job.forgotten)) {
    return Response.json({ error: 'prompt_id already exists' }, { status: 409 })
  }
  const refused = judgeGraph(graph, { uploads, missing })
  if (refused !== null) return Response.json(refused, { status: 400 })
  const job = world.take({ id, key: id, request: graph, result: resultOf(graph), usdMicros: 0 })
  taken.set(job, { graph, clientId: body.data.client_id })
  return Response.json({ prompt_id: id, number: world.jobs.length, node_errors: {} })
}

function refusal(type: string, message: string, details: string): Response {
  return Response.json({ error: { type, message, details, extra_info: {} }, node_errors: {} }, { status: 400 })
}

function queue(world: World, taken: ReadonlyMap<SimulatedJob, Taken>): Response {
  const inStage = (kind: 'running' | 'queued') =>
    world.jobs
      .filter((job) => world.stage(job).kind === kind && world.find((other) => other === job) !== null)
      .map((job) => [world.jobs.indexOf(job), job.id, job.request, { client_id: taken.get(job)?.clientId }, outputsOf(taken.get(job))])
  return Response.json({ queue_running: inStage('running'), queue_pending: inStage('queued') })
}

function history(world: World, taken: ReadonlyMap<SimulatedJob, Taken>, { error }: ComfyuiBehaviour, id: string): Response {
  const job = world.find((one) => one.id === id)
  const stage = job === null ? null : world.stage(job)
  if (job === null || stage === null || stage.kind === 'queued' || stage.kind === 'running') return Response.json({})
  const [output = '16'] = outputsOf(taken.get(job))
  const began = ['execution_start', { prompt_id: id, timestamp: job.takenAt }]
  const about = (status_str: string, completed: boolean, ending: readonly unknown[], outputs: object = {}) => {
    const entry = [world.jobs.indexOf(job), id, job.request, { client_id: taken.get(job)?.clientId }, [output]]
    return Response.json({ [id]: { prompt: entry, outputs, status: { status_str, completed, messages: [began, ending] }, meta: {} } })
  }
  // "History cancelled = status_str "error" with an `execution_interrupted` message"
  const interrupted = ['execution_interrupted', { prompt_id: id, node_id: '11', node_type: 'KSamplerAdvanced', executed: [] }]
  if (stage.kind === 'cancelled') return about('error', false, interrupted)
  const success = ['execution_success', { prompt_id: id, timestamp: world.now() }]
  switch (stage.outcome) {
    case 'succeed': {
      // "on `SaveVideo` the file is listed under **`images`**, not `videos`"
      const images = [{ filename: fileNameOf(job), subfolder: 'video', type: 'output' }]
      return about('success', true, success, { [output]: { images, animated: [true] } })
    }
    case 'no_url':
      return about('success', true, success)
    case 'strange_status':
      return about('paused', false, success)
    case 'fail':
    case 'moderate_input':
    case 'moderate_output':
      break
  }
  const traceback = ['  File "/srv/comfy/x.py"']
  const told = { node_id: error.node, exception_type: error.type, exception_message: error.message, traceback }
  return about('error', false, ['execution_error', { prompt_id: id, ...told }])
}

function edit(world: World, call: SimulatedCall): Response {
  const body = z.object({ delete: z.array(z.string()).default([]), clear: z.boolean().default(false) }).safeParse(call.json())
  if (!body.success) return new Response('500 Internal Server Error', { status: 500 })
  for (const job of world.jobs) {
    if (world.stage(job).kind !== 'queued' || !(body.data.clear || body.data.delete.includes(job.id))) continue
    job.cancelledAt = world.now()
    // What never ran has no history.
    job.forgotten = true
  }
  return new Response(null, { status: 200 })
}

function interrupt(world: World, call: SimulatedCall): Response {
  const body = z.object({ prompt_id: z.string().optional() }).safeParse(call.json())
  const id = body.data?.prompt_id
  for (const job of world.jobs) {
    if (world.stage(job).kind === 'running' && (id === undefined || job.id === id)) job.cancelledAt = world.now()
  }
  return new Response(null, { status: 200 })
}

async function view(world: World, { url }: SimulatedCall): Promise<Response> {
  const [filename, subfolder, type] = ['filename', 'subfolder', 'type'].map((name) => url.searchParams.get(name))
  const job = world.jobs.find((one) => fileNameOf(one) === filename)
  if (job === undefined || subfolder !== 'video' || (type ?? 'output') !== 'output') return new Response(null, { status: 404 })
  return await world.file(job)
}

function fileNameOf({ id }: SimulatedJob): string {
  return `pagereel_${id.slice(0, 8)}_00001_.mp4`
}

function outputsOf(taken: Taken | undefined): readonly string[] {
  return Object.entries(taken?.graph ?? {}).flatMap(([id, { class_type }]) => (class_type === 'SaveVideo' ? [id] : []))
}

/** "WS ws://host/ws?clientId=<id>": the first thing that is said is the state of the queue. */
function addSocket(server: Server, sockets: Map<string, WebSocket>): void {
  const accepting = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://simulator')
    if (url.pathname !== '/ws') return void socket.destroy()
    return accepting.handleUpgrade(request, socket, head, (accepted) => {
      const id = url.searchParams.get('clientId') ?? ''
      sockets.set(id, accepted)
      accepted.on('close', () => sockets.delete(id))
      accepted.send(JSON.stringify({ type: 'status', data: { status: { exec_info: { queue_remaining: 1 } }, sid: id } }))
    })
  })
}
