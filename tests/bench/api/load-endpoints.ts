import { job } from 'shared/wire'
import type { RunningServer } from '../../harness/server.ts'
import { median } from '../motion/cpu.ts'
import { type Endpoint, endpoints } from './endpoints.ts'

const AMOUNT = 400
/** Unmeasured before each round: of a burst at a path that was not walked for a while, the slow first answers would be all of the p99. */
const WARMING = 60

/** One endpoint; latencies are medians over the rounds. */
export interface Row {
  readonly endpoint: string
  /** Answered in all rounds together. */
  readonly requests: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failures: number
}

interface Round {
  readonly requests: number
  readonly p50: number
  readonly p99: number
  readonly failures: number
}

/** Loads every endpoint by so many clients, all of them once in each round, so that a bad moment of the machine meets all alike. */
export async function loadEndpoints(
  server: RunningServer,
  options: { readonly ids: readonly string[]; readonly assetId: string; readonly clients: number; readonly rounds: number },
): Promise<readonly Row[]> {
  const all = endpoints(options.ids, options.assetId)
  const found = all.map((): Round[] => [])
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [index, endpoint] of all.entries()) found[index]?.push(await load(server, endpoint, options.clients))
    await cancelAll(server)
  }
  return all.map((endpoint, index) => {
    const rounds = found[index] ?? []
    return {
      endpoint: nameOf(endpoint),
      requests: rounds.reduce((sum, { requests }) => sum + requests, 0),
      p50Ms: median(rounds.map(({ p50 }) => p50)),
      p99Ms: median(rounds.map(({ p99 }) => p99)),
      failures: rounds.reduce((sum, { failures }) => sum + failures, 0),
    }
  })
}

export function headersOf(server: RunningServer): Record<string, string> {
  return { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' }
}

/**
 * So many clients, each asking again as soon as it is answered, over connections that the unmeasured warm-up has opened: what
 * a load generator does while it starts would otherwise be the slowest answers of every endpoint.
 */
async function load(server: RunningServer, endpoint: Endpoint, clients: number): Promise<Round> {
  await ask(server, endpoint, clients, WARMING)
  const { latencies, failures } = await ask(server, endpoint, clients, endpoint.amount ?? AMOUNT)
  const ordered = latencies.toSorted((one, other) => one - other)
  const percentile = (share: number): number => Math.round(ordered[Math.ceil(ordered.length * share) - 1] ?? 0)
  return { requests: latencies.length, p50: percentile(0.5), p99: percentile(0.99), failures }
}

async function ask(
  server: RunningServer,
  { method, where, body }: Endpoint,
  clients: number,
  amount: number,
): Promise<{ readonly latencies: readonly number[]; readonly failures: number }> {
  const options = { method, headers: headersOf(server), ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const latencies: number[] = []
  let failures = 0
  let left = amount
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      const begun = performance.now()
      const answer = await fetch(`${server.base}${typeof where === 'string' ? where : where()}`, options)
      await answer.arrayBuffer()
      latencies.push(performance.now() - begun)
      if (!answer.ok) failures += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { latencies, failures }
}

function nameOf({ method, where }: Endpoint): string {
  const path = typeof where === 'string' ? where : where()
  return `${method} ${path.replaceAll(/(job|ast)_\w+/g, '{id}')}`
}

/** The clips that were asked for are not waited for. */
async function cancelAll(server: RunningServer): Promise<void> {
  for (const status of ['queued', 'processing']) {
    const list: unknown = await (await fetch(`${server.base}/api/jobs?limit=200&status=${status}`, { headers: headersOf(server) })).json()
    const items = typeof list === 'object' && list !== null && 'items' in list && Array.isArray(list.items) ? list.items : []
    for (const { id } of items.map((each) => job.parse(each))) {
      await fetch(`${server.base}/api/jobs/${id}/cancel`, { method: 'POST', headers: headersOf(server) })
    }
  }
}
