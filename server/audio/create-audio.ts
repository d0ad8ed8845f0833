import { statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { refuse, succeed, type Outcome } from 'shared/wire'
import { levelSound, makeChildPool, modelFile } from '../media/index.ts'
import type { Audio, AudioCall, AudioOptions, MusicOrder, SpeechOrder } from './face.ts'
import { audioEvent, type AudioEvent, type AudioTask } from './protocol.ts'
import { isLatin, plainText } from './voice/plain-text.ts'
import { DRAFT_VOICES } from './voice/voices.ts'

/** In LUFS: music and voices come at one level each, so that a gain means the same for all of them. */
const LOUDNESS = { music: -16, voice: -18 } as const
/** The longest piece takes about half a minute of a core, on a busy machine several times that; in milliseconds. */
const PATIENCE = 600_000
const IDLE = 30_000
/** `reason` of a problem where only the sound font is missing. */
export const NO_SOUND_FONT = 'sound_font'

/** Music and draft voices, made in child processes so that the server goes on answering. */
export function createAudio({ dataDir, ffmpeg, parallel = 1, entry }: AudioOptions): Audio {
  const model = modelFile('sound-font')
  const font = { path: path.join(dataDir, 'models', model.file), sha256: model.sha256 }
  const pool = makeChildPool<AudioTask, AudioEvent>({
    entry: entry ?? new URL('child.ts', import.meta.url),
    event: audioEvent,
    parallel,
    idle: IDLE,
  })

  const musicAvailable = (): Outcome<null> => {
    const found = statSync(font.path, { throwIfNoEntry: false })
    if (found === undefined || !found.isFile()) return noSoundFont(`${model.file} is not there`)
    return found.size === model.bytes ? succeed(null) : noSoundFont(`${model.file} is incomplete`)
  }

  /** Makes a WAV file in a child, brings it to its loudness and gives what the child told. */
  const make = async (
    task: AudioTask,
    output: string,
    loudness: number,
    { signal, onProgress }: AudioCall,
  ): Promise<Outcome<{ readonly seconds: number; readonly told: readonly AudioEvent[] }>> => {
    const told: AudioEvent[] = []
    const onEvent = (event: AudioEvent): void => {
      if (event.kind === 'progress') onProgress?.(event.done)
      else told.push(event)
    }
    const leveled = `${output}.part.m4a`
    try {
      const made = await pool.run(task, { signal, limit: PATIENCE, onEvent })
      if (!made.ok) return made
      const seconds = task.kind === 'music' ? task.wish.seconds : told.find((event) => event.kind === 'spoken')?.seconds
      if (seconds === undefined) return refuse('internal_error', 'The media process did not say what it made.')
      const written = await levelSound(ffmpeg, { path: task.output, seconds, loudness }, leveled, { signal })
      if (!written.ok) return written
      await rename(leveled, output)
      return succeed({ seconds, told })
    } finally {
      await Promise.all([rm(task.output, { force: true }), rm(leveled, { force: true })])
    }
  }

  return {
    musicAvailable,
    compose: async ({ output, ...wish }: MusicOrder, call) => {
      const there = musicAvailable()
      if (!there.ok) return there
      const made = await make({ kind: 'music', wish, font, output: `${output}.wav` }, output, LOUDNESS.music, call)
      return made.ok ? succeed({ seconds: made.value.seconds }) : made
    },
    speak: async ({ text, voice, language, speed, output }: SpeechOrder, call) => {
      const chosen = chooseVoice(text, voice, language)
      if (!chosen.ok) return chosen
      const task = { kind: 'speech', text, voice: chosen.value, speed, output: `${output}.wav` } as const
      const made = await make(task, output, LOUDNESS.voice, call)
      if (!made.ok) return made
      const words = made.value.told.flatMap((event) => (event.kind === 'spoken' ? event.words : []))
      return succeed({ words, seconds: made.value.seconds })
    },
    pids: () => pool.pids(),
    close: () => pool.close(),
  }
}

function noSoundFont(reason: string): Outcome<never> {
  return refuse(
    'provider_unavailable',
    `Music cannot be made here yet: ${reason}. Start the backend with a network once, which fetches the sound font, or set ELEVENLABS_API_KEY.`,
    { params: { reason: NO_SOUND_FONT }, action: 'retry_other_provider', retryable: false },
  )
}

function chooseVoice(text: string, voice: string | null, language: string | null): Outcome<string> {
  const english = language === null || /^en(-|$)/i.test(language)
  if (!english || !isLatin(text) || plainText(text) === '') {
    return refuse(
      'unsupported_option',
      'The draft voice speaks English only. Set ELEVENLABS_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY for others.',
      {
        params: { option: english ? 'text' : 'language' },
        issues: [
          { path: english ? 'text' : 'language', message: 'must be English for the draft voice', ...(english ? {} : { allowed: ['en'] }) },
        ],
        action: 'add_key',
      },
    )
  }
  const known = DRAFT_VOICES.find((id) => voice === null || id === voice)
  if (known !== undefined) return succeed(known)
  return refuse('unsupported_option', 'There is no draft voice of that name.', {
    params: { option: 'voice' },
    issues: [{ path: 'voice', message: 'must be a voice of the provider', allowed: [...DRAFT_VOICES] }],
  })
}
