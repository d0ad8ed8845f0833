import { readFile, writeFile } from 'node:fs/promises'
import { type UsdMicros, usdMicros } from 'shared/money'
import { type Answer, ask, quoting } from '../answer.ts'
import { badOutput, failedThere, perhapsTaken, policyRefusal } from '../answers.ts'
import { atOnce, makes } from '../at-once.ts'
import { BLOCKED, type Generated, geminiRequest, generated } from '../gemini/protocol.ts'
import { isSuccess, NAME, notMade } from '../gemini/refusal.ts'
import type { Access, Adapter, ImageGeneration, InputFile, Started } from '../port.ts'
import { createOneShotFetch } from '../transport.ts'
import { TOKEN_USD_MICROS } from './image-models.ts'

/** The head of the answer comes when the picture is made. */
const HEADERS_MS = 180_000
/** A picture of 1K, drafts of it and thoughts, in base64. */
const MAX_BYTES = 48 * 1024 * 1024
const EXTENSIONS: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' }
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Gemini's pictures by `generateContent`, from words and from pictures. The answer is the picture. */
export function createGeminiImages(access: Access): Adapter {
  const say = quoting(access.log, 'gemini', access.key)
  return makes(
    ['image'],
    atOnce<ImageGeneration>(NAME, {
      start: async ({ generation, files, newFile }, { signal }) => {
        const paid = createOneShotFetch({ headersMs: HEADERS_MS, maxBytes: MAX_BYTES })
        const { url, init } = geminiRequest(access, generation.model, await bodyOf(generation, files))
        const answer = await ask(paid.fetch, url, { ...init, signal })
        if (answer.kind === 'none' || !isSuccess(answer.status)) {
          say('start', answer.kind === 'none' ? answer.why : answer.text, answer.kind === 'none' ? undefined : answer.status)
          return notMade(answer.kind === 'none' && paid.sent() !== 'not_sent' ? { ...answer, sent: 'perhaps' } : answer)
        }
        return await keep(answer, newFile, say)
      },
    }),
  )
}

/** Pictures first, then the words (`generateContent`, "Image editing"); with as little thought as can be asked for, as it is paid. */
async function bodyOf({ prompt, size }: ImageGeneration, files: readonly InputFile[]): Promise<Readonly<Record<string, unknown>>> {
  const pictures = await Promise.all(
    files.map(async ({ path, mime }) => ({ inlineData: { mimeType: mime, data: (await readFile(path)).toString('base64') } })),
  )
  return {
    contents: [{ role: 'user', parts: [...pictures, { text: prompt }] }],
    generationConfig: {
      responseModalities: ['IMAGE'],
      imageConfig: { aspectRatio: size.name, imageSize: size.tier },
      thinkingConfig: { thinkingLevel: 'MINIMAL' },
    },
  }
}

/** The picture of a successful answer, in a file: the last that is no draft. */
async function keep(
  { json, text, status }: Extract<Answer, { kind: 'answered' }>,
  newFile: (extension: string) => Promise<string>,
  say: ReturnType<typeof quoting>,
): Promise<Started> {
  const read = generated.safeParse(json)
  if (!read.success || (read.data.candidates === undefined && read.data.promptFeedback === undefined)) {
    say('start', text, status)
    return { kind: 'unknown', problem: perhapsTaken(NAME) }
  }
  const { candidates = [], usageMetadata, responseId = null } = read.data
  const charged = costOf(usageMetadata)
  const parts = candidates[0]?.content?.parts ?? []
  const picture = parts.findLast(({ thought, inlineData }) => thought !== true && inlineData !== undefined)?.inlineData
  const extension = EXTENSIONS[picture?.mimeType ?? '']
  if (picture === undefined || extension === undefined || !BASE64.test(picture.data)) {
    say('start', text, status)
    return { kind: 'failed', providerJobId: responseId, problem: whyNot(read.data), usdMicros: charged, charged: 'unknown' }
  }
  const path = await newFile(extension)
  await writeFile(path, Buffer.from(picture.data, 'base64'))
  const files = [{ name: 'result', path, mime: picture.mimeType }]
  return { kind: 'made', providerJobId: responseId, usdMicros: charged, made: { files, words: null, text: null, language: null } }
}

function whyNot({ promptFeedback, candidates = [] }: Generated) {
  if (promptFeedback?.blockReason !== undefined) return policyRefusal(NAME, 'input', null)
  const reason = candidates[0]?.finishReason ?? ''
  if (BLOCKED.has(reason)) return policyRefusal(NAME, 'output', 'image')
  return reason === 'NO_IMAGE' || reason === 'IMAGE_OTHER' ? badOutput(NAME) : failedThere(NAME)
}

/** What the tokens that were used cost, rounded up; what is not told apart counts as pictures. Null where nothing is told. */
function costOf(usage: Generated['usageMetadata']): UsdMicros | null {
  if (usage === undefined || usage.promptTokenCount + usage.candidatesTokenCount === 0) return null
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount, candidatesTokensDetails: details } = usage
  const words = details.filter(({ modality }) => modality === 'TEXT').reduce((sum, { tokenCount }) => sum + tokenCount, 0)
  const pictures = Math.max(0, candidatesTokenCount - words)
  const { in: into, textOut, imageOut } = TOKEN_USD_MICROS
  return usdMicros(Math.ceil(promptTokenCount * into + (words + thoughtsTokenCount) * textOut + pictures * imageOut))
}
