import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type SimulatedCall, type SimulatedJob, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'
import { evenWords, mp3Of } from './sounds.ts'

export const ELEVENLABS_KEY = 'sk_elevenlabs-canary-000000000000001'
/** What Scribe hears, whatever it is given. */
export const HEARD = 'Meet the new bottle.'

/** providers-b 8a. What is left out falls to another default than the adapter's, so that it shows. */
const format = z.enum(['mp3_44100_128', 'mp3_22050_32']).default('mp3_22050_32')
const speech = z.strictObject({
  text: z.string().min(1).max(10_000),
  model_id: z.enum(['eleven_multilingual_v2', 'eleven_v3', 'eleven_flash_v2_5']).default('eleven_v3'),
  language_code: z.string().length(2).optional(),
  voice_settings: z.strictObject({ speed: z.number().min(0.7).max(1.2) }).optional(),
})
const music = z.strictObject({
  prompt: z.string().min(1).max(2000),
  music_length_ms: z.int().min(3000).max(600_000).default(30_000),
  model_id: z.enum(['music_v2_5', 'music_v2', 'music_v1']).default('music_v1'),
  force_instrumental: z.boolean().default(false),
})
const file = z.object({ name: z.string(), type: z.string().regex(/^(audio|video)\//), bytes: z.int().positive() })
const scribe = z.strictObject({
  model_id: z.literal('scribe_v2'),
  file,
  language_code: z.string().length(2).optional(),
  timestamps_granularity: z.enum(['none', 'word', 'character']).default('none'),
  tag_audio_events: z.enum(['true', 'false']).default('true'),
  diarize: z.enum(['true', 'false']).default('true'),
})
const isolation = z.strictObject({ audio: file })

/** ElevenLabs, as providers-b section 8a has it: all generation is synchronous, without job ids. */
export function startElevenlabs(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator((world) => {
    world.add('POST', '/v1/text-to-speech/:voice/with-timestamps', 'start', (call) => take(world, call, speak))
    world.add('POST', '/v1/music', 'start', (call) => take(world, call, compose))
    world.add('POST', '/v1/speech-to-text', 'start', (call) => take(world, call, listen))
    world.add('POST', '/v1/audio-isolation', 'start', (call) => take(world, call, isolate))
  }, options)
}

/** The sound that a job gave. */
export function elevenlabsSound(job: SimulatedJob): Promise<Buffer> {
  return mp3Of(job.result.seconds)
}

type Taken = { readonly job: SimulatedJob; readonly answer: (usable: boolean) => Promise<Response> }
type Route = (world: World, call: SimulatedCall) => Promise<Taken | Response>

async function take(world: World, call: SimulatedCall, route: Route): Promise<Response> {
  if (call.headers.get('xi-api-key') !== ELEVENLABS_KEY) return refusal(401, 'invalid_api_key')
  const taken = await route(world, call)
  if (taken instanceof Response) return taken
  const stage = world.stage(taken.job)
  const outcome = stage.kind === 'ended' ? stage.outcome : 'succeed'
  if (outcome === 'moderate_input') return refusal(400, 'bad_prompt')
  if (outcome === 'moderate_output' || outcome === 'fail') return refusal(500, 'internal_server_error')
  return await taken.answer(outcome !== 'no_url')
}

async function speak(world: World, call: SimulatedCall): Promise<Taken | Response> {
  if (call.headers.get('content-type') !== 'application/json') return refusal(415, 'unsupported_media_type')
  const output = format.safeParse(call.url.searchParams.get('output_format') ?? undefined)
  const read = speech.safeParse(call.json())
  if (!read.success || !output.success) return invalid(read.error ?? output.error)
  const voice = decodeURIComponent(call.param('voice'))
  if (voice === 'unknown') return refusal(404, 'voice_not_found')
  // 8a: TTS $.10/1k chars (Flash .05)
  const rate = read.data.model_id === 'eleven_flash_v2_5' ? 50 : 100
  const words = evenWords(read.data.text)
  const seconds = words.length * 0.4
  const job = remember(world, { ...read.data, voice, output_format: output.data }, seconds, read.data.text.length * rate)
  return {
    job,
    answer: async (usable) => {
      const audio = usable ? (await mp3Of(seconds)).toString('base64') : ''
      return Response.json({ audio_base64: audio, alignment: alignmentOf(read.data.text) }, { headers: { 'request-id': job.id } })
    },
  }
}

/** Characters take the time of their word in equal parts; a blank lasts until the next word. */
function alignmentOf(text: string): object {
  const characters = text.split('')
  const times = evenWords(text).flatMap(({ text: word, start, end }) => {
    const each = (end - start) / word.length
    return [...Array.from(word, (_, index) => [start + index * each, start + (index + 1) * each]), [end, end + 0.05]]
  })
  return {
    characters,
    character_start_times_seconds: characters.map((_, index) => times[index]?.[0] ?? 0),
    character_end_times_seconds: characters.map((_, index) => times[index]?.[1] ?? 0),
  }
}

async function compose(world: World, call: SimulatedCall): Promise<Taken | Response> {
  if (call.headers.get('content-type') !== 'application/json') return refusal(415, 'unsupported_media_type')
  const output = format.safeParse(call.url.searchParams.get('output_format') ?? undefined)
  const read = music.safeParse(call.json())
  if (!read.success || !output.success) return invalid(read.error ?? output.error)
  const seconds = read.data.music_length_ms / 1000
  // 8a: Music $.30/min
  const job = remember(world, { ...read.data, output_format: output.data }, seconds, Math.ceil((seconds / 60) * 300_000))
  return { job, answer: (usable) => sound(job, usable) }
}

async function listen(world: World, call: SimulatedCall): Promise<Taken | Response> {
  const read = scribe.safeParse(await fieldsOf(call))
  if (!read.success) return invalid(read.error)
  // 8a: Scribe $.22/h
  const job = remember(world, read.data, 10, Math.ceil((10 / 60) * 3667))
  const words = evenWords(HEARD).flatMap((word, index) => {
    const blank = { text: ' ', start: word.start, end: word.start, type: 'spacing' }
    return [...(index === 0 ? [] : [blank]), { ...word, type: 'word', speaker_id: 'speaker_0', logprob: -0.1 }]
  })
  const noise = read.data.tag_audio_events === 'true' ? [{ text: '(laughs)', start: 2, end: 2.5, type: 'audio_event' }] : []
  const timed = read.data.timestamps_granularity === 'none' ? [] : [...words, ...noise]
  const body = { language_code: 'eng', language_probability: 0.98, text: HEARD, words: timed, transcription_id: job.id }
  return { job, answer: async (usable) => Response.json(usable ? body : { message: 'nothing' }) }
}

async function isolate(world: World, call: SimulatedCall): Promise<Taken | Response> {
  const read = isolation.safeParse(await fieldsOf(call))
  if (!read.success) return invalid(read.error)
  // 8a: isolator $.12/min
  const job = remember(world, read.data, 2, Math.ceil((2 / 60) * 120_000))
  return { job, answer: (usable) => sound(job, usable) }
}

async function sound(job: SimulatedJob, usable: boolean): Promise<Response> {
  const bytes = usable ? await elevenlabsSound(job) : Buffer.from('')
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'audio/mpeg', 'request-id': job.id } })
}

function remember(world: World, request: object, seconds: number, usdMicros: number): SimulatedJob {
  const result = { kind: 'clip', width: 2, height: 2, seconds, frameRate: 0, audio: true } as const
  return world.take({ id: randomUUID(), key: null, request, result, usdMicros })
}

export async function fieldsOf(call: SimulatedCall): Promise<Readonly<Record<string, unknown>> | null> {
  const form = await call.form()
  if (form === null) return null
  return Object.fromEntries(
    [...form].map(([name, value]) => [name, typeof value === 'string' ? value : { name: value.name, type: value.type, bytes: value.size }]),
  )
}

/** 8a: `{"detail":{"status","message"}}`. */
function refusal(code: number, status: string): Response {
  return Response.json({ detail: { status, message: `It was refused: ${status}` } }, { status: code })
}

/** 8a: 422 `{"detail":[{loc,msg,type}]}`. */
function invalid(error: z.ZodError | undefined): Response {
  const detail = (error?.issues ?? []).map(({ path, message }) => ({
    loc: ['body', ...path.map(String)],
    msg: message,
    type: 'value_error',
  }))
  return Response.json({ detail }, { status: 422 })
}
