import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type SimulatedCall, type Simulator, type SimulatorOptions, startSimulator, type World } from './simulator.ts'

export const OPENAI_KEY = 'sk-proj-openai-canary-000000000001'

/** providers-a 3.3: both sides %16, ratio 1:3 to 3:1, at most 3840x2160. */
const size = z
  .string()
  .regex(/^\d{3,4}x\d{3,4}$/)
  .refine((text) => {
    const [width = 0, height = 0] = text.split('x').map(Number)
    const ratio = width / height
    return width % 16 === 0 && height % 16 === 0 && ratio >= 1 / 3 && ratio <= 3 && width * height <= 3840 * 2160
  })
const common = {
  model: z.enum(['gpt-image-2', 'gpt-image-2-2026-04-21']),
  prompt: z.string().min(1).max(32_000),
  size,
  quality: z.enum(['low', 'medium', 'high']),
  background: z.enum(['opaque', 'auto']).default('auto'),
  output_format: z.enum(['png', 'jpeg', 'webp']).default('webp'),
}
/** providers-a 3.3: `POST /images/generations` JSON. */
const generations = z.strictObject({ ...common, n: z.int().min(1).max(10).default(2) })
/** providers-a 3.3: `POST /images/edits` multipart, `image` or `image[]`, at most 16 of less than 50 MB. */
const picture = z.object({
  name: z.string(),
  type: z.enum(['image/png', 'image/webp', 'image/jpeg']),
  bytes: z.int().positive().max(50_000_000),
})
const edits = z
  .strictObject({
    ...common,
    n: z.coerce.number().int().min(1).max(10).default(2),
    image: picture.optional(),
    'image[]': z.array(picture).min(1).max(16).optional(),
  })
  .refine((form) => (form.image === undefined) !== (form['image[]'] === undefined), { path: ['image'] })

/** Tokens of OpenAI's own calculator for a square of 1024 pixels; other sizes take fewer. */
const OUT = { low: 196, medium: 1756, high: 7024 } as const

/** OpenAI's images API, as providers-a section 3.3 has it. What is left out falls to another default than the adapter's, so that it shows. */
export function startOpenaiImages(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator((world) => {
    world.add('POST', '/v1/images/generations', 'start', (call) => {
      if (!mayEnter(call)) return refusal(401, 'invalid_api_key', null)
      // 3.1: JSON
      if (call.headers.get('content-type') !== 'application/json') return refusal(415, 'unsupported_media_type', null)
      const read = generations.safeParse(call.json())
      return read.success ? draw(world, read.data, 0) : invalid(read.error)
    })
    world.add('POST', '/v1/images/edits', 'start', async (call) => {
      if (!mayEnter(call)) return refusal(401, 'invalid_api_key', null)
      const form = await call.form()
      if (form === null) return refusal(400, 'invalid_request', null)
      const read = edits.safeParse(fieldsOf(form))
      return read.success ? draw(world, read.data, read.data['image[]']?.length ?? 1) : invalid(read.error)
    })
  }, options)
}

function mayEnter({ headers }: SimulatedCall): boolean {
  return headers.get('authorization') === `Bearer ${OPENAI_KEY}`
}

function fieldsOf(form: FormData): Readonly<Record<string, unknown>> {
  const plain = (value: string | File) => (typeof value === 'string' ? value : { name: value.name, type: value.type, bytes: value.size })
  const single = [...form].filter(([name]) => name !== 'image[]').map(([name, value]): [string, unknown] => [name, plain(value)])
  const several = form.getAll('image[]').map(plain)
  return { ...Object.fromEntries(single), ...(several.length === 0 ? {} : { 'image[]': several }) }
}

interface Drawn {
  readonly prompt: string
  readonly size: string
  readonly quality: keyof typeof OUT
  readonly output_format: string
}

async function draw(world: World, request: Drawn, pictures: number): Promise<Response> {
  const [width = 0, height = 0] = request.size.split('x').map(Number)
  // 3.3, Response: usage in tokens; price per 1M tokens: text in $5, image in $8, image out $30
  const usage = usageOf(request, pictures)
  const usdMicros = usage.input_tokens_details.text_tokens * 5 + usage.input_tokens_details.image_tokens * 8 + usage.output_tokens * 30
  const result = { kind: 'image' as const, width, height, seconds: 0, frameRate: 0, audio: false }
  const job = world.take({ id: randomUUID(), key: null, request, result, usdMicros })
  const stage = world.stage(job)
  const outcome = stage.kind === 'ended' ? stage.outcome : 'succeed'
  // 3.3, Moderation: HTTP 400, of what goes in and of what comes out alike
  if (outcome === 'moderate_input' || outcome === 'moderate_output')
    return refusal(400, 'moderation_blocked', 'prompt', 'image_generation_user_error')
  if (outcome === 'fail') return refusal(500, 'server_error', null)
  const bytes = Buffer.from(await (await world.file(job)).arrayBuffer()).toString('base64')
  const data = outcome === 'no_url' ? [] : [{ b64_json: bytes }]
  return Response.json({ created: 1, data, output_format: request.output_format, quality: request.quality, size: request.size, usage })
}

function usageOf({ prompt, quality }: Drawn, pictures: number) {
  const [text, image, out] = [Math.ceil(prompt.length / 4) + 6, pictures * 1024, OUT[quality]]
  return {
    input_tokens: text + image,
    output_tokens: out,
    total_tokens: text + image + out,
    input_tokens_details: { text_tokens: text, image_tokens: image },
    output_tokens_details: { text_tokens: 0, image_tokens: out },
  }
}

function invalid({ issues: [issue] }: z.ZodError): Response {
  return refusal(400, 'invalid_value', String(issue?.path[0] ?? ''))
}

/** 3.1: `{"error":{"message","type","param","code"}}`. */
function refusal(status: number, code: string, param: string | null, type = 'invalid_request_error'): Response {
  return Response.json({ error: { message: `rejected: ${code}`, type, param, code } }, { status })
}
