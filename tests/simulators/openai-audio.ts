import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { fieldsOf } from './elevenlabs.ts'
import { type SimulatedCall, type SimulatedJob, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'
import { evenWords, mp3Of } from './sounds.ts'

export const OPENAI_AUDIO_KEY = 'sk-proj-openai-audio-canary-000000001'
/** What Whisper hears, whatever it is given. */
export const HEARD = 'It keeps drinks cold.'

/** providers-a 3.4: `POST /audio/speech`. What is left out falls to another default than the adapter's, so that it shows. */
const speech = z.strictObject({
  model: z.enum(['tts-1', 'tts-1-hd']),
  input: z.string().min(1).max(4096),
  voice: z.enum(['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'onyx', 'nova', 'sage', 'shimmer', 'verse', 'marin', 'cedar']),
  response_format: z.enum(['mp3', 'opus', 'wav']).default('opus'),
  speed: z.number().min(0.25).max(4).optional(),
})
/** providers-a 3.4: `POST /audio/transcriptions` multipart. */
const transcript = z.strictObject({
  file: z.object({ name: z.string(), type: z.string().regex(/^(audio|video)\//), bytes: z.int().positive().max(25_000_000) }),
  model: z.literal('whisper-1'),
  language: z.string().length(2).optional(),
  response_format: z.enum(['json', 'verbose_json']).default('json'),
  'timestamp_granularities[]': z.enum(['word', 'segment']).default('segment'),
})

/** OpenAI's voices and Whisper, as providers-a section 3.4 has them; with an empty key a server of one's own, which asks for none. */
export function startOpenaiAudio(key: string, options: SimulatorOptions = {}): Promise<Simulator> {
  const mayEnter = (call: SimulatedCall): boolean => key === '' || call.headers.get('authorization') === `Bearer ${key}`
  return startSimulator((world) => {
    world.add('POST', '/v1/audio/speech', 'start', async (call) => {
      if (!mayEnter(call)) return refusal(401, 'invalid_api_key', null)
      if (call.headers.get('content-type') !== 'application/json') return refusal(415, 'unsupported_media_type', null)
      const read = speech.safeParse(call.json())
      return read.success ? await speak(world, read.data) : invalid(read.error)
    })
    world.add('POST', '/v1/audio/transcriptions', 'start', async (call) => {
      if (!mayEnter(call)) return refusal(401, 'invalid_api_key', null)
      const read = transcript.safeParse(await fieldsOf(call))
      return read.success ? listen(world, read.data) : invalid(read.error)
    })
  }, options)
}

export function openaiSound(job: SimulatedJob): Promise<Buffer> {
  return mp3Of(job.result.seconds)
}

async function speak(world: World, request: z.infer<typeof speech>): Promise<Response> {
  const seconds = evenWords(request.input).length * 0.4
  // OpenAI's price list: tts-1 $15, tts-1-hd $30 per million characters
  const job = remember(world, request, seconds, request.input.length * (request.model === 'tts-1' ? 15 : 30))
  const failed = failure(world, job)
  if (failed !== null) return failed
  const usable = job.behaviour.outcome !== 'no_url'
  const bytes = usable ? await openaiSound(job) : Buffer.from('')
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'audio/mpeg' } })
}

function listen(world: World, request: z.infer<typeof transcript>): Response {
  // 3.4: whisper-1 $0.006/min
  const job = remember(world, request, 10, 1000)
  const failed = failure(world, job)
  if (failed !== null) return failed
  if (job.behaviour.outcome === 'no_url') return Response.json({ task: 'transcribe' })
  const words = evenWords(HEARD).map(({ text, start, end }) => ({ word: text, start, end }))
  const told = request.response_format === 'verbose_json' && request['timestamp_granularities[]'] === 'word' ? { words } : {}
  return Response.json({ text: HEARD, language: 'english', duration: 10, ...told, usage: { type: 'duration', seconds: 10 } })
}

function failure(world: World, job: SimulatedJob): Response | null {
  const stage = world.stage(job)
  const outcome = stage.kind === 'ended' ? stage.outcome : 'succeed'
  if (outcome === 'moderate_input') return refusal(400, 'content_policy_violation', null)
  return outcome === 'moderate_output' || outcome === 'fail' ? refusal(500, 'server_error', null) : null
}

function remember(world: World, request: object, seconds: number, usdMicros: number): SimulatedJob {
  const result = { kind: 'clip', width: 2, height: 2, seconds, frameRate: 0, audio: true } as const
  return world.take({ id: randomUUID(), key: null, request, result, usdMicros })
}

/** providers-a 3.1: `{"error":{"message","type","param","code"}}`. */
function refusal(status: number, code: string, param: string | null): Response {
  return Response.json({ error: { message: `It was refused: ${code}`, type: 'invalid_request_error', param, code } }, { status })
}

function invalid(error: z.ZodError): Response {
  return refusal(400, 'invalid_value', String(error.issues[0]?.path[0] ?? ''))
}
