import { readFile } from 'node:fs/promises'
import { quoting } from '../answer.ts'
import { failedThere, perhapsTaken } from '../answers.ts'
import { atOnce, byKind, makes } from '../at-once.ts'
import type {
  Access,
  Adapter,
  InputFile,
  Made,
  MusicGeneration,
  SpeechGeneration,
  Started,
  StartOptions,
  StemsGeneration,
  TranscriptGeneration,
} from '../port.ts'
import { askForBytes, type BytesAnswer, keepSound } from '../sound-answer.ts'
import { createOneShotFetch } from '../transport.ts'
import { heard, heardWords, isSuccess, NAME, notMade, spoken, wordsOf } from './protocol.ts'

/** The head of the answer comes when all is made: ten minutes of music take minutes. */
const HEADERS_MS = 600_000
/** Ten minutes of 128 kbit/s are 10 MB; of a voice in base64 somewhat more. */
const MAX_BYTES = 64 * 1024 * 1024
const FORMAT = 'mp3_44100_128'
/** The models that can be told the language; the others find out. */
const TOLD_LANGUAGE: ReadonlySet<string> = new Set(['eleven_flash_v2_5', 'eleven_v3'])

interface Request {
  readonly path: string
  readonly body: string | FormData
}
type Answered = Extract<BytesAnswer, { kind: 'answered' }>
type NewFile = StartOptions['newFile']
/** What was made, or null where the answer holds nothing of it. */
type Reader = (answer: Answered, newFile: NewFile) => Promise<{ readonly made: Made; readonly id: string | null } | null>

/**
 * ElevenLabs: voices with the times of their characters, music, transcripts by Scribe, and voices taken out of a recording. Every answer is
 * the result; there are no keys of ours and no ids to ask for later.
 */
export function createElevenlabs(access: Access): Adapter {
  const say = quoting(access.log, 'elevenlabs', access.key)

  const buy = async ({ path, body }: Request, read: Reader, newFile: NewFile, signal: AbortSignal): Promise<Started> => {
    const paid = createOneShotFetch({ headersMs: HEADERS_MS, maxBytes: MAX_BYTES })
    const headers = { 'xi-api-key': access.key, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}) }
    const answer = await askForBytes(paid.fetch, `${access.baseUrl}${path}`, { method: 'POST', headers, body, signal })
    if (answer.kind === 'none' || !isSuccess(answer.status)) {
      say('start', answer.kind === 'none' ? answer.why : answer.text, answer.kind === 'none' ? undefined : answer.status)
      return notMade(answer.kind === 'none' && paid.sent() !== 'not_sent' ? { ...answer, sent: 'perhaps' } : answer)
    }
    const result = await read(answer, newFile)
    if (result !== null) return { kind: 'made', providerJobId: result.id, usdMicros: null, made: result.made }
    say('start', answer.text, answer.status)
    return { kind: 'unknown', problem: perhapsTaken(NAME) }
  }

  return byKind(NAME, {
    speech: makes(
      ['speech'],
      atOnce<SpeechGeneration>(NAME, {
        start: ({ generation, newFile }, { signal }) => buy(speechOf(generation), readSpeech, newFile, signal),
      }),
    ),
    music: makes(
      ['music'],
      atOnce<MusicGeneration>(NAME, {
        start: ({ generation, newFile }, { signal }) => buy(musicOf(generation), readSound('result'), newFile, signal),
      }),
    ),
    transcript: makes(
      ['transcript'],
      atOnce<TranscriptGeneration>(NAME, {
        start: async ({ generation, files, newFile }, { signal }) => {
          const [file] = files
          if (file === undefined) return withoutSound()
          return await buy(await transcriptOf(generation, file), readTranscript, newFile, signal)
        },
      }),
    ),
    stems: makes(
      ['stems'],
      atOnce<StemsGeneration>(NAME, {
        start: async ({ files, newFile }, { signal }) => {
          const [file] = files
          if (file === undefined) return withoutSound()
          return await buy(await isolationOf(file), readSound('voice'), newFile, signal)
        },
      }),
    ),
  })
}

function withoutSound(): Started {
  return { kind: 'refused', problem: failedThere(NAME) }
}

/** `POST /v1/text-to-speech/{voice_id}/with-timestamps`. */
function speechOf({ model, text, voice, language, speed }: SpeechGeneration): Request {
  const code = language?.split('-')[0]
  return {
    path: `/v1/text-to-speech/${encodeURIComponent(voice)}/with-timestamps?output_format=${FORMAT}`,
    body: JSON.stringify({
      text,
      model_id: model,
      ...(code !== undefined && TOLD_LANGUAGE.has(model) ? { language_code: code } : {}),
      ...(speed === null || speed === 1 ? {} : { voice_settings: { speed } }),
    }),
  }
}

/** `POST /v1/music`. */
function musicOf({ model, prompt, seconds }: MusicGeneration): Request {
  return {
    path: `/v1/music?output_format=${FORMAT}`,
    body: JSON.stringify({ prompt, music_length_ms: Math.round(seconds * 1000), model_id: model, force_instrumental: true }),
  }
}

/** `POST /v1/speech-to-text`. */
async function transcriptOf({ model, language }: TranscriptGeneration, file: InputFile): Promise<Request> {
  const body = new FormData()
  body.set('model_id', model)
  body.set('timestamps_granularity', 'word')
  body.set('tag_audio_events', 'false')
  body.set('diarize', 'false')
  const code = language?.split('-')[0]
  if (code !== undefined) body.set('language_code', code)
  body.set('file', await uploaded(file))
  return { path: '/v1/speech-to-text', body }
}

/** `POST /v1/audio-isolation`. */
async function isolationOf(file: InputFile): Promise<Request> {
  const body = new FormData()
  body.set('audio', await uploaded(file))
  return { path: '/v1/audio-isolation', body }
}

async function uploaded({ path, name, mime }: InputFile): Promise<File> {
  return new File([await readFile(path)], name, { type: mime })
}

const readSpeech: Reader = async ({ json, headers }, newFile) => {
  const read = spoken.safeParse(json)
  if (!read.success) return null
  const file = await keepSound(Buffer.from(read.data.audio_base64, 'base64'), 'result', newFile)
  if (file === null) return null
  return { made: { files: [file], words: wordsOf(read.data.alignment), text: null, language: null }, id: headers.get('request-id') }
}

function readSound(name: string): Reader {
  return async ({ bytes, headers }, newFile) => {
    const file = await keepSound(bytes, name, newFile)
    return file === null ? null : { made: { files: [file], words: null, text: null, language: null }, id: headers.get('request-id') }
  }
}

const readTranscript: Reader = async ({ json }) => {
  const read = heard.safeParse(json)
  if (!read.success) return null
  const { text, words, language_code: language, transcription_id: id } = read.data
  return { made: { files: [], words: heardWords(words), text, language: language ?? null }, id: id ?? null }
}
