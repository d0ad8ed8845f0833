import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '../../server/db/index.ts'
import { makeSchema } from '../harness/postgres.ts'
import { describeDatabase, describeSchema } from './db.contract.ts'

describeDatabase('SQLite in memory', false, async () => ({
  target: { dialect: 'sqlite', file: ':memory:' },
  shared: false,
  discard: async () => {},
}))

describeDatabase('SQLite in a file', false, async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-db-'))
  return {
    target: { dialect: 'sqlite', file: path.join(directory, 'deep', 'pagereel.sqlite') },
    shared: true,
    discard: () => rm(directory, { recursive: true }),
  }
})

describeDatabase('Postgres', true, async () => {
  const schema = await makeSchema()
  return { target: { dialect: 'postgres', url: schema.url }, shared: true, discard: () => schema.drop() }
})

it('has the same tables, columns, types and nullability in both dialects', async () => {
  const schema = await makeSchema()
  const sqlite = await openDatabase({ dialect: 'sqlite', file: ':memory:' })
  const postgres = await openDatabase({ dialect: 'postgres', url: schema.url })
  const described = await describeSchema(sqlite)
  expect(Object.keys(described)).toHaveLength(22)
  expect(described).toEqual(await describeSchema(postgres))
  await sqlite.close()
  await postgres.close()
  await schema.drop()
})

it('keeps its own list of migrations in a database where another schema has one', async () => {
  const schemas = [await makeSchema(), await makeSchema()]
  const opened = []
  for (const { url } of schemas) opened.push(await openDatabase({ dialect: 'postgres', url }))
  for (const database of opened) expect(Object.keys(await describeSchema(database))).toHaveLength(22)
  for (const database of opened) await database.close()
  for (const schema of schemas) await schema.drop()
})
