import { readFile, writeFile } from 'node:fs/promises'
import { priceOf, sumUsdMicros, type UsdMicros, usdMicros } from 'shared/money'
import { z } from 'zod'
import { type Answer, askThrough, quoting } from '../answer.ts'
import { failedThere, perhapsTaken } from '../answers.ts'
import { atOnce, makes } from '../at-once.ts'
import { openaiClient } from '../openai/client.ts'
import { isSuccess, notMade, type Spoken } from '../openai/refusal.ts'
import type { Access, Adapter, ImageGeneration, InputFile, Started } from '../port.ts'
import { createOneShotFetch } from '../transport.ts'
import { TOKEN_USD_MICROS, wireModel } from './image-models.ts'

const SPOKEN: Spoken = {
  name: 'OpenAI',
  variable: 'OPENAI_API_KEY',
  fields: { prompt: 'prompt', size: 'resolution', quality: 'quality', image: 'image', model: 'model' },
}
/** High quality takes minutes, and the head of the answer comes when it is done. */
const HEADERS_MS = 300_000
/** A picture of 2560x1440 as PNG, in base64. */
const MAX_BYTES = 64 * 1024 * 1024

const tokens = z.int().nonnegative()
const made = z.looseObject({
  data: z.array(z.looseObject({ b64_json: z.base64().min(1).optional().catch(undefined) })),
  usage: z
    .looseObject({
      input_tokens: tokens,
      output_tokens: tokens,
      input_tokens_details: z.looseObject({ image_tokens: tokens, text_tokens: tokens }).optional().catch(undefined),
      output_tokens_details: z.looseObject({ image_tokens: tokens, text_tokens: tokens }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})
type Usage = z.infer<typeof made>['usage']

/** OpenAI's pictures, from words (`images/generations`) and from pictures (`images/edits`). The answer is the picture. */
export function createOpenaiImages(access: Access): Adapter {
  const say = quoting(access.log, 'openai', access.key)
  return makes(
    ['image'],
    atOnce<ImageGeneration>(SPOKEN.name, {
      start: async ({ generation, files, newFile }, { signal }) => {
        const paid = createOneShotFetch({ headersMs: HEADERS_MS, maxBytes: MAX_BYTES })
        const request = files.length === 0 ? { path: '/images/generations', body: bodyOf(generation) } : await editOf(generation, files)
        const answer = await askThrough(paid.fetch, async (fetch) => {
          await openaiClient(access.key, access.baseUrl, fetch).post(request.path, { body: request.body, signal })
        })
        if (answer.kind === 'none' || !isSuccess(answer.status)) {
          say('start', answer.kind === 'none' ? answer.why : answer.text, answer.kind === 'none' ? undefined : answer.status)
          return notMade(answer.kind === 'none' && paid.sent() !== 'not_sent' ? { ...answer, sent: 'perhaps' } : answer, SPOKEN)
        }
        return await keep(answer, newFile, say)
      },
    }),
  )
}

/** The picture of a successful answer, in a file. */
async function keep(
  { json, text, status }: Extract<Answer, { kind: 'answered' }>,
  newFile: (extension: string) => Promise<string>,
  say: ReturnType<typeof quoting>,
): Promise<Started> {
  const read = made.safeParse(json)
  if (!read.success) {
    say('start', text, status)
    return { kind: 'unknown', problem: perhapsTaken(SPOKEN.name) }
  }
  const charged = costOf(read.data.usage)
  const picture = read.data.data.find(({ b64_json: bytes }) => bytes !== undefined)?.b64_json
  if (picture === undefined) {
    return { kind: 'failed', providerJobId: null, problem: failedThere(SPOKEN.name), usdMicros: charged, charged: 'unknown' }
  }
  const path = await newFile('png')
  await writeFile(path, Buffer.from(picture, 'base64'))
  const files = [{ name: 'result', path, mime: 'image/png' }]
  return { kind: 'made', providerJobId: null, usdMicros: charged, made: { files, words: null, text: null, language: null } }
}

/** What the tokens that were used cost; where they are not told apart, as the dearer kind. Null where nothing is told. */
function costOf(usage: Usage): UsdMicros | null {
  if (usage === undefined) return null
  const into = usage.input_tokens_details ?? { image_tokens: usage.input_tokens, text_tokens: 0 }
  const out = usage.output_tokens_details ?? { image_tokens: usage.output_tokens, text_tokens: 0 }
  const rates = TOKEN_USD_MICROS
  return sumUsdMicros(
    priceOf(usdMicros(rates.imageIn), into.image_tokens),
    priceOf(usdMicros(rates.textIn), into.text_tokens),
    priceOf(usdMicros(rates.imageOut), out.image_tokens),
    priceOf(usdMicros(rates.textOut), out.text_tokens),
  )
}

/** Price and size are always said, never left to the API's defaults. */
function bodyOf({ model, prompt, size }: ImageGeneration): Readonly<Record<string, string | number>> {
  return { ...wireModel(model), prompt, n: 1, size: size.name, output_format: 'png', background: 'opaque' }
}

/** A form with the pictures in their order: one alone is `image`, several are `image[]`. */
async function editOf(
  generation: ImageGeneration,
  files: readonly InputFile[],
): Promise<{ readonly path: string; readonly body: FormData }> {
  const body = new FormData()
  for (const [name, value] of Object.entries(bodyOf(generation))) body.set(name, String(value))
  const field = files.length === 1 ? 'image' : 'image[]'
  for (const { path, mime, name } of files) body.append(field, new File([await readFile(path)], name, { type: mime }))
  return { path: '/images/edits', body }
}
