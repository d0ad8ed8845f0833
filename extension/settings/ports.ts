import type { Adoption, Connection, Heard, Preferences, Reply } from '../api/index.ts'
import type { Budget, Job, Operation, OperationList, Pairing, ProviderList, User } from 'shared/wire'
import type { Watchable } from '../ui/index.ts'

/** What settings and pairing need of the world. The panel's entrypoint gives it. */
export interface SettingsPorts {
  readonly connection: Connection
  readonly preferences: Preferences
  readonly savePreferences: (preferences: Preferences) => Promise<void>
  /** The origin of a backend that the panel may reach, from what a person typed; null for others. */
  readonly readBase: (text: string) => string | null
  /** Points the panel to another backend. The key of the present one is forgotten. */
  readonly saveBase: (base: string) => Promise<void>
  readonly unpair: () => Promise<void>
  readonly openPairing: (name: string) => Promise<Reply<Pairing>>
  readonly confirmPairing: (id: string, code: string) => Promise<Reply<null>>
  readonly providers: Watchable<Heard<ProviderList>>
  readonly budget: Watchable<Heard<Budget>>
  readonly user: Watchable<Heard<User>>
  /** Attempts of which nobody knows how they ended. */
  readonly unclear: Watchable<Heard<OperationList>>
  /** The job that an attempt was made for; null where it is not known here. */
  readonly job: (id: string) => Promise<Job | null>
  readonly setBudget: (monthlyUsdMicros: number | null) => Promise<Reply<Budget>>
  readonly adopt: (operationId: string, adoption: Adoption, idempotencyKey: string) => Promise<Reply<Job>>
  readonly release: (operationId: string) => Promise<Reply<Operation>>
}
