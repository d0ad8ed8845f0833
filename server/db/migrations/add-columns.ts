import { SqliteAdapter, sql, type Kysely } from 'kysely'

/** Adds columns that a table lacks: a migration that was broken off half-way does the rest when it runs again. */
export async function addColumns(db: Kysely<unknown>, table: string, columns: Readonly<Record<string, string>>): Promise<void> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  for (const [name, type] of Object.entries(columns)) {
    // Only SQLite knows no `if not exists` here; only there, too, can no other schema's table of this name be meant.
    if (isSqlite && (await hasColumn(db, table, name))) continue
    await sql.raw(`alter table ${table} add column ${isSqlite ? '' : 'if not exists '}${name} ${type}`).execute(db)
  }
}

async function hasColumn(db: Kysely<unknown>, table: string, column: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pragma_table_info(${table}) where name = ${column}`.execute(db)
  return rows.length > 0
}
