import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mulberry32 } from 'shared/camera'
import { photo } from '../harness/media.ts'
import { startServer } from '../harness/server.ts'
import { readBooks } from './books.ts'
import type { Checks } from './checks.ts'
import { uploadPicture } from './client.ts'
import type { KeySearch } from './key-search.ts'
import { ready } from './kill.ts'
import { PROVIDERS, startProviders } from './providers.ts'
import { judgeRemoteBooks, readRemoteBooks } from './remote-books.ts'
import { killRemotely, type Lane, REMOTE_POINTS, type RemoteKill } from './remote-kill.ts'

export interface SweepOptions {
  readonly seed: number
  /** Rounds over all points; 0 for a sample of them. */
  readonly rounds: number
  /** Servers at a time. */
  readonly lanes: number
  readonly checks: Checks
  readonly search: KeySearch
  readonly say: (line: string) => void
}

export interface Sweep {
  readonly kills: readonly RemoteKill[]
  /** From the restart's readiness to the end of the job, in milliseconds. */
  readonly overMs: readonly (number | null)[]
  readonly exposureUsdMicros: number
  readonly invoicesUsdMicros: number
}

/** Kills servers at every point of paid jobs, several servers at a time, and reads the books of each data directory in the end. */
export async function sweepRemotely(options: SweepOptions): Promise<Sweep> {
  const { seed, rounds, lanes, checks, say } = options
  const plan = rounds === 0 ? sampleOf(seed) : everyPoint(rounds)
  const waiting = [...plan.entries()]
  const overMs: (number | null)[] = []
  const work = async (): Promise<{ exposure: number; invoices: number }> => {
    await using lane = await openLane(checks, options.search)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, kill] = next
      const took = await killRemotely(kill, lane, mulberry32(seed + index))
      overMs.push(took)
      say(`${kill.point.padEnd(24)} ${kill.provider.padEnd(14)} ${took === null ? 'not over' : `over after ${Math.round(took)} ms`}`)
    }
    return await closeBooks(lane)
  }
  const ends = await Promise.all(Array.from({ length: lanes }, work))
  return {
    kills: plan,
    overMs,
    exposureUsdMicros: ends.reduce((sum, { exposure }) => sum + exposure, 0),
    invoicesUsdMicros: ends.reduce((sum, { invoices }) => sum + invoices, 0),
  }
}

/** Each provider meets each point equally often. */
function everyPoint(rounds: number): readonly RemoteKill[] {
  return Array.from({ length: rounds }, (_, round) =>
    REMOTE_POINTS.map((point, at): RemoteKill => {
      const provider = PROVIDERS[(round + at) % PROVIDERS.length] ?? PROVIDERS[0]
      return { point, provider, mark: `kill-${round}-${point}` }
    }),
  ).flat()
}

/** A lost answer at each sort of provider, and as many other points as the seed picks. */
function sampleOf(seed: number): readonly RemoteKill[] {
  const random = mulberry32(seed)
  const others = REMOTE_POINTS.filter((point) => point !== 'before_post' && point !== 'after_post')
    .map((point) => ({ point, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ point }) => point)
  return (['runway', 'kling', 'comfyui'] as const).flatMap((provider, index) => [
    { point: 'after_post' as const, provider, mark: `sample-lost-${provider}` },
    { point: others[index] ?? 'after_intent', provider, mark: `sample-${provider}` },
  ])
}

async function openLane(checks: Checks, search: KeySearch): Promise<Lane & AsyncDisposable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-chaos-'))
  const providers = await startProviders()
  const server = await startServer({ dataDir, env: providers.env })
  const image = await uploadPicture(server, await photo(900, 1200))
  await server.stop()
  const close = async (): Promise<void> => {
    await providers.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { dataDir, image, providers, checks, search, [Symbol.asyncDispose]: close }
}

async function closeBooks({ dataDir, providers, checks, search }: Lane): Promise<{ exposure: number; invoices: number }> {
  const server = await startServer({ dataDir, env: { ...providers.env, LOG_LEVEL: 'debug' } })
  search.follow(server)
  await ready(server)
  const books = await readRemoteBooks(server)
  judgeRemoteBooks(books, providers, checks)
  await search.interview(server)
  await search.files('data directory', dataDir)
  await server.stop()
  const files = await readBooks(dataDir)
  checks.expect('no file is left after one sweep', files.orphans.length === 0, files.orphans)
  checks.expect('no file is missing', files.missing.length === 0, files.missing)
  const uneven = files.jobs.filter(({ id }) => files.settlements.get(id) !== 1)
  checks.expect('each job is settled once', uneven.length === 0, uneven)
  const invoices = PROVIDERS.reduce((sum, provider) => sum + providers.of(provider).invoiceUsdMicros(), 0)
  return { exposure: books.exposure, invoices }
}
