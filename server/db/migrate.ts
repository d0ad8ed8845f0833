import { type Kysely, SqliteAdapter, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

/**
 * Brings the schema to head. Safe to run again after a kill at any statement: on Postgres a migration is one transaction; on
 * SQLite, where Kysely runs it outside of one, each statement of a migration must change nothing when it was done before.
 */
export async function migrateToHead(db: Kysely<Schema>): Promise<void> {
  const options = { db, provider: { getMigrations: async () => migrations }, ...(await ownTables(db)) }
  const { error } = await new Migrator(options).migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('Migration failed', { cause: error })
}

/** Of a Postgres database that has several schemas, Kysely would take another one's list of migrations for ours. */
async function ownTables(db: Kysely<Schema>): Promise<{ readonly migrationTableSchema?: string }> {
  if (db.getExecutor().adapter instanceof SqliteAdapter) return {}
  const { rows } = await sql<{ readonly schema: string }>`select current_schema() as schema`.execute(db)
  const [row] = rows
  return row === undefined ? {} : { migrationTableSchema: row.schema }
}
