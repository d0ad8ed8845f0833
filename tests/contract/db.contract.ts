import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containsText, inTransaction, newId, openDatabase, type Database } from '../../server/db/index.ts'

type Target = Parameters<typeof openDatabase>[0]

interface Place {
  readonly target: Target
  /** Whether what is opened a second time is the same database. */
  readonly shared: boolean
  discard(): Promise<void>
}

/**
 * What every dialect must do alike; `prepare` says where an empty database is.
 * @param concurrent whether one process may use several connections (in SQLite the second would block the event loop that frees the first)
 */
export function describeDatabase(name: string, concurrent: boolean, prepare: () => Promise<Place>): void {
  describe(name, () => {
    let place: Place
    let database: Database
    let userId: string

    beforeAll(async () => {
      place = await prepare()
      database = await openDatabase(place.target)
      userId = newId('usr')
      await addUser(database, userId)
    })
    afterAll(async () => {
      await database.close()
      await place.discard()
    })

    it('migrates to head, and once more without changing anything', async () => {
      const feed = await database.db.selectFrom('feed').selectAll().execute()
      expect(feed).toEqual([{ id: 1, feed_id: expect.stringMatching(/^fed_/), seq: expect.any(Number), oldest_seq: 0 }])
      if (!place.shared) return
      const again = await openDatabase(place.target)
      expect(await again.db.selectFrom('feed').select('feed_id').execute()).toEqual([{ feed_id: feed[0]?.feed_id }])
      await again.close()
    })

    it('keeps keys unique', async () => {
      await addEntry(database, userId, 'settle:once', 1)
      await expect(addEntry(database, userId, 'settle:once', 2)).rejects.toThrow(/unique/i)
      const repeated = await database.db
        .insertInto('settings')
        .values([{ user_id: userId, value: '{}', updated_at: 1 }])
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ updated_at: 2 }))
        .returning('updated_at')
        .executeTakeFirst()
      expect(repeated).toEqual({ updated_at: 1 })
    })

    it('refuses rows that refer to nothing', async () => {
      await expect(addEntry(database, 'usr_nobody', 'orphan', 1)).rejects.toThrow(/foreign key/i)
    })

    it('undoes a transaction that throws', async () => {
      const before = await entryCount(database)
      const undone = inTransaction(database.db, async (tx) => {
        await addEntry({ db: tx }, userId, 'undone', 1)
        throw new Error('changed my mind')
      })
      await expect(undone).rejects.toThrow('changed my mind')
      expect(await entryCount(database)).toBe(before)
    })

    it('refuses a transaction inside a transaction', async () => {
      const nested = inTransaction(database.db, (tx) => inTransaction(tx, async () => 1))
      await expect(nested).rejects.toThrow('inside another')
    })

    it('lets transactions take turns: no count is lost among 50', async () => {
      const before = (await database.db.selectFrom('feed').select('seq').executeTakeFirstOrThrow()).seq
      const count = () =>
        inTransaction(database.db, async (tx) => {
          const { seq } = await tx
            .updateTable('feed')
            .set((row) => ({ seq: row('seq', '+', 1) }))
            .returning('seq')
            .executeTakeFirstOrThrow()
          return seq
        })
      const seqs = await Promise.all(Array.from({ length: 50 }, count))
      expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => before + index + 1))
    })

    const acrossConnections = async (): Promise<void> => {
      const second = await openDatabase(place.target)
      const key = newId('key')
      const insertOnce = (db: Database) =>
        inTransaction(db.db, async (tx) => {
          const found = await tx.selectFrom('ledger').select('id').where('entry_key', '=', key).executeTakeFirst()
          if (found === undefined) await addEntry({ db: tx }, userId, key, 1)
          return found === undefined
        })
      const outcomes = await Promise.allSettled([insertOnce(database), insertOnce(second)])
      await second.close()
      const written = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value)
      expect(written).toHaveLength(1)
    }
    if (concurrent) it('lets transactions that read before they write take turns across connections', acrossConnections)

    it('holds money exactly, as a number, and refuses what a number cannot hold', async () => {
      await addEntry(database, userId, 'large', Number.MAX_SAFE_INTEGER)
      const read = () => database.db.selectFrom('ledger').select('usd_micros').where('entry_key', '=', 'large').executeTakeFirst()
      expect(await read()).toEqual({ usd_micros: 9_007_199_254_740_991 })
      const sum = await database.db
        .selectFrom('ledger')
        .select((row) => row.fn.sum<number>('usd_micros').as('sum'))
        .where('entry_key', '=', 'large')
        .executeTakeFirst()
      expect(sum).toEqual({ sum: 9_007_199_254_740_991 })
      await sql`update ledger set usd_micros = 9007199254740993 where entry_key = 'large'`.execute(database.db)
      await expect(read()).rejects.toThrow('not a safe number')
      await sql`delete from ledger where entry_key = 'large'`.execute(database.db)
    })

    it('keeps JSON as the text that was written', async () => {
      const value = JSON.stringify({ b: 1, a: ['ü', '😀', '\u0001', '\\', '"'] })
      await database.db.updateTable('settings').set({ value }).where('user_id', '=', userId).execute()
      const row = await database.db.selectFrom('settings').select('value').where('user_id', '=', userId).executeTakeFirst()
      expect(row).toEqual({ value })
    })

    it.each([
      ['50% off_now', '50% OFF', true],
      ['501 off', '50% off', false],
      ['snake_case', 'snake_', true],
      ['snakeXcase', 'snake_', false],
      [String.raw`c:\temp`, String.raw`:\T`, true],
      ['crème brûlée 東京', 'BRÛLÉE 東', true],
    ])('searches %j for %j literally', async (text, searched, matches) => {
      const contains = containsText(database.db, sql`cast(${text} as text)`, searched)
      const query = sql<{ found: number }>`select case when ${contains} then 1 else 0 end as found`
      expect((await query.execute(database.db)).rows).toEqual([{ found: matches ? 1 : 0 }])
    })
  })
}

/** Table → column → `type, nullable`, in words both dialects share. */
export async function describeSchema(database: Database): Promise<Record<string, Record<string, string>>> {
  const tables = await database.db.introspection.getTables()
  const described = tables
    .filter((table) => !table.name.startsWith('kysely_'))
    .map((table) => {
      const columns = table.columns.map((column) => [column.name, `${sharedType(column.dataType)}${column.isNullable ? ', nullable' : ''}`])
      return [table.name, Object.fromEntries(columns.toSorted(byName))]
    })
  return Object.fromEntries(described.toSorted(byName))
}

function sharedType(type: string): string {
  const names: Record<string, string> = { int8: 'bigint', int4: 'integer', float8: 'double precision' }
  return names[type] ?? type.toLowerCase()
}

function byName([a]: unknown[], [b]: unknown[]): number {
  return String(a) < String(b) ? -1 : 1
}

async function addUser(database: Database, id: string): Promise<void> {
  await database.db.insertInto('users').values({ id, name: 'Owner', role: 'owner', monthly_usd_micros: null, created_at: 1 }).execute()
}

async function addEntry(database: Pick<Database, 'db'>, userId: string, key: string, usdMicros: number): Promise<void> {
  const entry = { id: newId('led'), user_id: userId, job_id: null, attempt_id: null, kind: 'hold', usd_micros: usdMicros, at: 1 } as const
  await database.db
    .insertInto('ledger')
    .values({ ...entry, price_usd_micros: usdMicros, entry_key: key })
    .execute()
}

async function entryCount(database: Database): Promise<number> {
  const row = await database.db
    .selectFrom('ledger')
    .select((rows) => rows.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}
