import type { Jobs, JobsOptions } from './face.ts'

const DAY_MS = 86_400_000

/** What is done now and then: files that nobody refers to go each time, and once a day the tombstones of the feed that are old enough. */
export function createHousekeeping({ library, changes, clock }: Pick<JobsOptions, 'library' | 'changes' | 'clock'>): Jobs['sweep'] {
  let pruneAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = clock()
    const swept = await library.sweep(now)
    if (now < pruneAt) return swept
    await changes.prune()
    pruneAt = now + DAY_MS
    return swept
  }
}
