import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GroupCommit } from './group-commit.ts'
import { openSqlite } from './sqlite.ts'

interface Tables {
  rows: { id: number; parent: number | null }
}

let db: Kysely<Tables>
let group: GroupCommit<Tables>
let commits: number

beforeEach(async () => {
  commits = 0
  db = new Kysely<Tables>({
    dialect: await openSqlite(':memory:'),
    log: ({ query }) => void (commits += query.sql === 'commit' ? 1 : 0),
  })
  await sql`create table rows (id integer primary key, parent integer references rows (id) deferrable initially deferred)`.execute(db)
  group = new GroupCommit(db)
})
afterEach(() => db.destroy())

const add = (id: number, parent: number | null = null) =>
  group.run(async (tx) => {
    await tx.insertInto('rows').values({ id, parent }).execute()
    return id
  })
const ids = async () => (await db.selectFrom('rows').select('id').orderBy('id').execute()).map(({ id }) => id)

describe('transactions that are asked for at once', () => {
  it('share commits, in their order, and are each told their own result', async () => {
    const many = Array.from({ length: 120 }, (_, index) => index)
    const told: number[] = []
    const results = await Promise.all(
      many.map(async (id) => {
        const result = await add(id)
        told.push(id)
        return result
      }),
    )
    expect(results).toEqual(many)
    expect(told).toEqual(many)
    expect(await ids()).toEqual(many)
    expect(commits).toBeLessThan(6)
  })

  it('undo only themselves when they throw', async () => {
    const broken = group.run(async (tx) => {
      await tx.insertInto('rows').values({ id: 2, parent: null }).execute()
      throw new Error('changed my mind')
    })
    const outcomes = await Promise.allSettled([add(1), broken, add(1), add(3)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    await expect(broken).rejects.toThrow('changed my mind')
    expect(await ids()).toEqual([1, 3])
    expect(commits).toBe(1)
  })

  it('all fail where the commit fails, and leave nothing in the way of the next', async () => {
    const outcomes = await Promise.allSettled([add(1), add(2, 99)])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await ids()).toEqual([])
    expect(await add(3)).toBe(3)
    expect(await ids()).toEqual([3])
  })

  it('see what those before them wrote', async () => {
    const count = () =>
      group.run(async (tx) => {
        const { length } = await tx.selectFrom('rows').select('id').execute()
        await tx.insertInto('rows').values({ id: length, parent: null }).execute()
      })
    await Promise.all(Array.from({ length: 60 }, count))
    expect(await ids()).toHaveLength(60)
  })

  it('fail, and do not wait for ever, where the database is closed', async () => {
    await db.destroy()
    const outcomes = await Promise.allSettled([add(1), add(2)])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
