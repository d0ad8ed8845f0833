import { MICROS_PER_USD } from 'shared/money'
import type { Db } from '../db/index.ts'
import { toCsvLine } from './csv.ts'
import type { Span } from './usage.ts'

const PAGE = 500
const HEADER = ['at', 'entry', 'kind', 'job', 'job_kind', 'attempt', 'provider', 'model', 'cost_usd', 'price_usd', 'note']

/** One user's ledger of a span as CSV, oldest first, read page by page while it is written. Amounts in dollars with all six digits. */
export async function* exportLedger(db: Db, userId: string, span: Span): AsyncGenerator<string> {
  yield toCsvLine(HEADER)
  let after: { readonly at: number; readonly id: string } | null = null
  do {
    const rows = await readPage(db, userId, span, after)
    if (rows.length > 0) yield rows.map(lineOf).join('')
    after = rows.length === PAGE ? (rows.at(-1) ?? null) : null
  } while (after !== null)
}

async function readPage(db: Db, userId: string, { from, to }: Span, after: { readonly at: number; readonly id: string } | null) {
  let query = db
    .selectFrom('ledger')
    .leftJoin('jobs', 'jobs.id', 'ledger.job_id')
    .leftJoin('attempts', 'attempts.id', 'ledger.attempt_id')
    .select(['ledger.id', 'ledger.at', 'ledger.kind', 'ledger.job_id', 'ledger.attempt_id', 'ledger.note'])
    .select(['ledger.usd_micros', 'ledger.price_usd_micros', 'jobs.kind as job_kind'])
    .select((row) => [
      row.fn.coalesce('attempts.provider', 'jobs.provider').as('provider'),
      row.fn.coalesce('attempts.model', 'jobs.model').as('model'),
    ])
    .where('ledger.user_id', '=', userId)
    .where('ledger.at', '>=', from)
    .where('ledger.at', '<', to)
  if (after !== null) {
    const { at, id } = after
    query = query.where((row) => row.or([row('ledger.at', '>', at), row.and([row('ledger.at', '=', at), row('ledger.id', '>', id)])]))
  }
  return await query.orderBy('ledger.at').orderBy('ledger.id').limit(PAGE).execute()
}

function lineOf(row: Awaited<ReturnType<typeof readPage>>[number]): string {
  return toCsvLine([
    new Date(row.at).toISOString(),
    row.id,
    row.kind,
    row.job_id ?? '',
    row.job_kind ?? '',
    row.attempt_id ?? '',
    row.provider ?? '',
    row.model ?? '',
    (row.usd_micros / MICROS_PER_USD).toFixed(6),
    (row.price_usd_micros / MICROS_PER_USD).toFixed(6),
    row.note ?? '',
  ])
}
