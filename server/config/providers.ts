import type { Fault, ProviderAccess, ProviderSettings } from './config.ts'
import { baseUrl, providerKey } from './fields.ts'

const key = providerKey.optional()
const url = baseUrl.optional()

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
  }
}

/** Keys that lead nowhere, each with what to set instead. */
export function providerFaults(value: Readonly<Record<string, string | undefined>>): readonly Fault[] {
  if (value['PIKA_API_KEY'] === undefined || value['FAL_KEY'] !== undefined) return []
  return [{ name: 'PIKA_API_KEY', message: 'is not used: Pika is reached through fal: set FAL_KEY' }]
}

/** The origins of servers that the operator named: result links on them are trusted. */
export function originsOf(providers: ProviderSettings): readonly string[] {
  return Object.values(providers).flatMap(({ baseUrl: base }) => (base === null ? [] : [new URL(base).origin]))
}

function access(secret: string | undefined, base: string | undefined, webhookSecret?: string): ProviderAccess {
  return { key: secret ?? null, baseUrl: base ?? null, webhookSecret: webhookSecret ?? null }
}
