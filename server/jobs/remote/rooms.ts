import type { AttemptRow } from '../../db/index.ts'
import {
  type Adapter,
  type CatalogModel,
  type CatalogProvider,
  type Generation,
  generation,
  opaque,
  type Opaque,
} from '../../providers/index.ts'
import type { Ends } from '../ends.ts'
import type { JobsOptions } from '../face.ts'
import type { PastRuns } from '../past-runs.ts'
import type { WorkRooms } from '../work.ts'
import type { RemoteTimes } from './pace.ts'

/** What remote work needs besides what all work needs. */
export interface RemoteRooms extends WorkRooms, Pick<JobsOptions, 'providers' | 'publicUrl' | 'audio'> {
  readonly remoteTimes: RemoteTimes
  /** Told of messages of providers, by `operationKey`. */
  readonly wakes: Ends
  readonly pastRuns: PastRuns
}

/** Whom an attempt was or is to be sent to. */
export interface Target {
  readonly provider: CatalogProvider
  readonly model: CatalogModel
  readonly adapter: Adapter
}

export function operationKey(provider: string, providerJobId: string): string {
  return `${provider}/${providerJobId}`
}

/** Null where the provider is not set up any more, or the model is not known any more. */
export function targetOf(
  { providers }: Pick<RemoteRooms, 'providers'>,
  at: { readonly provider: string; readonly model: string },
): Target | null {
  const provider = providers.catalog.find(({ id }) => id === at.provider)
  const model = provider?.models.find(({ id }) => id === at.model)
  const adapter = providers.adapter(at.provider)
  return provider === undefined || model === undefined || adapter === null ? null : { provider, model, adapter }
}

/** What was frozen on an attempt when its intent was written. */
export function frozen(attempt: Pick<AttemptRow, 'request' | 'prepared'>): { readonly generation: Generation; readonly prepared: Opaque } {
  return {
    generation: generation.parse(JSON.parse(attempt.request)),
    prepared: attempt.prepared === null ? null : opaque.parse(JSON.parse(attempt.prepared)),
  }
}

/** The adapter's handle of an attempt that the provider has taken. */
export function handleOf({ operation }: Pick<AttemptRow, 'operation'>): Opaque {
  return operation === null ? null : opaque.parse(JSON.parse(operation))
}
