import type { JobRequest } from 'shared/wire'
import { SERVER_TOKEN } from '../harness/server.ts'
import { startComfyui } from '../simulators/comfyui.ts'
import { FAL_KEY, startFal } from '../simulators/fal.ts'
import { KLING_KEY, KLING_WEBHOOK_SECRET, startKling } from '../simulators/kling.ts'
import { OPENAI_VIDEOS_KEY, startOpenaiVideos } from '../simulators/openai-videos.ts'
import { RUNWAY_KEY, startRunway } from '../simulators/runway.ts'
import type { SimulatedJob, Simulator } from '../simulators/simulator.ts'

export const PROVIDERS = ['runway', 'kling', 'comfyui', 'pika', 'openai-videos'] as const
export type ProviderId = (typeof PROVIDERS)[number]

/** What may be done about a paid call whose answer was lost. */
export const IDEMPOTENCY: Readonly<Record<ProviderId, 'key' | 'lookup' | 'none'>> = {
  runway: 'none',
  kling: 'lookup',
  comfyui: 'key',
  pika: 'none',
  'openai-videos': 'none',
}

/** What a server shows a provider to be let in; ComfyUI asks for nothing. */
export const KEYS: Readonly<Record<Exclude<ProviderId, 'comfyui'>, string>> = {
  runway: RUNWAY_KEY,
  kling: KLING_KEY,
  pika: FAL_KEY,
  'openai-videos': OPENAI_VIDEOS_KEY,
}
/** Secrets that a server is given and must never tell. */
export const SECRETS: readonly string[] = [...Object.values(KEYS), KLING_WEBHOOK_SECRET, SERVER_TOKEN]

/** One simulator of each provider, and how a server reaches them. */
export interface SimulatedProviders {
  readonly env: Readonly<Record<string, string>>
  of(provider: ProviderId): Simulator
  /** What a provider took of the job with this mark in its prompt. */
  taken(provider: ProviderId, mark: string): readonly SimulatedJob[]
  stop(): Promise<void>
}

export async function startProviders(): Promise<SimulatedProviders> {
  const [runway, kling, comfyui, pika, videos] = await Promise.all([
    startRunway(),
    startKling(),
    startComfyui(),
    startFal(),
    startOpenaiVideos('vllm'),
  ])
  const simulators = { runway, kling, comfyui, pika, 'openai-videos': videos }
  for (const simulator of Object.values(simulators)) simulator.set({ scale: 0.25 })
  return {
    env: {
      RUNWAYML_API_SECRET: RUNWAY_KEY,
      RUNWAYML_BASE_URL: runway.base,
      KLING_API_KEY: KLING_KEY,
      KLING_BASE_URL: kling.base,
      KLING_WEBHOOK_SECRET,
      FAL_KEY,
      FAL_BASE_URL: pika.base,
      OPENAI_VIDEO_API_KEY: OPENAI_VIDEOS_KEY,
      OPENAI_VIDEO_BASE_URL: videos.base,
      COMFYUI_URL: comfyui.base,
    },
    of: (provider) => simulators[provider],
    taken: (provider, mark) => simulators[provider].jobs.filter(({ request }) => JSON.stringify(request).includes(`${mark}.`)),
    stop: async () => {
      await Promise.all(Object.values(simulators).map((simulator) => simulator.stop()))
    },
  }
}

/** A job for a provider that can be told from all others by its mark; from a picture or from words, where the provider knows both. */
export function remoteRequest(
  provider: ProviderId,
  { image, mark, fallback = false }: { readonly image: string; readonly mark: string; readonly fallback?: boolean },
): JobRequest {
  const shape = { kind: 'clip', duration: 3, resolution: '720p', aspectRatio: '9:16', frameRate: 24, audio: false } as const
  const common = { ...shape, fallback, prompt: `The mug turns slowly on the table, ${mark}.` }
  switch (provider) {
    case 'runway':
      return { ...common, provider, model: 'gen4_turbo', image }
    case 'kling':
      return { ...common, provider, model: 'kling-3.0', image }
    case 'comfyui':
      return { ...common, provider, model: 'wan-2.2', image }
    case 'pika':
      return { ...common, provider, model: 'pika-2.2' }
    case 'openai-videos':
      return { ...common, provider, model: 'default' }
    default:
      throw new Error(`${String(provider satisfies never)} is no provider`)
  }
}
