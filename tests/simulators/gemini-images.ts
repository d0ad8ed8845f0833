import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type SimulatedCall, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'

export const GEMINI_KEY = 'AIza5imulated-gemini-canary-00000000001'

/** providers-a 2.4: all ratios, each at 1K with about as many pixels as a square of 1024. */
const RATIOS = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9', '1:4', '4:1', '1:8', '8:1'] as const
const base64 = z.base64().min(4)
/** providers-a 2.4, the captured request. What is left out falls to another default than the adapter's, so that it shows. */
const body = z.strictObject({
  contents: z.tuple([
    z.strictObject({
      role: z.literal('user'),
      parts: z
        .array(
          z.union([
            z.strictObject({ inlineData: z.strictObject({ mimeType: z.enum(['image/png', 'image/jpeg', 'image/webp']), data: base64 }) }),
            z.strictObject({ text: z.string().min(1) }),
          ]),
        )
        .min(1),
    }),
  ]),
  generationConfig: z
    .strictObject({
      responseModalities: z.array(z.enum(['IMAGE', 'TEXT'])).default(['TEXT', 'IMAGE']),
      imageConfig: z
        .strictObject({ aspectRatio: z.enum(RATIOS).default('21:9'), imageSize: z.enum(['1K', '2K', '4K']).default('2K') })
        .prefault({}),
      // 2.4: thinking minimal, medium, high; `ThinkingLevel` of the SDK
      thinkingConfig: z.strictObject({ thinkingLevel: z.enum(['MINIMAL', 'MEDIUM', 'HIGH']).default('HIGH') }).prefault({}),
    })
    .prefault({}),
})
type Body = z.infer<typeof body>

/** Gemini's `generateContent` for pictures, as providers-a sections 2.1 and 2.4 have it. */
export function startGeminiImages(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator((world) => {
    // 2.1: a simulator should accept both prefixes
    for (const version of ['v1', 'v1beta']) world.add('POST', `/${version}/models/:call`, 'start', (call) => generate(world, call))
  }, options)
}

async function generate(world: World, call: SimulatedCall): Promise<Response> {
  const key = call.headers.get('x-goog-api-key')
  if (key === null) return refusal(403, 'PERMISSION_DENIED', 'Method doesn’t allow unregistered callers.')
  if (key !== GEMINI_KEY) return refusal(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', 'API_KEY_INVALID')
  if (decodeURIComponent(call.param('call')) !== 'gemini-nano-banana-2.1:generateContent')
    return refusal(404, 'NOT_FOUND', 'models/x is not found')
  if (call.headers.get('content-type') !== 'application/json') return refusal(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.')
  const read = body.safeParse(call.json())
  if (!read.success) return refusal(400, 'INVALID_ARGUMENT', 'Invalid value at generation_config')
  return await draw(world, read.data)
}

async function draw(world: World, request: Body): Promise<Response> {
  const { imageConfig, responseModalities, thinkingConfig } = request.generationConfig
  const [wide = 1, high = 1] = imageConfig.aspectRatio.split(':').map(Number)
  const side = { '1K': 1024, '2K': 2048, '4K': 4096 }[imageConfig.imageSize]
  const unit = side / Math.sqrt(wide * high)
  const result = { kind: 'image' as const, width: even(wide * unit), height: even(high * unit), seconds: 0, frameRate: 0, audio: false }
  const usage = usageOf(request)
  // 2.4: $30/1M image tok, text in $1.50/1M; text out $7.50/1M (LiteLLM's table of the same model)
  const usdMicros = Math.ceil(usage.promptTokenCount * 1.5 + usage.thoughtsTokenCount * 7.5 + usage.candidatesTokenCount * 30)
  const job = world.take({ id: randomUUID(), key: null, request: { ...request, pictures: picturesOf(request) }, result, usdMicros })
  const stage = world.stage(job)
  const outcome = stage.kind === 'ended' ? stage.outcome : 'succeed'
  const head = { usageMetadata: usage, modelVersion: 'gemini-nano-banana-2.1', responseId: job.id }
  // 2.4: `promptFeedback.blockReason` where the question is refused, `finishReason` where the picture is
  if (outcome === 'moderate_input') return Response.json({ ...head, promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } })
  if (outcome === 'moderate_output') return Response.json({ ...head, candidates: [{ finishReason: 'IMAGE_SAFETY', index: 0 }] })
  if (outcome === 'no_url')
    return Response.json({ ...head, candidates: [{ content: { role: 'model', parts: [{ text: 'Here it is.' }] }, finishReason: 'STOP' }] })
  if (outcome === 'fail') return refusal(500, 'INTERNAL', 'An internal error has occurred.')
  const data = Buffer.from(await (await world.file(job)).arrayBuffer()).toString('base64')
  const drafts = thinkingConfig.thinkingLevel === 'MINIMAL' ? [] : [{ thought: true, inlineData: { mimeType: 'image/png', data: 'AAAA' } }]
  const words = responseModalities.includes('TEXT') ? [{ text: 'Here it is.' }] : []
  const parts = [...drafts, ...words, { inlineData: { mimeType: 'image/png', data } }]
  return Response.json({ ...head, candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }] })
}

function picturesOf({ contents: [{ parts }] }: Body): number {
  return parts.filter((part) => 'inlineData' in part).length
}

function usageOf(request: Body) {
  const text = request.contents[0].parts.map((part) => ('text' in part ? part.text : '')).join('')
  const thoughts = { MINIMAL: 120, MEDIUM: 900, HIGH: 4000 }[request.generationConfig.thinkingConfig.thinkingLevel]
  const image = { '1K': 1120, '2K': 1680, '4K': 2520 }[request.generationConfig.imageConfig.imageSize]
  return {
    promptTokenCount: Math.ceil(text.length / 4) + picturesOf(request) * 1120,
    candidatesTokenCount: image,
    thoughtsTokenCount: thoughts,
    candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: image }],
  }
}

function even(length: number): number {
  return 2 * Math.round(length / 2)
}

/** 2.1: `[{"error":{"code","message","status"}}]` of the front end, else without the list. */
export function refusal(code: number, status: string, message: string, reason?: string): Response {
  const details = reason === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }]
  const error = { error: { code, message, status, details } }
  return Response.json(code === 403 ? [error] : error, { status: code })
}
