import { z } from 'zod'
import { type SimulatedCall, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'

export const LANGUAGE_KEY = 'sk-language-canary-0001'

/** What a model says next: the text of its answer, or why there is none. */
export type Saying = { readonly text: string } | { readonly refused: true } | { readonly cut: string }

export interface LanguageModel extends Simulator {
  /** What is said to the next questions, one after the other; the last of them to all that follow. */
  says(...sayings: readonly Saying[]): void
}

/** A schema as OpenAI's strict mode wants it: every property required, nothing besides. */
const strictObject = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()),
  additionalProperties: z.literal(false),
})
const schema = strictObject.refine(({ properties, required }) => Object.keys(properties).every((name) => required.includes(name)))
const tokens = z.int().positive()
/** providers-a 3.1 for the way in; the fields are those of the SDK's `chat.completions`. */
const chat = z
  .strictObject({
    model: z.string().min(1),
    messages: z.tuple(
      [z.strictObject({ role: z.literal('system'), content: z.string().min(1) })],
      z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string().min(1) }),
    ),
    response_format: z.strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({ name: z.string().min(1), strict: z.literal(true), schema }),
    }),
    max_tokens: tokens.optional(),
    max_completion_tokens: tokens.optional(),
  })
  .refine(({ max_tokens: old, max_completion_tokens: now }) => (old === undefined) !== (now === undefined))
  .refine(({ messages }) => messages.length > 1)
const parts = z.array(z.strictObject({ text: z.string().min(1) })).min(1)
/** providers-a 2.4 for the shape; the fields are those of the SDK's `GenerateContentConfig`. */
const content = z.strictObject({
  systemInstruction: z.strictObject({ parts }),
  contents: z.array(z.strictObject({ role: z.enum(['user', 'model']), parts })).min(1),
  generationConfig: z.strictObject({
    responseMimeType: z.literal('application/json'),
    responseJsonSchema: schema,
    maxOutputTokens: tokens,
  }),
})

/** Language models by OpenAI's chat protocol, under `/v1`, and by Gemini's. */
export async function startLanguageModel(options: SimulatorOptions = {}): Promise<LanguageModel> {
  let waiting: readonly Saying[] = [{ text: '{}' }]
  const next = (): Saying => {
    const [first = { text: '' }, ...rest] = waiting
    if (rest.length > 0) waiting = rest
    return first
  }
  const simulator = await startSimulator((world) => describeModels(world, next), options)
  return {
    ...simulator,
    says: (...sayings) => {
      waiting = sayings
    },
  }
}

function describeModels(world: World, next: () => Saying): void {
  world.add('POST', '/v1/chat/completions', 'start', (call) => {
    if (call.headers.get('authorization') !== `Bearer ${LANGUAGE_KEY}`) {
      return Response.json(
        { error: { message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' } },
        { status: 401 },
      )
    }
    const read = chat.safeParse(call.json())
    if (!read.success) return Response.json({ error: { message: read.error.message, code: 'invalid_request' } }, { status: 400 })
    return Response.json(chatAnswer(next()))
  })
  world.add('POST', '/v1beta/models/:call', 'start', (call) => {
    if (call.headers.get('x-goog-api-key') !== LANGUAGE_KEY) {
      return Response.json({ error: { code: 403, message: 'no key', status: 'PERMISSION_DENIED' } }, { status: 403 })
    }
    if (!isGenerate(call) || !content.safeParse(call.json()).success) {
      return Response.json({ error: { code: 400, message: 'invalid', status: 'INVALID_ARGUMENT' } }, { status: 400 })
    }
    return Response.json(geminiAnswer(next()))
  })
}

function isGenerate(call: SimulatedCall): boolean {
  return /^[\w.-]+:generateContent$/.test(decodeURIComponent(call.param('call')))
}

function chatAnswer(saying: Saying): unknown {
  const message =
    'refused' in saying
      ? { role: 'assistant', content: null, refusal: 'I cannot help with that.' }
      : { role: 'assistant', content: textOf(saying) }
  const reason = 'cut' in saying ? 'length' : 'stop'
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: reason, message }],
    usage: { prompt_tokens: 9, completion_tokens: 9 },
  }
}

/** providers-a 2.4: thoughts come as parts of their own, and a blocked question has feedback and no candidate. */
function geminiAnswer(saying: Saying): unknown {
  if ('refused' in saying) return { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }
  const text = textOf(saying)
  const half = Math.ceil(text.length / 2)
  const said = [{ thought: true, text: 'Let me think {' }, { text: text.slice(0, half) }, { text: text.slice(half) }]
  return {
    candidates: [{ content: { role: 'model', parts: said }, finishReason: 'cut' in saying ? 'MAX_TOKENS' : 'STOP' }],
    usageMetadata: {},
  }
}

function textOf(saying: { readonly text: string } | { readonly cut: string } | { readonly refused: true }): string {
  return 'text' in saying ? saying.text : 'cut' in saying ? saying.cut : ''
}
