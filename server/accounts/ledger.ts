import { type LedgerList, type Outcome, refuse, succeed } from 'shared/wire'
import { type Db, decodeCursor, encodeCursor } from '../db/index.ts'

const PAGE = 50

export interface LedgerQuery {
  readonly jobId?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** A page of one user's ledger, newest first. `invalid_request` for a cursor that is not of this list. */
export async function listLedger(db: Db, userId: string, { jobId, cursor, limit = PAGE }: LedgerQuery): Promise<Outcome<LedgerList>> {
  const from = cursor === undefined ? null : decodePlace(cursor)
  if (from === undefined) {
    return refuse('invalid_request', 'This cursor is not of this list.', { issues: [{ path: 'cursor', message: 'is not of this list' }] })
  }
  let query = db.selectFrom('ledger').selectAll().where('user_id', '=', userId)
  if (jobId !== undefined) query = query.where('job_id', '=', jobId)
  if (from !== null) {
    query = query.where((row) => row.or([row('at', '<', from.at), row.and([row('at', '=', from.at), row('id', '<', from.id)])]))
  }
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return succeed({
    items: shown.map((row) => ({
      id: row.id,
      jobId: row.job_id,
      ...(row.attempt_id === null ? {} : { attemptId: row.attempt_id }),
      kind: row.kind,
      usdMicros: row.usd_micros,
      priceUsdMicros: row.price_usd_micros,
      ...(row.note === null ? {} : { note: row.note }),
      at: new Date(row.at).toISOString(),
    })),
    nextCursor: last === undefined ? null : encodeCursor([last.at, last.id]),
  })
}

function decodePlace(cursor: string): { readonly at: number; readonly id: string } | undefined {
  const [at, id, ...rest] = decodeCursor(cursor) ?? []
  return typeof at === 'number' && typeof id === 'string' && rest.length === 0 ? { at, id } : undefined
}
