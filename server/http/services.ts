import type { Logger } from 'pino'
import type { Accounts } from '../accounts/index.ts'
import type { Changes } from '../changes/index.ts'
import type { Config } from '../config/index.ts'
import type { Clock } from '../db/index.ts'
import type { Jobs } from '../jobs/index.ts'
import type { Library } from '../media/index.ts'
import type { Language, Providers } from '../providers/index.ts'
import type { Signer } from '../security/index.ts'
import type { Storage } from '../storage/index.ts'
import type { Storyboards } from '../storyboards/index.ts'

/** What the front desk hands requests on to. */
export interface Services {
  readonly config: Config
  readonly accounts: Accounts
  readonly changes: Changes
  readonly signer: Signer
  readonly library: Library
  readonly jobs: Jobs
  readonly storyboards: Storyboards
  readonly providers: Providers
  /** Plans stories and words prompts anew; null where no language model is named. */
  readonly planner: Language | null
  readonly storage: Storage
  readonly clock: Clock
  readonly log: Logger
  /** Whether jobs are taken up: false while starting and stopping. */
  readonly ready: () => boolean
  /** Aborted when the server stops, so that endless answers end. */
  readonly stopping: AbortSignal
}
