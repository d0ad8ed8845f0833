import { type Outcome, refuse, type ResolvedRequest, succeed } from 'shared/wire'
import type { JobRow } from '../db/index.ts'
import { parseRequestOf } from './columns.ts'
import type { JobsOptions } from './face.ts'
import type { Turn } from './places.ts'
import { createProgressWriter, type ProgressWriter } from './progress-writer.ts'
import { type Lease, writeProgress } from './transitions.ts'
import { fenced, type Walk } from './walk.ts'

/** What the work on a job of any kind needs. */
export type WorkRooms = Pick<JobsOptions, 'db' | 'changes' | 'storage' | 'library' | 'motion' | 'ffmpeg' | 'clock' | 'crash'>

/** A job in the hands of one walk. */
export interface Work<Request extends ResolvedRequest = ResolvedRequest> {
  readonly walk: Walk
  readonly lease: Lease
  readonly row: JobRow
  readonly request: Request
  readonly progress: ProgressWriter
}

/** Takes a turn at a place; waiting for it is no stalling. */
export async function turn<T>(walk: Walk, which: Turn, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  walk.waiting(true)
  return await walk.places.hold(which, walk.signal, async () => {
    walk.waiting(false)
    return await work()
  })
}

/** Takes a job of one kind up, and has its progress written from now on. */
export async function startWork<Kind extends ResolvedRequest['kind']>(
  rooms: WorkRooms,
  walk: Walk,
  kind: Kind,
): Promise<Outcome<Work<Extract<ResolvedRequest, { kind: Kind }>>>> {
  const claimed = await walk.claim()
  if (!claimed.ok) return claimed
  rooms.crash.reach('after_claim')
  const { lease, row } = claimed.value
  const request = parseRequestOf(kind, row.request)
  if (request === null) return refuse('internal_error', `A ${row.kind} was walked as a ${kind}.`, { retryable: false })
  const progress = createProgressWriter({
    row,
    clock: rooms.clock,
    write: async (at) => {
      await fenced(walk, rooms.changes, (tx, record) => writeProgress(tx, record, lease, at))
    },
  })
  return succeed({ walk, lease, row, request, progress })
}

/**
 * Begins work that is done in this server's own processes: a job stays queued until a place is free for it, so the claim is made inside
 * of the place; one that has been taken up before shows that it goes on while it waits.
 */
export async function workHere<Kind extends ResolvedRequest['kind'], T>(
  rooms: WorkRooms,
  walk: Walk,
  kind: Kind,
  step: (work: Work<Extract<ResolvedRequest, { kind: Kind }>>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const early = walk.job.status === 'queued' ? null : await startWork(rooms, walk, kind)
  if (early !== null && !early.ok) return early
  return await turn(walk, early === null ? 'start' : 'resume', async () => {
    const work = early ?? (await startWork(rooms, walk, kind))
    return work.ok ? await step(work.value) : work
  })
}
