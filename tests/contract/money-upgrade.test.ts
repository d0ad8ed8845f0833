import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, it } from 'vitest'
import { openDatabase } from '../../server/db/index.ts'
import { migrations } from '../../server/db/migrations/index.ts'
import { openSqlite } from '../../server/db/sqlite.ts'
import { createMoneyBench } from '../harness/money.ts'

const BEFORE = '0004-subjects'

it('goes on with the holds and settlements of a server that knew no prices yet', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-upgrade-'))
  const file = path.join(directory, 'pagereel.sqlite')
  try {
    await makeOldServer(file)
    const database = await openDatabase({ dialect: 'sqlite', file })
    const bench = createMoneyBench(database.db)
    expect(await bench.accounts.budget('usr_a')).toMatchObject({ heldUsdMicros: 70, exposureUsdMicros: 0 })
    expect(await bench.entries('usr_a', 'job_done')).toEqual(['hold 50/50', 'settle 50/50'])
    expect(await bench.settle('usr_a', 'job_done', 50)).toBeNull()
    expect(await bench.settle('usr_a', 'job_open', 60)).toEqual({ costUsdMicros: 60, priceUsdMicros: 60 })
    expect(await bench.entries('usr_a', 'job_open')).toEqual(['hold 70/70', 'release 10/10', 'settle 60/60'])
    expect(await bench.accounts.budget('usr_a')).toMatchObject({ heldUsdMicros: 0 })
    expect(await bench.accounts.me('usr_a')).toMatchObject({ creditsUsdMicros: null })
    await database.close()
  } finally {
    await rm(directory, { recursive: true })
  }
})

async function makeOldServer(file: string): Promise<void> {
  const db = new Kysely<unknown>({ dialect: await openSqlite(file) })
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateTo(BEFORE)
  if (error !== undefined) throw error
  await sql`insert into users (id, name, role, created_at) values ('usr_a', 'A', 'owner', 1)`.execute(db)
  for (const id of ['job_done', 'job_open']) {
    const text = ['kind', 'status', 'request', 'request_hash', 'provider', 'model', 'adjustments', 'stage_times', 'tags', 'search_text']
    const numbers = ['progress', 'estimated_usd_micros', 'held_usd_micros', 'overrun', 'work_pixels', 'created_at', 'lease_epoch']
    const marks = ['favourite', 'pinned', 'downloads', 'shares']
    const columns = ['id', 'user_id', ...text, ...numbers, ...marks]
    const values = [id, 'usr_a', ...text.map(() => 'x'), ...[...numbers, ...marks].map(() => 0)]
    await sql`insert into jobs (${sql.join(columns.map((column) => sql.ref(column)))}) values (${sql.join(values)})`.execute(db)
  }
  const entries = [
    ['job_done', 'hold', 50],
    ['job_done', 'settle', 50],
    ['job_open', 'hold', 70],
  ] as const
  for (const [job, kind, amount] of entries) {
    const key = `${kind}:${job}`
    await sql`insert into ledger (id, user_id, job_id, kind, usd_micros, entry_key, at)
      values (${`led_${key}`}, 'usr_a', ${job}, ${kind}, ${amount}, ${key}, 1)`.execute(db)
  }
  await db.destroy()
}
