import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type SimulatedCall, type SimulatedJob, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'

export const OPENAI_VIDEOS_KEY = 'video-server-key-canary'
/** `vllm`: vLLM-Omni, `sglang`: SGLang Diffusion, as far as they differ: providers-a 3.5, providers-b 5b and 5c. */
export type Dialect = 'vllm' | 'sglang'

/** What of a form a server reads. vLLM-Omni ignores nothing silently here, so that a field nobody reads is found. */
const fields = z.strictObject({
  prompt: z.string().min(1), // providers-b 5b: prompt*
  model: z.string().optional(), // providers-a 3.5: one model per server; `model` optional
  seconds: z.string().regex(/^[1-9]\d*$/), // providers-a 3.5: any positive int string
  size: z.string().regex(/^\d+x\d+$/), // providers-a 3.5: any \d+x\d+
  fps: z.coerce.number().int().positive().default(24), // providers-a 3.5: fps(def 24)
  seed: z.coerce.number().int().optional(),
  negative_prompt: z.string().optional(),
  num_inference_steps: z.coerce.number().int().positive().optional(),
  guidance_scale: z.coerce.number().optional(),
  flow_shift: z.coerce.number().optional(),
  input_reference: z.object({ name: z.string(), type: z.string().startsWith('image/'), bytes: z.int().positive() }).optional(), // file part only
})

/** Starts a server that speaks the API that was Sora's. It wants a key, as `vllm serve --api-key` does. */
export function startOpenaiVideos(dialect: Dialect, options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator((world) => {
    const guarded = (route: (call: SimulatedCall) => Response | Promise<Response>) => async (call: SimulatedCall) =>
      call.headers.get('authorization') === `Bearer ${OPENAI_VIDEOS_KEY}`
        ? await route(call)
        : Response.json({ error: 'Unauthorized' }, { status: 401 })
    world.add(
      'POST',
      '/v1/videos',
      'start',
      guarded((call) => create(world, dialect, call)),
    ) // providers-b 5b: POST /v1/videos (multipart only)
    world.add(
      'GET',
      '/v1/videos/:id',
      'observe',
      guarded((call) => withJob(world, call, (job) => Response.json(videoOf(world, dialect, job)))),
    )
    world.add(
      'DELETE',
      '/v1/videos/:id',
      'cancel',
      guarded((call) => withJob(world, call, (job) => remove(world, dialect, job))),
    )
    world.add(
      'GET',
      '/v1/videos/:id/content',
      'download',
      guarded((call) => withJob(world, call, (job) => content(world, job))),
    )
  }, options)
}

async function create(world: World, dialect: Dialect, call: SimulatedCall): Promise<Response> {
  const form = await call.form()
  if (form === null) return detail(422, [{ type: 'missing', loc: ['body', 'prompt'], msg: 'Field required' }])
  const entries = [...form].map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? value : { name: value.name, type: value.type, bytes: value.size },
  ])
  const parsed = fields.safeParse(Object.fromEntries(entries))
  if (!parsed.success) {
    return detail(
      422,
      parsed.error.issues.map(({ path, message, code }) => ({ type: code, loc: ['body', ...path.map(String)], msg: message })),
    )
  }
  const request = parsed.data
  const [width = 0, height = 0] = request.size.split('x').map(Number)
  const result = { kind: 'clip' as const, width, height, seconds: Number(request.seconds), frameRate: request.fps, audio: false }
  const id = dialect === 'vllm' ? `video-${randomUUID()}` : randomUUID()
  return Response.json(videoOf(world, dialect, world.take({ id, key: null, request, result, usdMicros: 0 })))
}

/** providers-a 3.2 for the object; 3.5 for what each leaves out. */
function videoOf(world: World, dialect: Dialect, job: SimulatedJob): Record<string, unknown> {
  const { request, result } = job
  const { status, progress, error } = dialect === 'vllm' ? vllmStanding(world, job) : sglangStanding(world, job)
  return {
    id: job.id,
    object: 'video',
    model: fields.parse(request).model ?? 'sora-2',
    status,
    progress,
    created_at: Math.floor(job.takenAt / 1000),
    seconds: String(result.seconds),
    size: `${result.width}x${result.height}`,
    quality: 'standard',
    ...(error === null ? {} : { error }),
  }
}

interface Standing {
  readonly status: string
  readonly progress: number
  readonly error: { readonly code?: string; readonly message: string } | null
}

/** queued → in_progress → completed | failed, progress "best effort", errors `{code,message}`. */
function vllmStanding(world: World, job: SimulatedJob): Standing {
  const stage = world.stage(job)
  if (stage.kind === 'queued') return { status: 'queued', progress: 0, error: null }
  if (stage.kind === 'running') return { status: 'in_progress', progress: Math.round(stage.progress * 100), error: null }
  if (stage.kind === 'cancelled') return { status: 'cancelled', progress: 0, error: null }
  if (stage.outcome === 'strange_status') return { status: 'finalizing', progress: 99, error: null }
  if (stage.outcome === 'succeed' || stage.outcome === 'no_url') return { status: 'completed', progress: 100, error: null }
  const code = stage.outcome === 'fail' ? 'generation_failed' : 'moderation_blocked'
  return { status: 'failed', progress: 0, error: { code, message: 'CUDA out of memory on worker 3' } }
}

/** queued → completed | failed, progress 0 → 100 only, errors `{message}`. */
function sglangStanding(world: World, job: SimulatedJob): Standing {
  const stage = world.stage(job)
  if (stage.kind === 'cancelled') return { status: 'cancelled', progress: 0, error: null }
  if (stage.kind !== 'ended') return { status: 'queued', progress: 0, error: null }
  if (stage.outcome === 'strange_status') return { status: 'post_processing', progress: 0, error: null }
  if (stage.outcome === 'succeed' || stage.outcome === 'no_url') return { status: 'completed', progress: 100, error: null }
  return { status: 'failed', progress: 0, error: { message: 'CUDA out of memory' } }
}

/** vLLM-Omni aborts; SGLang pops the record and does not. */
function remove(world: World, dialect: Dialect, job: SimulatedJob): Response {
  if (dialect === 'vllm') {
    job.cancelledAt = world.now()
    job.forgotten = true
    return Response.json({ id: job.id, deleted: true, object: 'video.deleted' })
  }
  const last = videoOf(world, dialect, job)
  job.forgotten = true
  return Response.json({ ...last, status: 'deleted' })
}

function content(world: World, job: SimulatedJob): Response | Promise<Response> {
  const stage = world.stage(job)
  if (stage.kind !== 'ended') return detail(404, 'Generation is still in-progress') // providers-b 5c
  return stage.outcome === 'succeed' ? world.file(job) : detail(404, 'Video file not found')
}

async function withJob(world: World, call: SimulatedCall, then: (job: SimulatedJob) => Response | Promise<Response>): Promise<Response> {
  const job = world.find(({ id }) => id === call.param('id'))
  return job === null ? detail(404, 'Video not found') : await then(job)
}

/** FastAPI's errors, not OpenAI's: providers-a 3.5. */
function detail(status: number, said: unknown): Response {
  return Response.json({ detail: said }, { status })
}
