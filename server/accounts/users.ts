import { usdMicros } from 'shared/money'
import { type CreditRequest, type Outcome, refuse, succeed, type User, type UserRequest } from 'shared/wire'
import { type Clock, type Db, inTransaction, newId, type Schema, type Tx } from '../db/index.ts'
import { writeEntry } from './entries.ts'
import { giveCredit, lockUser } from './purse.ts'
import { readHeldPrice } from './totals.ts'

export interface UsersDesk {
  readonly me: (userId: string) => Promise<User>
  /** All users, oldest first; `forbidden` to anyone but the owner. */
  readonly list: (by: string) => Promise<Outcome<readonly User[]>>
  /** Makes a member; `forbidden` to anyone but the owner. */
  readonly create: (by: string, request: UserRequest) => Promise<Outcome<User>>
  /**
   * Gives prepaid credits, once for each key; with the first ones a user is prepaid from then on. `forbidden` to anyone but the owner,
   * `not_found`, and `idempotency_mismatch` where the key gave another amount.
   */
  readonly grant: (by: string, userId: string, request: CreditRequest, key: string | null) => Promise<Outcome<User>>
  readonly exists: (userId: string) => Promise<boolean>
}

/** Who uses this server. Its owner alone makes users and gives them credits. */
export function createUsersDesk({ db, clock, ownerId }: { readonly db: Db; readonly clock: Clock; readonly ownerId: string }): UsersDesk {
  async function me(userId: string): Promise<User> {
    return await present(db, await db.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirstOrThrow())
  }

  async function exists(userId: string): Promise<boolean> {
    return (await db.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst()) !== undefined
  }

  return {
    me,
    exists,
    async list(by) {
      if (by !== ownerId) return ownersOnly('see the other users')
      const rows = await db.selectFrom('users').selectAll().orderBy('created_at').orderBy('id').execute()
      return succeed(await Promise.all(rows.map((row) => present(db, row))))
    },
    async create(by, { name, creditsUsdMicros }) {
      if (by !== ownerId) return ownersOnly('add users')
      const id = newId('usr')
      await inTransaction(db, async (tx) => {
        const user = { id, name, role: 'member', monthly_usd_micros: null, created_at: clock() } as const
        await tx
          .insertInto('users')
          .values({ ...user, credit_usd_micros: creditsUsdMicros === undefined ? null : 0 })
          .execute()
        if (creditsUsdMicros !== undefined && creditsUsdMicros > 0) {
          await grantIn(tx, id, { usdMicros: creditsUsdMicros, note: '' }, `credit:${id}`, clock())
        }
      })
      return succeed(await me(id))
    },
    async grant(by, userId, request, key) {
      if (by !== ownerId) return ownersOnly('give credits')
      if (!(await exists(userId))) return refuse('not_found', 'There is no such user.')
      const entryKey = `credit:${userId}:${key ?? newId('led')}`
      const same = await inTransaction(db, (tx) => grantIn(tx, userId, request, entryKey, clock()))
      if (same) return succeed(await me(userId))
      return refuse('idempotency_mismatch', 'This Idempotency-Key gave another amount. Use a new key to give more.')
    },
  }
}

/** False where the key has given another amount before; the same again changes nothing. */
async function grantIn(tx: Tx, userId: string, { usdMicros: given, note }: CreditRequest, key: string, now: number): Promise<boolean> {
  const amount = usdMicros(given)
  await lockUser(tx, userId)
  const credit = { kind: 'credit', jobId: null, attemptId: null, costUsdMicros: amount, priceUsdMicros: amount, note } as const
  if (await writeEntry(tx, { ...credit, userId, key, now })) {
    await giveCredit(tx, userId, amount)
    return true
  }
  const before = await tx.selectFrom('ledger').select('usd_micros').where('entry_key', '=', key).executeTakeFirstOrThrow()
  return before.usd_micros === amount
}

async function present(db: Db, row: Schema['users']): Promise<User> {
  const credits = row.credit_usd_micros === null ? null : row.credit_usd_micros - (await readHeldPrice(db, row.id))
  return { id: row.id, name: row.name, role: row.role, createdAt: new Date(row.created_at).toISOString(), creditsUsdMicros: credits }
}

function ownersOnly(what: string): Outcome<never> {
  return refuse('forbidden', `Only the owner of this server can ${what}.`)
}
