import type { Ends } from '../ends.ts'
import type { RemoteRooms } from '../remote/rooms.ts'
import type { Runnable } from '../runner.ts'
import type { Work } from '../work.ts'
import type { ResolvedReel } from 'shared/wire'

/** What making a reel needs besides what other work needs. */
export interface ReelRooms extends RemoteRooms {
  readonly children: {
    /** Says to the runner that a child may be taken up. */
    wake(child: Runnable): void
    /** Tells when a job of this process has ended, or a reel is to look again. */
    readonly ends: Ends
  }
  /** Where rendered joins are kept, a directory that may be emptied at any time; null: nowhere. */
  readonly joinsDirectory?: string | null
}

/** A reel in the hands of one walk. */
export type ReelWork = Work<ResolvedReel>
