import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import BetterSqlite, { type Database as Handle, type Statement } from 'better-sqlite3'
import { CompiledQuery, SqliteDialect, SqliteDriver, type DatabaseConnection, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { checkedNumber } from './checked-number.ts'

const KEPT_STATEMENTS = 300

/** Takes the write lock at BEGIN: a transaction that read first could otherwise fail to become a writer half-way. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    super({ database })
    this.#database = database
  }

  override createDriver(): ImmediateDriver {
    return new ImmediateDriver({ database: this.#database })
  }
}

/**
 * SQLite in a file (its directory is made) or in `:memory:`. WAL for readers beside the writer; synchronous=FULL because an
 * acknowledged job and a provider's id must survive a power cut; up to 64 MiB of pages in memory, where 10,000 jobs fit.
 */
export async function openSqlite(file: string): Promise<SqliteDialect> {
  if (file !== ':memory:') await mkdir(path.dirname(file), { recursive: true })
  const handle = new BetterSqlite(file, { timeout: 5000 })
  const pragmas = ['journal_mode = WAL', 'foreign_keys = ON', 'busy_timeout = 5000', 'synchronous = FULL', 'cache_size = -65536']
  for (const pragma of pragmas) handle.pragma(pragma)
  return new ImmediateDialect(keepStatements(handle))
}

/** Compiled statements are kept for the next query of the same text, the longest unused one making room. */
function keepStatements(handle: Handle): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  const prepare = (text: string): SqliteStatement => {
    const statement = kept.get(text) ?? checkRows(handle.prepare(text), () => handle.prepare(text))
    kept.delete(text)
    kept.set(text, statement)
    const [oldest] = kept.keys()
    if (kept.size > KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest)
    return statement
  }
  return { prepare, close: () => handle.close() }
}

/** The driver rounds integers above 2^53 without a word; `fresh` is for iteration, during which a statement is not to be shared. */
function checkRows(statement: Statement, fresh: () => Statement): SqliteStatement {
  return {
    reader: statement.reader,
    run: (parameters) => statement.run(...parameters),
    all: (parameters) => statement.all(...parameters).map(checkRow),
    iterate: (parameters) => fresh().iterate(...parameters),
  }
}

function checkRow(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row
  for (const value of Object.values(row)) if (typeof value === 'number') checkedNumber(value)
  return row
}
