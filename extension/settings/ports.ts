import type { Connection, Preferences, Reply } from '../api/index.ts'
import type { Pairing } from 'shared/wire'

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
}
