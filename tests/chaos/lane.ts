import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { photo } from '../harness/media.ts'
import { startServer } from '../harness/server.ts'
import { readBooks } from './books.ts'
import type { Checks } from './checks.ts'
import { uploadPicture } from './client.ts'
import type { KeySearch } from './key-search.ts'
import { ready } from './kill.ts'
import { PROVIDERS, type SimulatedProviders, startProviders } from './providers.ts'
import { judgeRemoteBooks, readRemoteBooks } from './remote-books.ts'

/** A data directory with simulators of its own, on which one kill follows the other. */
export interface Lane {
  readonly dataDir: string
  /** A picture in it. */
  readonly image: string
  readonly providers: SimulatedProviders
  readonly checks: Checks
  readonly search: KeySearch
}

/** A fresh data directory with a picture in it; gone, with its simulators, when it is disposed of. */
export async function openLane(checks: Checks, search: KeySearch): Promise<Lane & AsyncDisposable> {
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

/** What became of a lane, in micro-dollars. */
export interface Closed {
  readonly jobs: number
  readonly exposure: number
  /** What its providers ask for. */
  readonly invoices: number
}

/** Judges the books and the files of a lane, asks a last server for everything that it tells, and searches that for secrets. */
export async function closeBooks({ dataDir, providers, checks, search }: Lane): Promise<Closed> {
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
  return { jobs: files.jobs.length, exposure: books.exposure, invoices }
}
