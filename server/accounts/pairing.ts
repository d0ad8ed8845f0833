import { randomInt, scrypt } from 'node:crypto'
import { type Pairing, type Outcome, refuse, succeed } from 'shared/wire'
import { type Clock, type Db, inTransaction, newId, type Tx } from '../db/index.ts'
import { equalHash, hashToken, newToken } from '../security/index.ts'

const LIFE_MS = 5 * 60_000
const WRONG_CODES = 5
const OPENED = { most: 5, withinMs: 10 * 60_000 }
const WRONG = { most: 20, withinMs: 60 * 60_000 }

export interface Announcement {
  readonly id: string
  readonly name: string
  readonly code: string
  /** ISO 8601. */
  readonly expiresAt: string
}

export interface PairingDesk {
  readonly open: (userId: string, name: string) => Promise<Outcome<Pairing & { code: string }>>
  readonly confirm: (id: string, code: string) => Promise<Outcome<{ token: string }>>
}

/** How a client comes by its token: a six-digit code, told to whoever sees this server's output, once and for five minutes. */
export function createPairingDesk(db: Db, clock: Clock, announce: (pairing: Announcement) => void): PairingDesk {
  return {
    async open(userId, name) {
      const id = newId('pai')
      const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
      const codeHash = await hashCode(id, code)
      const now = clock()
      const outcome = await inTransaction(db, async (tx): Promise<Outcome<null>> => {
        await lockUser(tx, userId)
        const limit = (await tooManyOpened(tx, now)) ?? (await tooManyWrong(tx, now))
        if (limit !== null) return limit
        await tx.updateTable('pairings').set({ state: 'ended' }).where('state', '=', 'open').execute()
        await tx
          .insertInto('pairings')
          .values({
            id,
            user_id: userId,
            name,
            code_hash: codeHash,
            wrong_codes: 0,
            state: 'open',
            created_at: now,
            expires_at: now + LIFE_MS,
          })
          .execute()
        return succeed(null)
      })
      if (!outcome.ok) return outcome
      const expiresAt = new Date(now + LIFE_MS).toISOString()
      announce({ id, name, code, expiresAt })
      return succeed({ id, expiresAt, code })
    },

    async confirm(id, code) {
      if (!(await isOpen(db, id, clock()))) return ended()
      const given = await hashCode(id, code)
      const token = newToken()
      return inTransaction(db, async (tx) => {
        const now = clock()
        const limit = await tooManyWrong(tx, now)
        if (limit !== null) return limit
        // Every try is paid for before it is looked at, so that many at once are no more than five.
        const row = await tx
          .updateTable('pairings')
          .set((pairing) => ({ wrong_codes: pairing('wrong_codes', '+', 1) }))
          .where('id', '=', id)
          .where('state', '=', 'open')
          .where('expires_at', '>', now)
          .returning(['user_id', 'name', 'code_hash', 'wrong_codes'])
          .executeTakeFirst()
        if (row === undefined) return ended()
        if (!equalHash(given, row.code_hash)) return wrongCode(tx, id, WRONG_CODES - row.wrong_codes)
        await tx
          .updateTable('pairings')
          .set({ state: 'used', wrong_codes: row.wrong_codes - 1 })
          .where('id', '=', id)
          .execute()
        const held = { token_hash: hashToken(token), created_at: now, last_used_at: null }
        await tx
          .insertInto('tokens')
          .values({ id: newId('tok'), user_id: row.user_id, name: row.name, ...held })
          .execute()
        return succeed({ token })
      })
    },
  }
}

/** A slow hash (scrypt, RFC 7914): a six-digit code read from the database is not found out before its five minutes are over. */
function hashCode(id: string, code: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(code, id, 32, (error, key) => (error === null ? resolve(key.toString('hex')) : reject(error)))
  })
}

/** Two openings at once on Postgres take turns, so that one pairing at a time stays open. */
async function lockUser(tx: Tx, userId: string): Promise<void> {
  await tx
    .updateTable('users')
    .set((user) => ({ name: user.ref('name') }))
    .where('id', '=', userId)
    .execute()
}

async function isOpen(db: Db, id: string, now: number): Promise<boolean> {
  const found = await db
    .selectFrom('pairings')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return found !== undefined
}

async function wrongCode(tx: Tx, id: string, triesLeft: number): Promise<ReturnType<typeof refuse>> {
  if (triesLeft <= 0) await tx.updateTable('pairings').set({ state: 'ended' }).where('id', '=', id).execute()
  const detail = triesLeft <= 0 ? 'This code is wrong, and was the last try: pair again.' : 'This code is wrong.'
  return refuse('forbidden', detail, { params: { reason: 'wrong_code', triesLeft }, action: 'pair' })
}

function ended(): ReturnType<typeof refuse> {
  return refuse('not_found', 'This pairing is over: pair again.', { action: 'pair' })
}

async function tooManyOpened(tx: Tx, now: number): Promise<ReturnType<typeof refuse> | null> {
  const opened = await tx
    .selectFrom('pairings')
    .select('created_at')
    .where('created_at', '>', now - OPENED.withinMs)
    .orderBy('created_at', 'desc')
    .execute()
  const blocking = opened[OPENED.most - 1]
  return blocking === undefined ? null : limited('pairings', blocking.created_at + OPENED.withinMs - now)
}

async function tooManyWrong(tx: Tx, now: number): Promise<ReturnType<typeof refuse> | null> {
  const recent = await tx
    .selectFrom('pairings')
    .select(['wrong_codes', 'expires_at'])
    .where('expires_at', '>', now - WRONG.withinMs)
    .where('wrong_codes', '>', 0)
    .orderBy('expires_at', 'desc')
    .execute()
  let wrong = 0
  for (const row of recent) {
    wrong += row.wrong_codes
    if (wrong >= WRONG.most) return limited('wrong_codes', row.expires_at + WRONG.withinMs - now)
  }
  return null
}

function limited(limit: string, waitMs: number): ReturnType<typeof refuse> {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000))
  const detail = `Too many tries to pair; wait ${Math.ceil(retryAfterSeconds / 60)} min.`
  return refuse('rate_limited', detail, { params: { limit, retryAfterSeconds }, action: 'wait' })
}
