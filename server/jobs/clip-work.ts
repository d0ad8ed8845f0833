import { type Outcome, type ResolvedClip, succeed } from 'shared/wire'
import type { AttemptRow, JobRow } from '../db/index.ts'
import type { MadeFile } from './attempts.ts'
import { parseRequest } from './columns.ts'
import type { JobsOptions } from './face.ts'
import type { Turn } from './places.ts'
import { createProgressWriter, type ProgressWriter } from './progress-writer.ts'
import { type Lease, writeProgress } from './transitions.ts'
import { fenced, type Walk } from './walk.ts'

export type ClipRooms = Pick<JobsOptions, 'db' | 'changes' | 'storage' | 'library' | 'motion' | 'ffmpeg' | 'clock' | 'crash'>

/** A clip in the hands of one walk. */
export interface ClipWork {
  readonly walk: Walk
  readonly lease: Lease
  readonly row: JobRow
  readonly request: ResolvedClip
  readonly progress: ProgressWriter
}

/** What a workshop made: a blob that an earlier walk has stored already, or a file that is still to be stored. */
export type Made =
  | { readonly stored: MadeFile; readonly temporary: null }
  | {
      readonly stored: null
      readonly temporary: AsyncDisposable
      readonly path: string
      readonly how: Omit<MadeFile, 'video'>
      readonly attempt: AttemptRow
    }

/** Takes a turn at a place; waiting for it is no stalling. */
export async function turn<T>(walk: Walk, which: Turn, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  walk.waiting(true)
  return await walk.places.hold(which, walk.signal, async () => {
    walk.waiting(false)
    return await work()
  })
}

/** Takes the job up, and has its progress written from now on. */
export async function startWork(rooms: ClipRooms, walk: Walk): Promise<Outcome<ClipWork>> {
  const claimed = await walk.claim()
  if (!claimed.ok) return claimed
  rooms.crash.reach('after_claim')
  const { lease, row } = claimed.value
  const progress = createProgressWriter({
    row,
    clock: rooms.clock,
    write: async (at) => {
      await fenced(walk, rooms.changes, (tx, record) => writeProgress(tx, record, lease, at))
    },
  })
  return succeed({ walk, lease, row, request: parseRequest(row.request), progress })
}
