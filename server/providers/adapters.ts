import type { ProviderAccess, ProviderSettings } from '../config/index.ts'
import { byKind } from './at-once.ts'
import { createComfyui } from './comfyui/adapter.ts'
import type { OwnGraphs } from './comfyui/own-graph.ts'
import { createElevenlabs } from './elevenlabs/adapter.ts'
import { ELEVENLABS_BASE_URL } from './elevenlabs/protocol.ts'
import { createFal, FAL_BASE_URL } from './fal/index.ts'
import { createGeminiAudio } from './gemini-audio/adapter.ts'
import { createGeminiImages } from './gemini-images/adapter.ts'
import { GEMINI_BASE_URL } from './gemini/protocol.ts'
import { createKling, KLING_BASE_URL } from './kling/adapter.ts'
import { createOpenaiAudio } from './openai-audio/adapter.ts'
import { OWN_SPEECH_SERVER } from './openai-audio/own-server.ts'
import { createOpenaiImages } from './openai-images/adapter.ts'
import { createOpenaiVideos } from './openai-videos/adapter.ts'
import { OPENAI_BASE_URL } from './openai/client.ts'
import type { Access, Adapter, ProviderLog } from './port.ts'
import { createRunway } from './runway/adapter.ts'

const RUNWAY_BASE_URL = 'https://api.dev.runwayml.com'

/** The adapters of what is set up, by provider id. Pika is reached by the adapter of fal. */
export function createAdapters(
  settings: ProviderSettings,
  trustedOrigins: readonly string[],
  log: ProviderLog,
  ownGraphs: OwnGraphs,
): ReadonlyMap<string, Adapter> {
  const adapters = new Map<string, Adapter>()
  const common = { trustedOrigins, log }
  const keyed = ({ key, baseUrl }: ProviderAccess, address: string): Access | null =>
    key === null ? null : { ...common, key, baseUrl: baseUrl ?? address }
  const own = ({ key, baseUrl }: ProviderAccess): Access | null => (baseUrl === null ? null : { ...common, key: key ?? '', baseUrl })
  const both = (adapter: Adapter) => ({ speech: adapter, transcript: adapter })
  const add = (access: Access | null, make: (access: Access) => Adapter, ...ids: readonly string[]): void => {
    if (access === null) return
    const adapter = make(access)
    for (const id of ids) adapters.set(id, adapter)
  }
  add(keyed(settings.runway, RUNWAY_BASE_URL), createRunway, 'runway')
  add(keyed(settings.fal, FAL_BASE_URL), createFal, 'pika', 'fal')
  const { webhookSecret } = settings.kling
  add(keyed(settings.kling, KLING_BASE_URL), (access) => createKling({ ...access, webhookSecret }), 'kling')
  add(
    keyed(settings.openai, OPENAI_BASE_URL),
    (access) => byKind('OpenAI', { image: createOpenaiImages(access), ...both(createOpenaiAudio(access)) }),
    'openai',
  )
  add(
    keyed(settings.gemini, GEMINI_BASE_URL),
    (access) => byKind('Gemini', { image: createGeminiImages(access), ...both(createGeminiAudio(access)) }),
    'gemini',
  )
  add(keyed(settings.elevenlabs, ELEVENLABS_BASE_URL), createElevenlabs, 'elevenlabs')
  add(own(settings.openaiAudio), (access) => createOpenaiAudio(access, OWN_SPEECH_SERVER), OWN_SPEECH_SERVER.id)
  add(own(settings.openaiVideos), createOpenaiVideos, 'openai-videos')
  add(own(settings.comfyui), (access) => createComfyui(access, ownGraphs), 'comfyui')
  return adapters
}
