import { z } from 'zod'
import { MOOD_RANGE } from '../strategy/index.ts'
import { asset } from './asset.ts'
import { timedWord } from './captions.ts'
import { assetId, usdMicrosSchema } from './primitives.ts'

/** Whom to ask, as every kind of job takes it. */
export const asking = {
  provider: z.string().min(1).max(50).optional(),
  model: z.string().min(1).max(100).optional(),
  fallback: z.boolean().optional(),
  maxCostUsdMicros: usdMicrosSchema.optional(),
}

export const SPEECH_LENGTH = { minimum: 1, maximum: 5000 } as const
/** Seconds of a piece of music. */
export const MUSIC_DURATION = { minimum: 3, maximum: 600 } as const
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR')

export const speechRequest = z
  .strictObject({
    kind: z.literal('speech'),
    text: z.string().trim().min(SPEECH_LENGTH.minimum).max(SPEECH_LENGTH.maximum),
    voice: z.string().min(1).max(100).optional(),
    language: language.optional(),
    speed: z.number().min(0.5).max(2).optional(),
    ...asking,
  })
  .meta({ id: 'SpeechRequest' })
export type SpeechRequest = z.infer<typeof speechRequest>

export const musicRequest = z
  .strictObject({
    kind: z.literal('music'),
    prompt: z.string().trim().min(3).max(2000).optional(),
    mood: z.number().min(MOOD_RANGE.minimum).max(MOOD_RANGE.maximum).optional(),
    duration: z.number().min(MUSIC_DURATION.minimum).max(MUSIC_DURATION.maximum),
    seed: z.int().min(0).max(4_294_967_295).optional(),
    ...asking,
  })
  .refine(({ prompt, mood }) => prompt !== undefined || mood !== undefined, { path: ['prompt'], message: 'a prompt or a mood is needed' })
  .meta({ id: 'MusicRequest' })
export type MusicRequest = z.infer<typeof musicRequest>

export const transcriptRequest = z
  .strictObject({ kind: z.literal('transcript'), assetId, language: language.optional(), ...asking })
  .meta({ id: 'TranscriptRequest' })
export type TranscriptRequest = z.infer<typeof transcriptRequest>

export const stemsRequest = z.strictObject({ kind: z.literal('stems'), assetId, ...asking }).meta({ id: 'StemsRequest' })
export type StemsRequest = z.infer<typeof stemsRequest>

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
