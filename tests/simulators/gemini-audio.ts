import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { GEMINI_KEY, refusal } from './gemini-images.ts'
import { type SimulatedCall, type SimulatedJob, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'
import { evenWords } from './sounds.ts'

/** What the transcriber hears, whatever it is given. */
export const HEARD = 'Small enough for any bag.'
/** Samples a second of what the voices say. */
const RATE = 24_000

const content = <Part extends z.ZodType>(part: Part) => z.tuple([z.strictObject({ role: z.literal('user'), parts: z.tuple([part]) })])
/** `SpeechConfig` of Google's SDK 3.1.0. What is left out falls to another default than the adapter's, so that it shows. */
const speech = z.strictObject({
  contents: content(z.strictObject({ text: z.string().min(1) })),
  generationConfig: z.strictObject({
    responseModalities: z.tuple([z.literal('AUDIO')]),
    speechConfig: z
      .strictObject({
        voiceConfig: z
          .strictObject({ prebuiltVoiceConfig: z.strictObject({ voiceName: z.string().default('Puck') }).prefault({}) })
          .prefault({}),
        languageCode: z.string().length(2).optional(),
      })
      .prefault({}),
  }),
})
const HEARS = ['audio/wav', 'audio/mp3', 'audio/aac', 'audio/ogg', 'audio/flac', 'audio/mp4'] as const
/** `AudioTranscriptionConfig` of Google's SDK 3.1.0. */
const transcript = z.strictObject({
  contents: content(z.strictObject({ inlineData: z.strictObject({ mimeType: z.enum(HEARS), data: z.base64().min(4) }) })),
  generationConfig: z
    .strictObject({
      audioTranscriptionConfig: z
        .strictObject({
          wordTimestamp: z.boolean().default(false),
          mode: z.enum(['VERBATIM', 'SMART']).default('SMART'),
          languageCodes: z.array(z.string().regex(/^[a-z]{2}-[A-Z]{2}$/)).optional(),
        })
        .prefault({}),
    })
    .prefault({}),
})

/** Gemini's `generateContent` for voices and transcripts. */
export function startGeminiAudio(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator((world) => {
    for (const version of ['v1', 'v1beta']) world.add('POST', `/${version}/models/:call`, 'start', (call) => generate(world, call))
  }, options)
}

/** The sound that a job gave: the samples of `gemini-3.8-flash-lite-tts` come bare, those of the other in a WAV file. */
export function geminiSound(job: SimulatedJob): Buffer {
  const samples = pcmOf(job.result.seconds)
  return Buffer.concat([wavHeader(samples.length), samples])
}

function generate(world: World, call: SimulatedCall): Response {
  const key = call.headers.get('x-goog-api-key')
  if (key === null) return refusal(403, 'PERMISSION_DENIED', 'Method doesn’t allow unregistered callers.')
  if (key !== GEMINI_KEY) return refusal(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', 'API_KEY_INVALID')
  if (call.headers.get('content-type') !== 'application/json') return refusal(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.')
  const [model = '', action] = decodeURIComponent(call.param('call')).split(':')
  if (action !== 'generateContent') return refusal(404, 'NOT_FOUND', 'No such method')
  if (model === 'gemini-3.5-transcribe') return listen(world, call)
  return /^gemini-3\.8-flash(?:-lite)?-tts$/.test(model) ? speak(world, call, model) : refusal(404, 'NOT_FOUND', `${model} is not found`)
}

function speak(world: World, call: SimulatedCall, model: string): Response {
  const read = speech.safeParse(call.json())
  if (!read.success) return refusal(400, 'INVALID_ARGUMENT', 'Invalid value at generation_config')
  const [{ parts }] = read.data.contents
  const seconds = evenWords(parts[0].text).length * 0.4
  const isLite = model.includes('lite')
  // prices of 2026, which double with the year; 25 tokens a second
  const factor = Date.now() < Date.UTC(2027, 0, 1) ? 1 : 2
  const usage = { promptTokenCount: Math.ceil(parts[0].text.length / 4), candidatesTokenCount: Math.ceil(seconds * 25) }
  const usdMicros = Math.ceil(factor * (usage.promptTokenCount * 0.5 + usage.candidatesTokenCount * (isLite ? 6 : 9)))
  const job = remember(world, { ...read.data, model }, seconds, usdMicros)
  const data = (isLite ? pcmOf(seconds) : geminiSound(job)).toString('base64')
  const mimeType = isLite ? `audio/L16;codec=pcm;rate=${RATE}` : 'audio/wav'
  return answer(world, job, usage, [{ inlineData: { mimeType, data } }])
}

function listen(world: World, call: SimulatedCall): Response {
  const read = transcript.safeParse(call.json())
  if (!read.success) return refusal(400, 'INVALID_ARGUMENT', 'Invalid value at generation_config')
  const { wordTimestamp } = read.data.generationConfig.audioTranscriptionConfig
  const usage = { promptTokenCount: 250, candidatesTokenCount: 60 }
  const [{ parts }] = read.data.contents
  const told = { ...read.data, contents: undefined, mimeType: parts[0].inlineData.mimeType }
  // $2 and $12 a million tokens
  const job = remember(world, told, 10, 250 * 2 + 60 * 12)
  const words = evenWords(HEARD).map(({ text, start, end }) => ({ word: text, startOffset: `${start}s`, endOffset: `${end.toFixed(3)}s` }))
  const heard = { text: HEARD, languageCode: 'en-US', ...(wordTimestamp ? { words } : {}) }
  return answer(world, job, usage, [{ audioTranscription: heard }])
}

function answer(world: World, job: SimulatedJob, usage: object, parts: readonly object[]): Response {
  const stage = world.stage(job)
  const outcome = stage.kind === 'ended' ? stage.outcome : 'succeed'
  const head = { usageMetadata: usage, responseId: job.id }
  if (outcome === 'fail') return refusal(500, 'INTERNAL', 'An internal error has occurred.')
  if (outcome === 'moderate_input') return Response.json({ ...head, promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } })
  if (outcome === 'moderate_output') return Response.json({ ...head, candidates: [{ finishReason: 'SAFETY', index: 0 }] })
  if (outcome === 'no_url') {
    return Response.json({ ...head, candidates: [{ content: { role: 'model', parts: [{ text: 'Sorry.' }] }, finishReason: 'OTHER' }] })
  }
  return Response.json({ ...head, candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }] })
}

function remember(world: World, request: object, seconds: number, usdMicros: number): SimulatedJob {
  const result = { kind: 'clip', width: 2, height: 2, seconds, frameRate: 0, audio: true } as const
  return world.take({ id: randomUUID(), key: null, request, result, usdMicros })
}

function pcmOf(seconds: number): Buffer {
  const samples = Int16Array.from({ length: Math.round(seconds * RATE) }, (_, index) => 8000 * Math.sin((index / RATE) * 440 * Math.PI))
  return Buffer.from(samples.buffer)
}

/** The canonical 44 bytes before samples of 16 bits in one channel. */
function wavHeader(bytes: number): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF....WAVEfmt ', 'latin1')
  head.write('data', 36)
  const numbers = [bytes + 36, 16, RATE, RATE * 2, bytes] as const
  for (const [index, at] of [4, 16, 24, 28, 40].entries()) head.writeUInt32LE(numbers[index] ?? 0, at)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const) {
    head.writeUInt16LE(value, at)
  }
  return head
}
