import type { JobRow } from '../db/index.ts'

export type Runnable = Pick<JobRow, 'id' | 'user_id' | 'kind' | 'status' | 'provider'>

/** Who runs jobs: the port. Waking is a hint, never the lease. */
export interface Runner {
  /** Says that a job may have something to do. */
  wake(job: Runnable): void
  /** Ends the work on a job that a person has cancelled; answers when it is over or the time (ms) is up. */
  cancel(job: Runnable, waitMs: number): Promise<void>
  /** Takes up what is not over, and keeps looking. */
  start(): Promise<void>
  stop(): Promise<void>
}
