import { type AccessToken, type Outcome, refuse, succeed } from 'shared/wire'
import type { Clock, Db } from '../db/index.ts'
import { equalHash, hashToken } from '../security/index.ts'

const USED_EVERY_MS = 60_000
const KEPT = 1000

export interface Authenticated {
  readonly userId: string
  /** null: the fixed token of the environment. */
  readonly tokenId: string | null
}

export interface Tokens {
  readonly authenticate: (token: string) => Promise<Authenticated | null>
  readonly list: (userId: string) => Promise<readonly AccessToken[]>
  readonly revoke: (userId: string, tokenId: string) => Promise<Outcome<null>>
}

interface Known {
  readonly userId: string
  readonly tokenId: string
  usedAt: number
}

/**
 * Who a token stands for. Known ones are remembered by their hash, so that a request costs no query; once a minute a use is written down,
 * which also finds out that another process revoked the token.
 */
export function createTokens(options: { db: Db; clock: Clock; fixedToken: string | null; owner: () => Promise<string> }): Tokens {
  const { db, clock, owner } = options
  const fixedHash = options.fixedToken === null ? null : hashToken(options.fixedToken)
  const known = new Map<string, Known>()
  let revocations = 0

  async function find(hash: string): Promise<Known | null> {
    const before = revocations
    const row = await db.selectFrom('tokens').select(['id', 'user_id', 'last_used_at']).where('token_hash', '=', hash).executeTakeFirst()
    if (row === undefined) return null
    const found = { userId: row.user_id, tokenId: row.id, usedAt: row.last_used_at ?? Number.NEGATIVE_INFINITY }
    // One that was revoked while it was being read must not be remembered.
    if (before === revocations) remember(hash, found)
    return found
  }

  function remember(hash: string, found: Known): void {
    const [oldest] = known.keys()
    if (oldest !== undefined && known.size >= KEPT) known.delete(oldest)
    known.set(hash, found)
  }

  async function isStillThere(found: Known, now: number): Promise<boolean> {
    found.usedAt = now
    const updated = await db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', found.tokenId).executeTakeFirst()
    return updated.numUpdatedRows > 0n
  }

  return {
    async authenticate(token) {
      const hash = hashToken(token)
      if (fixedHash !== null && equalHash(hash, fixedHash)) return { userId: await owner(), tokenId: null }
      const found = known.get(hash) ?? (await find(hash))
      if (found === null) return null
      const now = clock()
      if (Math.abs(now - found.usedAt) >= USED_EVERY_MS && !(await isStillThere(found, now))) {
        known.delete(hash)
        return null
      }
      return { userId: found.userId, tokenId: found.tokenId }
    },

    async list(userId) {
      const rows = await db.selectFrom('tokens').selectAll().where('user_id', '=', userId).orderBy('created_at').orderBy('id').execute()
      return rows.map(({ id, name, created_at, last_used_at }) => ({
        id,
        name,
        createdAt: new Date(created_at).toISOString(),
        lastUsedAt: last_used_at === null ? null : new Date(last_used_at).toISOString(),
      }))
    },

    async revoke(userId, tokenId) {
      const deleted = await db.deleteFrom('tokens').where('id', '=', tokenId).where('user_id', '=', userId).executeTakeFirst()
      if (deleted.numDeletedRows === 0n) return refuse('not_found', 'There is no such token.')
      revocations += 1
      for (const [hash, { tokenId: id }] of known) if (id === tokenId) known.delete(hash)
      return succeed(null)
    },
  }
}
