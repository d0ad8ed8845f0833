import { sql } from 'kysely'
import { STAGES } from 'shared/progress'
import { usdMicros } from 'shared/money'
import type { Usage } from 'shared/wire'
import { z } from 'zod'
import type { Db, JobRow } from '../db/index.ts'
import { total } from './totals.ts'

const DAY_MS = 86_400_000
const TIMED_JOBS = 1000

/** From the first millisecond to before the last, UTC. */
export interface Span {
  readonly from: number
  readonly to: number
}

type Line = Usage['byProvider'][number]

/** What one user made in a span and what it cost, by provider, kind and month. */
export async function readUsage(db: Db, userId: string, span: Span): Promise<Usage> {
  const made = await readJobs(db, userId, span)
  const costs = await readCosts(db, userId, span)
  const money = await readMoney(db, userId, span)
  const count = (counts: (row: MadeRow) => boolean) => made.filter(counts).reduce((sum, row) => sum + row.jobs, 0)
  const of = (status: JobRow['status']) => count((row) => row.status === status)
  const [jobs, completed, failed, cancelled] = [count(() => true), of('completed'), of('failed'), of('cancelled')]
  return {
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    jobs: { made: jobs, completed, failed, cancelled, unfinished: jobs - completed - failed - cancelled },
    successRate: ratio(completed, completed + failed),
    regenerationRate: ratio(
      count((row) => row.regenerated === 1),
      jobs,
    ),
    downloads: made.reduce((sum, row) => sum + row.downloads, 0),
    shares: made.reduce((sum, row) => sum + row.shares, 0),
    stages: await readStages(db, userId, span),
    costUsdMicros: money.cost,
    priceUsdMicros: money.price,
    costPerVideoUsdMicros: completed === 0 ? null : usdMicros(Math.round(money.cost / completed)),
    byProvider: foldByMonth(made, costs),
  }
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

interface MadeRow {
  readonly provider: string
  readonly kind: JobRow['kind']
  readonly status: JobRow['status']
  readonly regenerated: number
  /** Days since 1970. */
  readonly day: number
  readonly jobs: number
  readonly downloads: number
  readonly shares: number
}

/** By days, which both dialects count alike; months are made of them here. */
function dayOf(column: string) {
  return sql<number>`${sql.ref(column)} / ${sql.lit(DAY_MS)}`
}

async function readJobs(db: Db, userId: string, { from, to }: Span): Promise<readonly MadeRow[]> {
  const regenerated = sql<number>`case when retry_of is null and derived_from is null then 0 else 1 end`
  return await db
    .selectFrom('jobs')
    .select(['provider', 'kind', 'status', regenerated.as('regenerated'), dayOf('created_at').as('day')])
    .select([sql<number>`cast(count(*) as bigint)`.as('jobs'), total('downloads').as('downloads'), total('shares').as('shares')])
    .where('user_id', '=', userId)
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .groupBy(['provider', 'kind', 'status', regenerated, dayOf('created_at')])
    .execute()
}

interface CostRow {
  readonly provider: string
  readonly kind: JobRow['kind']
  readonly day: number
  readonly cost: number
}

/** What each provider took. A settlement stands for all attempts of its job but those that were charged late, each by an entry of its own. */
async function readCosts(db: Db, userId: string, { from, to }: Span): Promise<readonly CostRow[]> {
  const entries = db
    .selectFrom('ledger')
    .where('ledger.user_id', '=', userId)
    .where('ledger.at', '>=', from)
    .where('ledger.at', '<', to)
    .where('ledger.usd_micros', '>', 0)
  const settled = entries
    .where('ledger.kind', '=', 'settle')
    .innerJoin('attempts', 'attempts.job_id', 'ledger.job_id')
    .where((entry) =>
      entry.not(
        entry.exists(
          entry
            .selectFrom('ledger as late')
            .select('late.id')
            .where('late.entry_key', '=', sql<string>`'late:' || attempts.id`),
        ),
      ),
    )
  const late = entries.where('ledger.kind', '=', 'late_charge').innerJoin('attempts', 'attempts.id', 'ledger.attempt_id')
  const rows = await Promise.all(
    [settled, late].map((query) =>
      query
        .innerJoin('jobs', 'jobs.id', 'attempts.job_id')
        .select(['attempts.provider', 'jobs.kind', dayOf('ledger.at').as('day'), total('attempts.cost_usd_micros').as('cost')])
        .groupBy(['attempts.provider', 'jobs.kind', dayOf('ledger.at')])
        .execute(),
    ),
  )
  return rows.flat()
}

async function readMoney(db: Db, userId: string, { from, to }: Span): Promise<{ readonly cost: number; readonly price: number }> {
  return await db
    .selectFrom('ledger')
    .select([total('usd_micros').as('cost'), total('price_usd_micros').as('price')])
    .where('user_id', '=', userId)
    .where('kind', 'in', ['settle', 'late_charge'])
    .where('at', '>=', from)
    .where('at', '<', to)
    .executeTakeFirstOrThrow()
}

function foldByMonth(made: readonly MadeRow[], costs: readonly CostRow[]): Line[] {
  const lines = new Map<string, Line>()
  const lineOf = ({ provider, kind, day }: Pick<CostRow, 'provider' | 'kind' | 'day'>): Line => {
    const month = new Date(day * DAY_MS).toISOString().slice(0, 7)
    const key = JSON.stringify([month, provider, kind])
    const counts = { made: 0, completed: 0, failed: 0, regenerated: 0, downloads: 0, shares: 0, costUsdMicros: 0 }
    const line = lines.get(key) ?? { provider, kind, month, ...counts }
    lines.set(key, line)
    return line
  }
  for (const row of made) {
    const line = lineOf(row)
    line.made += row.jobs
    if (row.status === 'completed') line.completed += row.jobs
    if (row.status === 'failed') line.failed += row.jobs
    if (row.regenerated === 1) line.regenerated += row.jobs
    line.downloads += row.downloads
    line.shares += row.shares
  }
  for (const row of costs) lineOf(row).costUsdMicros += row.cost
  return [...lines.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
}

const stageTimes = z.partialRecord(z.enum(STAGES), z.number())

async function readStages(db: Db, userId: string, { from, to }: Span): Promise<Usage['stages']> {
  const rows = await db
    .selectFrom('jobs')
    .select('stage_times')
    .where('user_id', '=', userId)
    .where('status', '=', 'completed')
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .orderBy('created_at', 'desc')
    .limit(TIMED_JOBS)
    .execute()
  const times = rows.map((row) => stageTimes.parse(JSON.parse(row.stage_times)))
  return STAGES.flatMap((stage) => {
    const known = times.flatMap((each) => each[stage] ?? [])
    if (known.length === 0) return []
    const meanMs = known.reduce((sum, ms) => sum + ms, 0) / known.length
    return [{ stage, jobs: known.length, meanSeconds: Math.round(meanMs) / 1000 }]
  })
}
