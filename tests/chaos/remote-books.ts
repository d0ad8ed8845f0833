import { budget, type Operation, operationList } from 'shared/wire'
import type { RunningServer } from '../harness/server.ts'
import { databaseOf } from './books.ts'
import type { Checks } from './checks.ts'
import { authorised } from './client.ts'
import { IDEMPOTENCY, type ProviderId, PROVIDERS, type SimulatedProviders } from './providers.ts'

/** What one job of ours was charged, and what we think its provider may still charge. */
interface Account {
  /** Its key, or its id where a reel has made it and nobody gave it one. */
  readonly mark: string
  readonly status: string
  /** Paid calls by provider that are written down. */
  readonly attempts: readonly { readonly id: string; readonly provider: string; readonly status: string; readonly cost: number | null }[]
}

export interface RemoteBooks {
  readonly accounts: readonly Account[]
  /** Settled by provider, in micro-dollars. */
  readonly settled: ReadonlyMap<string, number>
  /** Attempts that are listed as unknown. */
  readonly unknown: readonly Operation[]
  readonly exposure: number
  readonly held: number
}

/** Asks a running server what is unknown and exposed, and reads from its rows who was charged what. Keys of jobs are their marks. */
export async function readRemoteBooks(server: RunningServer): Promise<RemoteBooks> {
  const told = budget.parse(await (await fetch(`${server.base}/api/budget`, { headers: authorised(server) })).json())
  const unknown = await unknownOperations(server)
  const database = await databaseOf(server.dataDir)
  const { db } = database
  try {
    const jobs = await db.selectFrom('jobs').select(['id', 'idempotency_key', 'status']).execute()
    const attempts = await db.selectFrom('attempts').selectAll().execute()
    const entries = await db.selectFrom('ledger').selectAll().where('kind', 'in', ['settle', 'late_charge']).execute()
    const settled = new Map<string, number>()
    for (const entry of entries) {
      const charged = attempts.filter(({ job_id: jobId }) => jobId === entry.job_id)
      const sum = charged.reduce((total, { cost_usd_micros: cost }) => total + (cost ?? 0), 0)
      if (sum !== entry.usd_micros) throw new Error(`${entry.job_id} was settled at ${entry.usd_micros}, its attempts at ${sum}`)
      for (const { provider, cost_usd_micros: cost } of charged) settled.set(provider, (settled.get(provider) ?? 0) + (cost ?? 0))
    }
    const accounts = jobs.map(({ id, idempotency_key: mark, status }) => ({
      mark: mark ?? id,
      status,
      attempts: attempts
        .filter(({ job_id: jobId }) => jobId === id)
        .map(({ id: attempt, provider, status: end, cost_usd_micros: cost }) => ({ id: attempt, provider, status: end, cost })),
    }))
    return { accounts, settled, unknown, exposure: told.exposureUsdMicros, held: told.heldUsdMicros }
  } finally {
    await database.close()
  }
}

/**
 * Whether every job was bought at most once for each attempt, and whether what is settled and exposed covers what the providers ask for.
 * Where an answer that was lost can be found again, settled is what they ask for, to the micro-dollar.
 */
export function judgeRemoteBooks(books: RemoteBooks, providers: SimulatedProviders, checks: Checks): void {
  const twice = books.accounts.flatMap(({ mark, attempts }) =>
    PROVIDERS.flatMap((provider) => {
      const [taken, sent] = [providers.taken(provider, mark).length, attempts.filter((one) => sameShop(one.provider, provider)).length]
      return taken > sent ? [{ mark, provider, taken, sent }] : []
    }),
  )
  checks.expect('no paid call was made twice', twice.length === 0, twice)
  checks.expect('nothing is held any more', books.held === 0, books.held)
  let [invoices, settled] = [0, 0]
  for (const provider of PROVIDERS) {
    const [asked, paid] = [providers.of(provider).invoiceUsdMicros(), books.settled.get(provider) ?? 0]
    if (IDEMPOTENCY[provider] === 'none') {
      invoices += asked
      settled += paid
    } else checks.expect(`${provider}: what was settled is what it asks for`, asked === paid, { asked, paid })
  }
  checks.expect('what was settled and what is exposed covers what is asked for', settled + books.exposure >= invoices, {
    settled,
    exposure: books.exposure,
    invoices,
  })
  const listed = new Set(books.unknown.map(({ id }) => id))
  const unseen = books.accounts.filter((account) => PROVIDERS.some((provider) => isUnaccounted(account, provider, listed, providers)))
  checks.expect('every call that is billed was settled or is listed as unknown', unseen.length === 0, unseen)
}

function isUnaccounted(
  { mark, attempts }: Account,
  provider: ProviderId,
  listed: ReadonlySet<string>,
  providers: SimulatedProviders,
): boolean {
  const mine = attempts.filter((one) => sameShop(one.provider, provider))
  const known = mine.filter(({ id, status, cost }) => cost !== null || (status === 'unknown' && listed.has(id)))
  return providers.taken(provider, mark).length > known.length
}

/** Pika and fal are reached through the same simulator. */
function sameShop(provider: string, simulator: ProviderId): boolean {
  return provider === simulator || (simulator === 'pika' && provider === 'fal')
}

async function unknownOperations(server: RunningServer): Promise<readonly Operation[]> {
  const found: Operation[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer = await fetch(`${server.base}/api/operations?status=unknown&limit=50${query}`, { headers: authorised(server) })
    const page = operationList.parse(await answer.json())
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found
}
