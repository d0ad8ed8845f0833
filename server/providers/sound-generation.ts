import type { Issue, ResolvedMusic, ResolvedSpeech, ResolvedStems, ResolvedTranscript } from 'shared/wire'
import { type MusicModel, type NativeMusic, type NativeSpeech, type SpeechModel, type StemsModel, type TranscriptModel } from './catalog.ts'
import { oneOf, unless } from './faults.ts'
import type { MusicGeneration, SpeechGeneration, StemsGeneration, TranscriptGeneration } from './port.ts'

/** What of a text to be spoken a model cannot honour, each by its path. */
export function speechFaults(model: SpeechModel, { text, voice, language, speed }: ResolvedSpeech): readonly Issue[] {
  const { id } = model
  const able = model.native === null ? model.own : model.native
  const voices = able.voices.map((each) => each.id)
  return [
    ...unless(text.length <= able.textLength, {
      path: 'text',
      message: `${id} speaks ${able.textLength} characters at most`,
      range: { maximum: able.textLength },
    }),
    ...languageFaults(id, able.languages, language),
    ...(voice === undefined || able.otherVoices === true ? [] : oneOf('voice', voice, voices)),
    ...(able.speed === null
      ? unless(speed === 1, { path: 'speed', message: `${id} speaks at its own speed alone`, allowed: [1] })
      : unless(speed >= able.speed.minimum && speed <= able.speed.maximum, {
          path: 'speed',
          message: `${id} speaks ${able.speed.minimum} to ${able.speed.maximum} times as fast`,
          range: able.speed,
        })),
  ]
}

export function speechGenerationFor(model: SpeechModel, native: NativeSpeech, request: ResolvedSpeech): SpeechGeneration {
  const { text, voice = native.voices[0].id, language, speed } = request
  return {
    kind: 'speech',
    model: model.id,
    text,
    voice,
    language: language ?? null,
    speed: native.speed === null ? null : speed,
    options: {},
  }
}

/** What of a request for music a model cannot honour, each by its path. */
export function musicFaults(model: MusicModel, { prompt = '', duration }: ResolvedMusic): readonly Issue[] {
  const { id } = model
  const able = model.native === null ? model.own : model.native
  const { minimum, maximum } = able.seconds
  return [
    ...unless(duration >= minimum && duration <= maximum, {
      path: 'duration',
      message: `${id} makes music of ${minimum} to ${maximum} s`,
      range: { minimum, maximum },
    }),
    ...unless(prompt.length <= able.promptLength, {
      path: 'prompt',
      message: `${id} takes prompts of ${able.promptLength} characters at most`,
      range: { maximum: able.promptLength },
    }),
  ]
}

/** Music by a mood alone is asked for in words that stand for it. */
export function musicGenerationFor(model: MusicModel, native: NativeMusic, request: ResolvedMusic): MusicGeneration {
  const { prompt, mood, duration, seed } = request
  const words = [prompt, mood === undefined ? undefined : moodWords(mood), 'Instrumental, no vocals.'].filter((each) => each !== undefined)
  const asked = words.join(' ').slice(0, native.promptLength)
  return { kind: 'music', model: model.id, prompt: asked, seconds: duration, seed: native.seed ? seed : null, options: {} }
}

/** What of a sound a model cannot listen to, each by its path. */
export function transcriptFaults(model: TranscriptModel, { seconds, language }: ResolvedTranscript): readonly Issue[] {
  const able = model.native === null ? model.own : model.native
  return [...lengthFaults(model.id, able.maximumSeconds, seconds), ...languageFaults(model.id, able.languages, language)]
}

export function transcriptGenerationFor({ id }: TranscriptModel, { language, seconds }: ResolvedTranscript): TranscriptGeneration {
  return { kind: 'transcript', model: id, language: language ?? null, seconds, options: {} }
}

export function stemsFaults(model: StemsModel, { seconds }: ResolvedStems): readonly Issue[] {
  const able = model.native === null ? model.own : model.native
  return lengthFaults(model.id, able.maximumSeconds, seconds)
}

export function stemsGenerationFor({ id }: StemsModel, { seconds }: ResolvedStems): StemsGeneration {
  return { kind: 'stems', model: id, seconds, options: {} }
}

function lengthFaults(id: string, maximum: number, seconds: number): readonly Issue[] {
  return unless(seconds <= maximum, { path: 'assetId', message: `${id} takes sound of ${maximum} s at most`, range: { maximum } })
}

/** A language without a region is spoken where any of its regions is, and the other way round. */
function languageFaults(id: string, known: readonly string[] | null, asked: string | undefined): readonly Issue[] {
  const base = (tag: string): string | undefined => tag.toLowerCase().split('-')[0]
  const fine = known === null || asked === undefined || known.some((each) => base(each) === base(asked))
  return unless(fine, { path: 'language', message: `${id} knows these languages`, allowed: [...(known ?? [])] })
}

const MOODS = ['Calm, warm and spacious', 'Gentle and hopeful', 'Upbeat and bright', 'Driving and confident', 'Energetic and bold'] as const

function moodWords(mood: number): string {
  return `${MOODS[Math.min(MOODS.length - 1, Math.floor((mood / 100) * MOODS.length))] ?? MOODS[0]}.`
}
