import { Kysely, SqliteAdapter, type Transaction } from 'kysely'
import type { DatabaseTarget } from '../config/index.ts'
import { GroupCommit } from './group-commit.ts'
import { migrateToHead } from './migrate.ts'
import { isRetried, openPostgres } from './postgres.ts'
import type { Schema } from './schema.ts'
import { openSqlite } from './sqlite.ts'

export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>
/** Milliseconds since 1970-01-01 UTC. */
export type Clock = () => number

export interface Database {
  readonly db: Db
  readonly dialect: DatabaseTarget['dialect']
  close(): Promise<void>
}

const ATTEMPTS = 10

/** Opens the database and migrates it to head; throws when it cannot be opened, or is of a newer version than this server. */
export async function openDatabase(target: DatabaseTarget): Promise<Database> {
  const dialect = target.dialect === 'sqlite' ? await openSqlite(target.file) : openPostgres(target.url)
  const db = new Kysely<Schema>({ dialect })
  try {
    await migrateToHead(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, dialect: target.dialect, close: () => db.destroy() }
}

/** Of each SQLite database its one queue of writers. */
const groups = new WeakMap<Db, GroupCommit<Schema>>()

/**
 * Runs `work` in one transaction: on SQLite all transactions take turns, and those that come together share a commit; on Postgres run again from the
 * start after a serialisation failure or a deadlock, so `work` must do nothing but database work, and must never await network,
 * media or another transaction. A throw rolls back and is passed on.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (db.isTransaction) throw new Error('A transaction may not be opened inside another')
  if (db.getExecutor().adapter instanceof SqliteAdapter) return await groupOf(db).run(work)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt === ATTEMPTS || !isRetried(error)) throw error
      await pause(attempt)
    }
  }
}

function groupOf(db: Db): GroupCommit<Schema> {
  const known = groups.get(db) ?? new GroupCommit(db)
  groups.set(db, known)
  return known
}

/** A random wait that grows, so that the rivals of a deadlock do not meet again. */
function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt))
}
