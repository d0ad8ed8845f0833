import { SqliteAdapter, sql, type Kysely } from 'kysely'

/**
 * A search that finds little reads all that its user has. In SQLite, whose reads stand in the way of everything else, it reads these
 * narrow indexes instead of the rows; Postgres, which bounds the size of an index entry, searches in a process of its own.
 */
const INDEXES: Readonly<Record<string, string>> = {
  jobs_search: 'jobs (user_id, created_at desc, id desc, deleted_at, search_text)',
  assets_search: 'assets (user_id, created_at desc, id desc, search_text)',
}

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return
  for (const [name, target] of Object.entries(INDEXES)) await sql.raw(`create index if not exists ${name} on ${target}`).execute(db)
}
