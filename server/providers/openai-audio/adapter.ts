import { readFile } from 'node:fs/promises'
import type { TimedWord } from 'shared/wire'
import { z } from 'zod'
import { quoting } from '../answer.ts'
import { badInput, perhapsTaken } from '../answers.ts'
import { atOnce, byKind, makes } from '../at-once.ts'
import { isSuccess, notMade, type Spoken } from '../openai/refusal.ts'
import type { Access, Adapter, InputFile, Made, SpeechGeneration, Started, StartOptions, TranscriptGeneration } from '../port.ts'
import { askForBytes, type BytesAnswer, keepSound } from '../sound-answer.ts'
import { createOneShotFetch } from '../transport.ts'

export interface OpenaiAudioOptions {
  /** What stands for the provider in problems and, in small letters, in the log. */
  readonly name: string
  readonly id: string
  /** The variable of its key. */
  readonly variable: string
}

const OPENAI: OpenaiAudioOptions = { name: 'OpenAI', id: 'openai', variable: 'OPENAI_API_KEY' }
const FIELDS = { input: 'text', voice: 'voice', speed: 'speed', language: 'language', file: 'assetId', model: 'model' } as const
/** A server of one's own may listen for as long as the recording lasts. */
const HEADERS_MS = 600_000
const MAX_BYTES = 64 * 1024 * 1024

const seconds = z.number().nonnegative()
const verbose = z.looseObject({
  text: z.string(),
  language: z.string().nullish(),
  words: z
    .array(z.looseObject({ word: z.string(), start: seconds, end: seconds }))
    .nullish()
    .catch(null),
})

type Answered = Extract<BytesAnswer, { kind: 'answered' }>
type Reader = (answer: Answered, newFile: StartOptions['newFile']) => Promise<Made | null>

/**
 * OpenAI's voices (`audio/speech`) and Whisper (`audio/transcriptions`), and servers of people's own that speak the same protocol. The
 * answer is the result.
 */
export function createOpenaiAudio(access: Access, { name, id, variable }: OpenaiAudioOptions = OPENAI): Adapter {
  const say = quoting(access.log, id, access.key)
  const spoken: Spoken = { name, variable, fields: FIELDS }
  const authorization = access.key === '' ? {} : { authorization: `Bearer ${access.key}` }

  const buy = async (
    path: string,
    body: string | FormData,
    read: Reader,
    newFile: StartOptions['newFile'],
    signal: AbortSignal,
  ): Promise<Started> => {
    const paid = createOneShotFetch({ headersMs: HEADERS_MS, maxBytes: MAX_BYTES })
    const headers = { ...authorization, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}) }
    const answer = await askForBytes(paid.fetch, `${access.baseUrl}${path}`, { method: 'POST', headers, body, signal })
    if (answer.kind === 'none' || !isSuccess(answer.status)) {
      say('start', answer.kind === 'none' ? answer.why : answer.text, answer.kind === 'none' ? undefined : answer.status)
      return notMade(answer.kind === 'none' && paid.sent() !== 'not_sent' ? { ...answer, sent: 'perhaps' } : answer, spoken)
    }
    const made = await read(answer, newFile)
    if (made !== null) return { kind: 'made', providerJobId: null, usdMicros: null, made }
    say('start', answer.text, answer.status)
    return { kind: 'unknown', problem: perhapsTaken(name) }
  }

  return byKind(name, {
    speech: makes(
      ['speech'],
      atOnce<SpeechGeneration>(name, {
        start: ({ generation, newFile }, { signal }) => buy('/audio/speech', speechOf(generation), readSpeech, newFile, signal),
      }),
    ),
    transcript: makes(
      ['transcript'],
      atOnce<TranscriptGeneration>(name, {
        start: async ({ generation, files, newFile }, { signal }) => {
          const [file] = files
          if (file === undefined) return { kind: 'refused', problem: badInput(name) }
          return await buy('/audio/transcriptions', await transcriptOf(generation, file), readTranscript, newFile, signal)
        },
      }),
    ),
  })
}

function speechOf({ model, text, voice, speed }: SpeechGeneration): string {
  return JSON.stringify({ model, input: text, voice, response_format: 'mp3', ...(speed === null || speed === 1 ? {} : { speed }) })
}

/** Word times are told in `verbose_json` alone, and only where they are asked for. */
async function transcriptOf({ model, language }: TranscriptGeneration, { path, name, mime }: InputFile): Promise<FormData> {
  const body = new FormData()
  body.set('model', model)
  body.set('response_format', 'verbose_json')
  body.set('timestamp_granularities[]', 'word')
  const code = language?.split('-')[0]
  if (code !== undefined) body.set('language', code)
  body.set('file', new File([await readFile(path)], name, { type: mime }))
  return body
}

const readSpeech: Reader = async ({ bytes }, newFile) => {
  const file = await keepSound(bytes, 'result', newFile)
  return file === null ? null : { files: [file], words: null, text: null, language: null }
}

const readTranscript: Reader = async ({ json }) => {
  const read = verbose.safeParse(json)
  if (!read.success) return null
  const { text, language, words } = read.data
  const timed = words?.map(({ word, start, end }): TimedWord => ({ text: word.trim(), start, end: Math.max(start, end) }))
  return { files: [], words: timed ?? null, text, language: language ?? null }
}
