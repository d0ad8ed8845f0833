import { readFile } from 'node:fs/promises'
import { type UsdMicros, usdMicros } from 'shared/money'
import type { TimedWord } from 'shared/wire'
import { type Answer, ask, quoting } from '../answer.ts'
import { badInput, failedThere, perhapsTaken, policyRefusal } from '../answers.ts'
import { atOnce, byKind, makes } from '../at-once.ts'
import { BLOCKED, type Generated, geminiRequest, generated } from '../gemini/protocol.ts'
import { isSuccess, NAME, notMade } from '../gemini/refusal.ts'
import type { Access, Adapter, InputFile, Made, SpeechGeneration, Started, StartOptions, TranscriptGeneration } from '../port.ts'
import { keepSound } from '../sound-answer.ts'
import { createOneShotFetch } from '../transport.ts'
import { tokenPrices } from './audio-models.ts'
import { withContainer } from './pcm.ts'

/** Minutes of speech take a minute or two; half an hour is listened to in less than it lasts. */
const HEADERS_MS = 600_000
/** Eleven minutes of 24 kHz in base64 are 43 MB. */
const MAX_BYTES = 64 * 1024 * 1024
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
/** Types by the names under which Gemini knows them. */
const MIMES: Readonly<Record<string, string>> = { 'audio/mpeg': 'audio/mp3', 'audio/x-wav': 'audio/wav' }

type Body = Readonly<Record<string, unknown>>
/** What was made, or null where the answer holds nothing of it. */
type Reader = (answer: Generated, newFile: StartOptions['newFile']) => Promise<Made | null>

/** Gemini's voices and its transcriber, both by `generateContent`. The answer is the result. */
export function createGeminiAudio(access: Access): Adapter {
  const say = quoting(access.log, 'gemini', access.key)

  const buy = async (model: string, body: Body, read: Reader, newFile: StartOptions['newFile'], signal: AbortSignal): Promise<Started> => {
    const paid = createOneShotFetch({ headersMs: HEADERS_MS, maxBytes: MAX_BYTES })
    const { url, init } = geminiRequest(access, model, body)
    const answer = await ask(paid.fetch, url, { ...init, signal })
    if (answer.kind === 'none' || !isSuccess(answer.status)) {
      say('start', answer.kind === 'none' ? answer.why : answer.text, answer.kind === 'none' ? undefined : answer.status)
      return notMade(answer.kind === 'none' && paid.sent() !== 'not_sent' ? { ...answer, sent: 'perhaps' } : answer)
    }
    const started = await resultOf(model, answer, read, newFile)
    if (started.kind !== 'made') say('start', answer.text, answer.status)
    return started
  }

  return byKind(NAME, {
    speech: makes(
      ['speech'],
      atOnce<SpeechGeneration>(NAME, {
        start: ({ generation, newFile }, { signal }) => buy(generation.model, speechOf(generation), readSpeech, newFile, signal),
      }),
    ),
    transcript: makes(
      ['transcript'],
      atOnce<TranscriptGeneration>(NAME, {
        start: async ({ generation, files, newFile }, { signal }) => {
          const [file] = files
          if (file === undefined) return { kind: 'refused', problem: badInput(NAME) }
          return await buy(generation.model, await transcriptOf(generation, file), readTranscript, newFile, signal)
        },
      }),
    ),
  })
}

async function resultOf(
  model: string,
  { json }: Extract<Answer, { kind: 'answered' }>,
  read: Reader,
  newFile: StartOptions['newFile'],
): Promise<Started> {
  const answer = generated.safeParse(json)
  if (!answer.success || (answer.data.candidates === undefined && answer.data.promptFeedback === undefined)) {
    return { kind: 'unknown', problem: perhapsTaken(NAME) }
  }
  const { responseId = null, usageMetadata } = answer.data
  const charged = costOf(model, usageMetadata)
  const made = await read(answer.data, newFile)
  if (made !== null) return { kind: 'made', providerJobId: responseId, usdMicros: charged, made }
  return { kind: 'failed', providerJobId: responseId, problem: whyNot(answer.data), usdMicros: charged, charged: 'unknown' }
}

/** `generateContent` with `responseModalities` AUDIO: the text is spoken as it is. */
function speechOf({ text, voice, language }: SpeechGeneration): Body {
  const code = language?.split('-')[0]
  return {
    contents: [{ role: 'user', parts: [{ text }] }],
    generationConfig: {
      responseModalities: ['AUDIO'],
      speechConfig: {
        voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } },
        ...(code === undefined ? {} : { languageCode: code }),
      },
    },
  }
}

/** The recording with an `audioTranscriptionConfig`; a language is a hint, which has to name its region. */
async function transcriptOf({ language }: TranscriptGeneration, { path, mime }: InputFile): Promise<Body> {
  const data = (await readFile(path)).toString('base64')
  return {
    contents: [{ role: 'user', parts: [{ inlineData: { mimeType: MIMES[mime] ?? mime, data } }] }],
    generationConfig: {
      audioTranscriptionConfig: {
        wordTimestamp: true,
        mode: 'VERBATIM',
        ...(language?.includes('-') === true ? { languageCodes: [language] } : {}),
      },
    },
  }
}

const readSpeech: Reader = async ({ candidates = [] }, newFile) => {
  const sound = candidates[0]?.content?.parts?.find(({ inlineData }) => inlineData !== undefined)?.inlineData
  if (sound === undefined || !BASE64.test(sound.data)) return null
  const bytes = withContainer(Buffer.from(sound.data, 'base64'), sound.mimeType)
  const file = await keepSound(bytes, 'result', newFile)
  return file === null ? null : { files: [file], words: null, text: null, language: null }
}

/** Each part is a stretch of speech; stretches without words are left out. Nothing heard is a transcript, too. */
const readTranscript: Reader = async ({ candidates = [] }) => {
  const [candidate] = candidates
  const parts = (candidate?.content?.parts ?? []).flatMap(({ audioTranscription }) => audioTranscription ?? [])
  if (parts.length === 0 && candidate?.finishReason !== 'STOP') return null
  const words = parts.flatMap(({ words: heard }) =>
    (heard ?? []).map(({ word, startOffset, endOffset }): TimedWord => ({
      text: word.trim(),
      start: startOffset,
      end: Math.max(startOffset, endOffset),
    })),
  )
  const isTimed = parts.every(({ text, words: heard }) => text === '' || (heard ?? []).length > 0)
  const texts = parts.map(({ text }) => text.trim()).filter((text) => text !== '')
  const language = parts.find(({ languageCode }) => languageCode !== undefined)?.languageCode ?? null
  return { files: [], words: isTimed ? words : null, text: texts.join(' '), language }
}

function whyNot({ promptFeedback, candidates = [] }: Generated) {
  if (promptFeedback?.blockReason !== undefined) return policyRefusal(NAME, 'input', null)
  return BLOCKED.has(candidates[0]?.finishReason ?? '') ? policyRefusal(NAME, 'output', 'audio') : failedThere(NAME)
}

/** What the tokens that were used cost at the prices of today, rounded up. Null where nothing is told. */
function costOf(model: string, usage: Generated['usageMetadata']): UsdMicros | null {
  const prices = tokenPrices(model, Date.now())
  if (usage === undefined || prices === null || usage.promptTokenCount + usage.candidatesTokenCount === 0) return null
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = usage
  return usdMicros(Math.ceil(promptTokenCount * prices.in + (candidatesTokenCount + thoughtsTokenCount) * prices.out))
}
