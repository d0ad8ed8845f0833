import { setTimeout as wait } from 'node:timers/promises'
import { mulberry32 } from 'shared/camera'
import { isTerminal } from 'shared/progress'
import type { Database } from '../../server/db/index.ts'
import { type RunningServer, startServer } from '../harness/server.ts'
import { databaseOf } from './books.ts'
import type { Checks } from './checks.ts'
import { postJob } from './client.ts'
import type { KeySearch } from './key-search.ts'
import { ready } from './kill.ts'
import { closeBooks, type Lane, openLane } from './lane.ts'
import { PROVIDERS, remoteRequest } from './providers.ts'
import { makeTrouble } from './trouble.ts'

export interface StormOptions {
  readonly seed: number
  readonly jobs: number
  /** Over how long they are asked for, in milliseconds, while servers are killed and providers misbehave. */
  readonly overMs: number
  /** Least and longest time between a server's readiness and its end; null: nothing is disturbed. */
  readonly killEveryMs: readonly [number, number] | null
  readonly checks: Checks
  readonly search: KeySearch
}

export interface Storm {
  readonly ends: Readonly<Record<string, number>>
  readonly kills: number
  readonly stops: number
  readonly faults: number
  /** From admission to completion, in milliseconds. */
  readonly medianMs: number | null
  /** From the last disturbance until every job was over. */
  readonly calmedMs: number
  readonly exposureUsdMicros: number
  readonly invoicesUsdMicros: number
}

/** Nothing moved for so long: what is not over then is stuck. */
const STUCK_MS = 60_000
const GENTLE_MS = 12_000

/** Many paid jobs at all providers, which misbehave in every way, on a server that is killed and stopped all the while. */
export async function storm(options: StormOptions): Promise<Storm> {
  const { seed, checks, search } = options
  const random = mulberry32(seed)
  await using lane = await openLane(checks, search)
  const house = await openHouse(lane)
  const database = await databaseOf(lane.dataDir)
  const over = new AbortController()
  const trouble = options.killEveryMs === null ? Promise.resolve(0) : makeTrouble(lane.providers, mulberry32(seed + 1), over.signal)
  const killing =
    options.killEveryMs === null ? Promise.resolve() : killAgainAndAgain(house, options.killEveryMs, random, over.signal, checks)
  await askForAll(house, lane, options)
  over.abort()
  const [faults] = await Promise.all([trouble, killing])
  const from = performance.now()
  const left = await untilCalm(database)
  checks.expect(`every job is over, none stuck for ${STUCK_MS / 1000} s`, left.length === 0, {
    left,
    logs: house.current().logs().slice(-2000),
  })
  const calmedMs = performance.now() - from
  const { ends, medianMs } = await readEnds(database)
  await database.close()
  await house.current().stop()
  const { exposure, invoices, jobs } = await closeBooks(lane)
  checks.expect('every job that was asked for is there, once', jobs === options.jobs, jobs)
  return { ends, ...house.ended(), faults, medianMs, calmedMs, exposureUsdMicros: exposure, invoicesUsdMicros: invoices }
}

/** A server that is started again whenever it has ended. */
interface House {
  current(): RunningServer
  ended(): { readonly kills: number; readonly stops: number }
  /** Ends the server and starts the next; gives the milliseconds that the end took. */
  replace(signal: 'SIGKILL' | 'SIGTERM'): Promise<number>
}

async function openHouse({ dataDir, providers, search }: Lane): Promise<House> {
  const open = async (): Promise<RunningServer> => {
    const server = await startServer({ dataDir, env: { ...providers.env, LOG_LEVEL: 'debug' } })
    search.follow(server)
    await ready(server)
    return server
  }
  let server = await open()
  let [kills, stops] = [0, 0]
  return {
    current: () => server,
    ended: () => ({ kills, stops }),
    replace: async (signal) => {
      const from = performance.now()
      server.kill(signal)
      await server.ended
      const took = performance.now() - from
      if (signal === 'SIGKILL') kills += 1
      else stops += 1
      server = await open()
      return took
    },
  }
}

async function killAgainAndAgain(
  house: House,
  [least, most]: readonly [number, number],
  random: () => number,
  signal: AbortSignal,
  checks: Checks,
): Promise<void> {
  for (;;) {
    await wait(least + random() * (most - least), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    const how = random() < 0.5 ? 'SIGKILL' : 'SIGTERM'
    const took = await house.replace(how)
    checks.expect(`a server that is asked to stop has ended within ${GENTLE_MS / 1000} s`, how === 'SIGKILL' || took < GENTLE_MS, took)
  }
}

/** Asks for every job until somebody has said yes, at an even pace. */
async function askForAll(house: House, lane: Lane, { seed, jobs, overMs }: StormOptions): Promise<void> {
  const random = mulberry32(seed + 2)
  const begun = performance.now()
  const asked: Promise<void>[] = []
  for (let index = 0; index < jobs; index += 1) {
    await wait(Math.max(0, begun + (index / jobs) * overMs - performance.now()))
    const provider = PROVIDERS[Math.floor(random() * PROVIDERS.length)] ?? PROVIDERS[0]
    const mark = `storm-${index}`
    asked.push(askUntilAcknowledged(house, mark, remoteRequest(provider, { image: lane.image, mark, fallback: random() < 0.5 })))
  }
  await wait(Math.max(0, begun + overMs - performance.now()))
  await Promise.all(asked)
}

async function askUntilAcknowledged(house: House, mark: string, request: ReturnType<typeof remoteRequest>): Promise<void> {
  while ((await postJob(house.current(), mark, request)) === null) await wait(100)
}

/** The jobs that are not over once nothing moves any more. */
async function untilCalm({ db }: Database): Promise<readonly { readonly id: string }[]> {
  let before = ''
  for (let moved = performance.now(); performance.now() - moved < STUCK_MS; await wait(500)) {
    const rows = await db.selectFrom('jobs').select(['id', 'status', 'progress', 'stage', 'provider']).execute()
    const open = rows.filter(({ status }) => !isTerminal(status))
    if (open.length === 0) return []
    const now = JSON.stringify(open)
    if (now !== before) moved = performance.now()
    before = now
  }
  return (await db.selectFrom('jobs').selectAll().execute()).filter(({ status }) => !isTerminal(status))
}

async function readEnds({ db }: Database): Promise<Pick<Storm, 'ends' | 'medianMs'>> {
  const rows = await db.selectFrom('jobs').select(['status', 'error', 'created_at', 'finished_at']).execute()
  const ends: Record<string, number> = {}
  for (const { status, error } of rows) {
    const code: unknown = error === null ? null : JSON.parse(error).code
    const name = typeof code === 'string' ? `${status} ${code}` : status
    ends[name] = (ends[name] ?? 0) + 1
  }
  const took = rows
    .flatMap(({ status, created_at: from, finished_at: to }) => (status === 'completed' && to !== null ? [to - from] : []))
    .toSorted((a, b) => a - b)
  return { ends, medianMs: took[Math.floor(took.length / 2)] ?? null }
}
