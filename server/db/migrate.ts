import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

/**
 * Brings the schema to head. Safe to run again after a kill at any statement: on Postgres a migration is one transaction; on
 * SQLite, where Kysely runs it outside of one, each statement of a migration must change nothing when it was done before.
 */
export async function migrateToHead(db: Kysely<Schema>): Promise<void> {
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('Migration failed', { cause: error })
}
