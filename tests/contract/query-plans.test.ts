import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listLedger } from '../../server/accounts/ledger.ts'
import { readTotals } from '../../server/accounts/totals.ts'
import { readRows } from '../../server/changes/read.ts'
import { type Database, type Db, openDatabase } from '../../server/db/index.ts'
import { createPastRuns } from '../../server/jobs/past-runs.ts'
import { findByKey, findJob, listJobs } from '../../server/jobs/repository.ts'
import { listAssets } from '../../server/media/list-assets.ts'
import { listStories } from '../../server/storyboards/list.ts'

const USER = 'usr_owner'
let database: Database
beforeAll(async () => {
  database = await openDatabase({ dialect: 'sqlite', file: ':memory:' })
})
afterAll(() => database.close())

const nothing = () => Promise.resolve(new Map())

/** Reads whose cost may not grow with all that was ever made. */
const READS: Readonly<Record<string, (db: Db) => Promise<unknown>>> = {
  'a job': (db) => findJob(db, USER, 'job_1'),
  'a job by its key': (db) => findByKey(db, USER, 'key'),
  'the newest jobs': (db) => listJobs(db, USER, {}),
  'the jobs that a job has made': (db) => listJobs(db, USER, { parentId: 'job_1' }),
  'the newest jobs of a status': (db) => listJobs(db, USER, { status: 'failed' }),
  'the newest assets': (db) => listAssets(db, USER, {}, nothing),
  'the newest storyboards': (db) => listStories(db, USER, {}, nothing),
  'the newest entries of the ledger': (db) => listLedger(db, USER, {}),
  'the entries of a job': (db) => listLedger(db, USER, { jobId: 'job_1' }),
  'what a month has cost': (db) => readTotals(db, USER, 0),
  'changes after a place': (db) => readRows(db, USER, 5, 50),
  'past runs of a model': (db) => createPastRuns(db).of('local', 'motion'),
}

const IDS = ['id_1', 'id_2', 'id_3']

/** How the feed and the lists read things they have the ids of. */
const READS_BY_ID: Readonly<Record<string, (db: Db) => Promise<unknown>>> = {
  jobs: (db) => db.selectFrom('jobs').selectAll().where('user_id', '=', USER).where('id', 'in', IDS).execute(),
  assets: (db) => db.selectFrom('assets').selectAll().where('user_id', '=', USER).where('id', 'in', IDS).execute(),
  attempts: (db) => db.selectFrom('attempts').selectAll().where('user_id', '=', USER).where('job_id', 'in', IDS).execute(),
}

describe('reads', () => {
  it.each(Object.entries(READS))('of %s walk an index, in its order', async (_, read) => {
    for (const step of await planOf(read)) {
      expect(step).not.toMatch(/^SCAN /)
      expect(step).not.toContain('TEMP B-TREE')
    }
  })

  it.each(Object.entries(READS_BY_ID))('of %s by their ids touch nothing else that the user has', async (_, read) => {
    expect(await planOf(read)).toEqual([expect.stringMatching(/\b(job_)?id=\?\)$/)])
  })
})

/** The steps that SQLite would take for every query of a read. */
async function planOf(read: (db: Db) => Promise<unknown>): Promise<readonly string[]> {
  const asked: RootOperationNode[] = []
  const listen: KyselyPlugin = {
    transformQuery: ({ node }) => {
      asked.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  await read(database.db.withPlugin(listen))
  const steps: string[] = []
  for (const node of asked) {
    const { sql, parameters } = database.db.getExecutor().compileQuery(node, { queryId: 'plan' })
    const { rows } = await database.db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]))
    steps.push(...rows.map(({ detail }) => detail))
  }
  expect(steps).not.toEqual([])
  return steps
}
