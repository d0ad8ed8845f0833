import { newestAttempt, OPEN } from '../attempts.ts'
import type { Lease } from '../transitions.ts'
import { type RemoteRooms, targetOf } from './rooms.ts'
import { standDown } from './stand-down.ts'

/** Ends the open attempt of a job at its provider, before the job itself is ended. Embedded work has ended with its walk. */
export async function standDownJob(rooms: RemoteRooms, lease: Lease): Promise<void> {
  const attempt = await rooms.changes.transaction(lease.userId, (tx) => newestAttempt(tx, lease.jobId))
  if (attempt === null || !OPEN.includes(attempt.status)) return
  const provider = rooms.providers.catalog.find(({ id }) => id === attempt.provider)
  if (provider?.workshop === 'embedded') return
  await standDown(rooms, lease, attempt, targetOf(rooms, attempt))
}
