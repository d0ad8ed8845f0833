import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, it } from 'vitest'
import { databaseName, GalleryDatabase } from './database.ts'
import { readItem, readItems } from './reading.ts'

interface Fixture {
  readonly version: number
  readonly stores: Readonly<Record<string, string>>
  readonly rows: Readonly<Record<string, readonly object[]>>
}

/** Databases as earlier versions left them, written down once and never changed again. */
const fixtures = Object.values(import.meta.glob<Fixture>('./fixtures/v*.json', { eager: true, import: 'default' }))

it('has a fixture for each version of the schema', () => {
  const newest = new GalleryDatabase('x').verno
  const versions = fixtures.map((fixture) => fixture.version).toSorted((one, other) => one - other)
  expect(versions).toEqual(Array.from({ length: newest }, (_, at) => at + 1))
})

it.each(fixtures)('opens a database of version $version with everything in it', async (fixture) => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange }
  const old = new Dexie(databaseName('feed'), options)
  old.version(fixture.version).stores(fixture.stores)
  for (const [table, rows] of Object.entries(fixture.rows)) await old.table(table).bulkAdd([...rows])
  old.close()

  const database = new GalleryDatabase('feed', options)
  for (const [table, rows] of Object.entries(fixture.rows)) expect(await database.table(table).count(), table).toBe(rows.length)
  const items = await readItems(database)
  expect(items.map((item) => [item.kind, item.id])).toEqual([
    ['waiting', 'out_a'],
    ['job', 'job_a'],
  ])
  const job = await readItem(database, 'job_a')
  expect(job?.kind === 'job' && [job.job.title, job.job.rating, job.job.tags]).toEqual(['The shoe', 5, ['summer']])
  expect((await database.drafts.get('composer'))?.value).toEqual({ prompt: 'half a sentence' })
  // Before version 2 what the feed said of stories was passed over, so it is read anew.
  expect((await database.meta.get('cursor'))?.value).toBe(fixture.version < 2 ? 0 : 7)
  database.close()
})
