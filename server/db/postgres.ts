import { PostgresDialect } from 'kysely'
import { Pool, types } from 'pg'
import { checkedNumber } from './checked-number.ts'

const RETRIED = new Set(['40001', '40P01'])

/** A pool of Postgres connections that reads BIGINT, and the NUMERIC that sums of it become, as checked numbers. */
export function openPostgres(url: string): PostgresDialect {
  const pool = new Pool({ connectionString: url, max: 10, types: { getTypeParser } })
  pool.on('error', ignoreIdleFailure)
  return new PostgresDialect({ pool })
}

/** Whether the server rolled a transaction back only because of others running beside it (serialisation failure, deadlock). */
export function isRetried(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && RETRIED.has(error.code)
}

const getTypeParser: typeof types.getTypeParser = (oid, format) =>
  oid === types.builtins.INT8 || oid === types.builtins.NUMERIC ? checkedNumber : types.getTypeParser(oid, format)

/** A connection lost while idle is replaced by the pool at the next query; unhandled, its event would end the process. */
function ignoreIdleFailure(): void {}
