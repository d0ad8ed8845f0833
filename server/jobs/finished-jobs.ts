import { isTerminal } from 'shared/progress'
import type { Job } from 'shared/wire'
import type { Changes } from '../changes/index.ts'
import type { Clock } from '../db/index.ts'

const KEPT = 1000
const DAY_MS = 86_400_000

type Read = (userId: string, id: string) => Promise<Job | null>

/**
 * Reads jobs that are over from memory. Whatever changed last empties it, and so does a new UTC day, with which the signed links of
 * the results change. For a server that is alone on its database.
 */
export function rememberFinished(read: Read, changes: Pick<Changes, 'version'>, clock: Clock): Read {
  const kept = new Map<string, Job>()
  let state = ''
  return async (userId, id) => {
    const now = `${changes.version()}/${Math.floor(clock() / DAY_MS)}`
    if (now !== state) kept.clear()
    state = now
    const key = `${userId}/${id}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const job = await read(userId, id)
    if (job === null || !isTerminal(job.status) || `${changes.version()}/${Math.floor(clock() / DAY_MS)}` !== now) return job
    if (kept.size >= KEPT) kept.clear()
    kept.set(key, job)
    return job
  }
}
