import { join } from 'node:path'
import type { ProviderSettings } from '../config/index.ts'
import { CATALOG } from './all.ts'
import type { Catalog } from './catalog.ts'
import type { Market } from './choose-model.ts'
import { createAdapters } from './adapters.ts'
import { COMFYUI } from './comfyui/catalog.ts'
import { type GraphShelf, openGraphShelf } from './comfyui/graph-shelf.ts'
import { guardAdapter, type GuardedAdapter } from './health.ts'
import type { Adapter, ProviderLog } from './port.ts'

/** The providers of this server as they are at present. */
export interface Providers extends Market {
  /** Null for embedded work and for a provider that is not set up. */
  adapter(providerId: string): Adapter | null
  /** Graphs of people's own for ComfyUI, which are models of it. */
  readonly graphs: GraphShelf
}

export interface ProvidersOptions {
  /** How each is reached, from the configuration. */
  readonly providers: ProviderSettings
  readonly trustedOrigins: readonly string[]
  /** Where what people upload for providers is kept. */
  readonly dataDir: string
  readonly log: ProviderLog
  readonly catalog?: Catalog
  /** How long a provider that is down is left alone, in milliseconds. */
  readonly pauseMs?: number
}

/** Makes an adapter for each provider that is set up. Providers that are reached the same way share what is known of their health. */
export function createProviders({
  providers: settings,
  trustedOrigins,
  dataDir,
  log,
  catalog = CATALOG,
  pauseMs,
}: ProvidersOptions): Providers {
  const graphs = openGraphShelf(join(dataDir, 'comfyui'))
  const adapters = createAdapters(settings, trustedOrigins, log, graphs)
  const guarded = new Map<Adapter, GuardedAdapter>()
  const guardedFor = (providerId: string): GuardedAdapter | null => {
    const provider = catalog.find(({ id }) => id === providerId)
    const adapter = adapters.get(providerId)
    if (provider === undefined || adapter === undefined) return null
    const known = guarded.get(adapter) ?? guardAdapter(provider, adapter, pauseMs)
    guarded.set(adapter, known)
    return known
  }
  return {
    get catalog() {
      return catalog.map((provider) =>
        provider.id === COMFYUI.id ? { ...provider, models: [...provider.models, ...graphs.models()] } : provider,
      )
    },
    graphs,
    adapter: (providerId) => guardedFor(providerId)?.adapter ?? null,
    status: (providerId) => {
      const provider = catalog.find(({ id }) => id === providerId)
      if (provider?.workshop === 'embedded') return 'available'
      return guardedFor(providerId)?.status() ?? 'unconfigured'
    },
  }
}
