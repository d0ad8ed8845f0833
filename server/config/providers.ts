import { z } from 'zod'
import type { Fault, LanguageSettings, ProviderAccess, ProviderSettings } from './config.ts'
import { baseUrl, providerKey } from './fields.ts'

const key = providerKey.optional()
const url = baseUrl.optional()
const model = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'must be the name of a model, as its provider writes it')
  .optional()

/** Keys as the providers' own SDKs name them, and where each provider is when it is not at its own address. */
export const providerVariables = {
  RUNWAYML_API_SECRET: key,
  RUNWAY_API_KEY: key,
  RUNWAYML_BASE_URL: url,
  FAL_KEY: key,
  FAL_BASE_URL: url,
  PIKA_API_KEY: key,
  KLING_API_KEY: key,
  KLING_BASE_URL: url,
  KLING_WEBHOOK_SECRET: key,
  OPENAI_VIDEO_BASE_URL: url,
  OPENAI_VIDEO_API_KEY: key,
  COMFYUI_URL: url,
  OPENAI_API_KEY: key,
  OPENAI_BASE_URL: url,
  GEMINI_API_KEY: key,
  GOOGLE_API_KEY: key,
  GOOGLE_GEMINI_BASE_URL: url,
  OPENAI_AUDIO_BASE_URL: url,
  OPENAI_AUDIO_API_KEY: key,
  ELEVENLABS_API_KEY: key,
  ELEVENLABS_BASE_URL: url,
  OPENAI_LANGUAGE_MODEL: model,
  GEMINI_LANGUAGE_MODEL: model,
  OPENAI_COMPATIBLE_BASE_URL: url,
  OPENAI_COMPATIBLE_API_KEY: key,
  OPENAI_COMPATIBLE_MODEL: model,
}

type Values = { readonly [Name in keyof typeof providerVariables]?: string | undefined }

/** What is set for each provider. */
export function readProviders(value: Values): ProviderSettings {
  return {
    runway: access(value.RUNWAYML_API_SECRET ?? value.RUNWAY_API_KEY, value.RUNWAYML_BASE_URL),
    fal: access(value.FAL_KEY, value.FAL_BASE_URL),
    kling: access(value.KLING_API_KEY, value.KLING_BASE_URL, value.KLING_WEBHOOK_SECRET),
    openaiVideos: access(value.OPENAI_VIDEO_API_KEY, value.OPENAI_VIDEO_BASE_URL),
    comfyui: access(undefined, value.COMFYUI_URL),
    openai: access(value.OPENAI_API_KEY, value.OPENAI_BASE_URL),
    gemini: access(value.GOOGLE_API_KEY ?? value.GEMINI_API_KEY, value.GOOGLE_GEMINI_BASE_URL),
    openaiAudio: access(value.OPENAI_AUDIO_API_KEY, value.OPENAI_AUDIO_BASE_URL),
    elevenlabs: access(value.ELEVENLABS_API_KEY, value.ELEVENLABS_BASE_URL),
  }
}

/** The language model that plans stories: one on a server of the operator's own before OpenAI's before Gemini's; null where none is named. */
export function readLanguage(value: Values): LanguageSettings | null {
  const { openai, gemini } = readProviders(value)
  const own = value.OPENAI_COMPATIBLE_BASE_URL
  if (own !== undefined && value.OPENAI_COMPATIBLE_MODEL !== undefined) {
    return { service: 'compatible', model: value.OPENAI_COMPATIBLE_MODEL, key: value.OPENAI_COMPATIBLE_API_KEY ?? null, baseUrl: own }
  }
  if (value.OPENAI_LANGUAGE_MODEL !== undefined && openai.key !== null) {
    return { service: 'openai', model: value.OPENAI_LANGUAGE_MODEL, key: openai.key, baseUrl: openai.baseUrl }
  }
  if (value.GEMINI_LANGUAGE_MODEL === undefined || gemini.key === null) return null
  return { service: 'gemini', model: value.GEMINI_LANGUAGE_MODEL, key: gemini.key, baseUrl: gemini.baseUrl }
}

/** Variables that lead nowhere alone, each with what to set besides or instead. */
export function providerFaults(value: Readonly<Record<string, string | undefined>>): readonly Fault[] {
  const lonely = (name: string, needs: readonly string[], message: string): readonly Fault[] =>
    value[name] === undefined || needs.some((need) => value[need] !== undefined) ? [] : [{ name, message }]
  return [
    ...lonely('PIKA_API_KEY', ['FAL_KEY'], 'is not used: Pika is reached through fal: set FAL_KEY'),
    ...lonely('OPENAI_LANGUAGE_MODEL', ['OPENAI_API_KEY'], 'needs OPENAI_API_KEY'),
    ...lonely('GEMINI_LANGUAGE_MODEL', ['GEMINI_API_KEY', 'GOOGLE_API_KEY'], 'needs GEMINI_API_KEY'),
    ...lonely('OPENAI_COMPATIBLE_BASE_URL', ['OPENAI_COMPATIBLE_MODEL'], 'needs OPENAI_COMPATIBLE_MODEL, the name of a model there'),
    ...lonely('OPENAI_COMPATIBLE_MODEL', ['OPENAI_COMPATIBLE_BASE_URL'], 'needs OPENAI_COMPATIBLE_BASE_URL, the address of its server'),
    ...lonely('OPENAI_COMPATIBLE_API_KEY', ['OPENAI_COMPATIBLE_BASE_URL'], 'needs OPENAI_COMPATIBLE_BASE_URL, the address of its server'),
  ]
}

/** The origins of servers that the operator named: result links on them are trusted. */
export function originsOf(providers: ProviderSettings): readonly string[] {
  return Object.values(providers).flatMap(({ baseUrl: base }) => (base === null ? [] : [new URL(base).origin]))
}

function access(secret: string | undefined, base: string | undefined, webhookSecret?: string): ProviderAccess {
  return { key: secret ?? null, baseUrl: base ?? null, webhookSecret: webhookSecret ?? null }
}
