import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase, type Database } from '../../server/db/index.ts'
import { makeSchema } from '../harness/postgres.ts'

export interface OpenedDatabase {
  readonly database: Database
  close(): Promise<void>
}

/** Every kind of database a contract suite runs on, each opened empty and at head. */
export const DATABASES: readonly { readonly name: string; readonly open: () => Promise<OpenedDatabase> }[] = [
  {
    name: 'SQLite in memory',
    open: async () => {
      const database = await openDatabase({ dialect: 'sqlite', file: ':memory:' })
      return { database, close: () => database.close() }
    },
  },
  {
    name: 'SQLite in a file',
    open: async () => {
      const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-contract-'))
      const database = await openDatabase({ dialect: 'sqlite', file: path.join(directory, 'pagereel.sqlite') })
      return {
        database,
        async close() {
          await database.close()
          await rm(directory, { recursive: true })
        },
      }
    },
  },
  {
    name: 'Postgres',
    open: async () => {
      const schema = await makeSchema()
      const database = await openDatabase({ dialect: 'postgres', url: schema.url })
      return {
        database,
        async close() {
          await database.close()
          await schema.drop()
        },
      }
    },
  },
]
