import type { Jobs, JobsOptions } from './face.ts'
import { removeOldJoins } from './reel/old-joins.ts'

const DAY_MS = 86_400_000

/** What is done now and then: files that nobody refers to go each time, and once a day what is old enough of the feed's tombstones and of rendered joins. */
export function createHousekeeping({
  library,
  changes,
  clock,
  joinsDirectory = null,
}: Pick<JobsOptions, 'library' | 'changes' | 'clock' | 'joinsDirectory'>): Jobs['sweep'] {
  let pruneAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = clock()
    const swept = await library.sweep(now)
    if (now < pruneAt) return swept
    await changes.prune()
    if (joinsDirectory !== null) await removeOldJoins(joinsDirectory, now)
    pruneAt = now + DAY_MS
    return swept
  }
}
