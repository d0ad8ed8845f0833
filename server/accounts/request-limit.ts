import { type Outcome, refuse, succeed } from 'shared/wire'
import type { Clock } from '../db/index.ts'

const MINUTE_MS = 60_000
const READ_EVERY_MS = 5000

export interface RequestLimit {
  /** Counts one request of a user. `rate_limited` with params.retryAfterSeconds where the last minute had too many. */
  readonly admit: (userId: string) => Promise<Outcome<null>>
  /** The limit was changed: read it anew. */
  readonly forget: () => void
}

/**
 * How many requests a user may make: a bucket of a minute's worth that fills up evenly, in the memory of this process, so that counting costs
 * no query. @param read the requests of a minute; null: no limit
 */
export function createRequestLimit(clock: Clock, read: () => Promise<number | null>): RequestLimit {
  const buckets = new Map<string, { left: number; at: number }>()
  let known: { readonly limit: number | null; readonly at: number } | null = null

  async function limitNow(now: number): Promise<number | null> {
    if (known === null || Math.abs(now - known.at) >= READ_EVERY_MS) known = { limit: await read(), at: now }
    return known.limit
  }

  return {
    async admit(userId) {
      const now = clock()
      const limit = await limitNow(now)
      if (limit === null) {
        buckets.clear()
        return succeed(null)
      }
      const before = buckets.get(userId) ?? { left: limit, at: now }
      const left = Math.min(limit, before.left + (Math.max(0, now - before.at) / MINUTE_MS) * limit)
      buckets.set(userId, { left: left < 1 ? left : left - 1, at: now })
      return left < 1 ? tooMany(limit, ((1 - left) * MINUTE_MS) / limit) : succeed(null)
    },
    forget: () => {
      known = null
    },
  }
}

function tooMany(maximum: number, waitMs: number): Outcome<never> {
  const params = { limit: 'requestsPerMinute', maximum, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) }
  return refuse('rate_limited', `This server takes ${maximum} requests a minute of each user.`, { params, action: 'wait' })
}
