import { z } from 'zod'
import { MOOD_RANGE } from '../strategy/index.ts'
import { asset } from './asset.ts'
import { timedWord } from './captions.ts'
import { assetId, usdMicrosSchema } from './primitives.ts'

/** Whom to ask, as every kind of job takes it. */
export const whom = {
  provider: z.string().min(1).max(50).optional(),
  model: z.string().min(1).max(100).optional(),
}
export const asking = { ...whom, fallback: z.boolean().optional(), maxCostUsdMicros: usdMicrosSchema.optional() }
export const asked = z.array(z.string()).optional().meta({ description: 'The fields that were in the request; the others were filled in' })

export const SPEECH_LENGTH = { minimum: 1, maximum: 5000 } as const
/** Seconds of a piece of music. */
export const MUSIC_DURATION = { minimum: 3, maximum: 600 } as const
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR')

const speechFields = {
  kind: z.literal('speech'),
  text: z.string().trim().min(SPEECH_LENGTH.minimum).max(SPEECH_LENGTH.maximum),
  voice: z.string().min(1).max(100).optional(),
  language: language.optional(),
  speed: z.number().min(0.5).max(2).optional(),
}

export const speechRequest = z.strictObject({ ...speechFields, ...asking }).meta({ id: 'SpeechRequest' })
export type SpeechRequest = z.infer<typeof speechRequest>

const musicFields = {
  kind: z.literal('music'),
  prompt: z.string().trim().min(3).max(2000).optional(),
  mood: z.number().min(MOOD_RANGE.minimum).max(MOOD_RANGE.maximum).optional(),
  duration: z.number().min(MUSIC_DURATION.minimum).max(MUSIC_DURATION.maximum),
  seed: z.int().min(0).max(4_294_967_295).optional(),
}

export const musicRequest = z
  .strictObject({ ...musicFields, ...asking })
  .refine(({ prompt, mood }) => prompt !== undefined || mood !== undefined, { path: ['prompt'], message: 'a prompt or a mood is needed' })
  .meta({ id: 'MusicRequest' })
export type MusicRequest = z.infer<typeof musicRequest>

const transcriptFields = { kind: z.literal('transcript'), assetId, language: language.optional() }

export const transcriptRequest = z.strictObject({ ...transcriptFields, ...asking }).meta({ id: 'TranscriptRequest' })
export type TranscriptRequest = z.infer<typeof transcriptRequest>

const stemsFields = { kind: z.literal('stems'), assetId }

export const stemsRequest = z.strictObject({ ...stemsFields, ...asking }).meta({ id: 'StemsRequest' })
export type StemsRequest = z.infer<typeof stemsRequest>

const filledIn = { ...whom, fallback: z.boolean(), asked }
/** Requests with every default filled in. `seconds` is the length of the sound that is worked on. */
export const resolvedSpeech = z.object({ ...speechFields, ...filledIn, speed: z.number() }).meta({ id: 'ResolvedSpeech' })
export type ResolvedSpeech = z.infer<typeof resolvedSpeech>
export const resolvedMusic = z.object({ ...musicFields, ...filledIn, seed: z.int() }).meta({ id: 'ResolvedMusic' })
export type ResolvedMusic = z.infer<typeof resolvedMusic>
export const resolvedTranscript = z.object({ ...transcriptFields, ...filledIn, seconds: z.number() }).meta({ id: 'ResolvedTranscript' })
export type ResolvedTranscript = z.infer<typeof resolvedTranscript>
export const resolvedStems = z.object({ ...stemsFields, ...filledIn, seconds: z.number() }).meta({ id: 'ResolvedStems' })
export type ResolvedStems = z.infer<typeof resolvedStems>

/** `draft` says that a voice is good enough to judge timing by, not to publish. */
export const speechResult = z.object({ audio: asset, words: z.array(timedWord), draft: z.boolean() }).meta({ id: 'SpeechResult' })
export type SpeechResult = z.infer<typeof speechResult>
export const musicResult = z.object({ audio: asset }).meta({ id: 'MusicResult' })
export type MusicResult = z.infer<typeof musicResult>
export const transcriptResult = z
  .object({ text: z.string(), language: z.string().nullable(), words: z.array(timedWord), subtitles: asset })
  .meta({ id: 'TranscriptResult' })
export type TranscriptResult = z.infer<typeof transcriptResult>
export const stemsResult = z.object({ stems: z.array(z.object({ name: z.string(), audio: asset })) }).meta({ id: 'StemsResult' })
export type StemsResult = z.infer<typeof stemsResult>

export const voice = z
  .object({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    languages: z.array(z.string()),
    gender: z.string().nullable(),
    sampleUrl: z.string().nullable(),
    draft: z.boolean(),
  })
  .meta({ id: 'Voice' })
export type Voice = z.infer<typeof voice>
export const voiceQuery = z.strictObject({ provider: z.string().max(50).optional(), language: z.string().max(20).optional() })
export const voiceList = z.object({ items: z.array(voice) }).meta({ id: 'VoiceList' })
export type VoiceList = z.infer<typeof voiceList>
