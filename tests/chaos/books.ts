import { readdir, utimes } from 'node:fs/promises'
import path from 'node:path'
import { createChanges } from '../../server/changes/index.ts'
import { readConfig } from '../../server/config/index.ts'
import { type Database, openDatabase } from '../../server/db/index.ts'
import { createLibrary } from '../../server/media/index.ts'
import { createSigner, loadSecret } from '../../server/security/index.ts'
import { openStorage } from '../../server/storage/index.ts'
import { systemFfmpeg } from '../harness/media.ts'
import type { Checks } from './checks.ts'

const HOUR = 3600_000

/** What a stopped server's rows and files say. */
export interface Books {
  readonly jobs: readonly { readonly id: string; readonly status: string; readonly idempotencyKey: string | null }[]
  /** How many settlements each job has. */
  readonly settlements: ReadonlyMap<string, number>
  readonly holds: ReadonlyMap<string, number>
  /** Files that nothing refers to, after one sweep that took everything for old. */
  readonly orphans: readonly string[]
  /** Files that rows refer to and that are not there. */
  readonly missing: readonly string[]
}

/** Sweeps once, with every file aged beyond the floor, then reads the rows and the files. The server must have stopped. */
export async function readBooks(dataDir: string): Promise<Books> {
  const read = readConfig({ DATA_DIR: dataDir }, dataDir)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const database = await openDatabase(read.config.database)
  try {
    const { db } = database
    const storage = await openStorage(read.config.storage)
    const changes = createChanges({ db, clock: Date.now })
    const signer = createSigner(await loadSecret(dataDir))
    const library = createLibrary({ db, storage, changes, signer, ffmpeg: await systemFfmpeg(), clock: Date.now })
    await ageFiles(path.join(dataDir, 'temporary'))
    await library.sweep(Date.now() + HOUR)
    const jobs = await db.selectFrom('jobs').select(['id', 'status', 'idempotency_key as idempotencyKey']).execute()
    const entries = await db.selectFrom('ledger').select(['job_id', 'entry_key']).execute()
    const wanted = new Set((await db.selectFrom('assets').select('blob_sha256').execute()).map((row) => row.blob_sha256))
    const stored = new Set<string>()
    for await (const { sha256 } of storage.list()) stored.add(sha256)
    const count = (prefix: string) =>
      tally(entries.filter((entry) => entry.entry_key.startsWith(prefix)).map((entry) => entry.job_id ?? ''))
    return {
      jobs,
      settlements: count('settle:'),
      holds: count('hold:'),
      orphans: [...[...stored].filter((sha256) => !wanted.has(sha256)), ...(await filesIn(path.join(dataDir, 'temporary')))],
      missing: [...wanted].filter((sha256) => !stored.has(sha256)),
    }
  } finally {
    await database.close()
  }
}

/** Whether the books are in order after `made` jobs, each of which was to be completed, or cancelled where its key says so. */
export function judgeBooks(books: Books, made: number, checks: Checks): void {
  const wanted = (key: string | null): string => (key?.startsWith('cancel') === true ? 'cancelled' : 'completed')
  const unfinished = books.jobs.filter(({ status, idempotencyKey }) => status !== wanted(idempotencyKey))
  checks.expect('every acknowledged job is completed, or cancelled where that was asked', unfinished.length === 0, unfinished)
  const keys = books.jobs.map(({ idempotencyKey }) => idempotencyKey)
  checks.expect('each key made one job', new Set(keys).size === keys.length && keys.length === made, keys)
  const uneven = books.jobs.filter(({ id }) => books.settlements.get(id) !== 1 || books.holds.get(id) !== 1)
  checks.expect('each job has one hold and one settlement', uneven.length === 0, uneven)
  checks.expect('no file is left after one sweep', books.orphans.length === 0, books.orphans)
  checks.expect('no file is missing', books.missing.length === 0, books.missing)
}

/** The database of a data directory, beside whoever has it open. */
export async function databaseOf(dataDir: string): Promise<Database> {
  const read = readConfig({ DATA_DIR: dataDir }, dataDir)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return await openDatabase(read.config.database)
}

/** How far the rows say that the job of a key is; 0 where there is none. */
export async function progressOf(dataDir: string, key: string): Promise<number> {
  const database = await databaseOf(dataDir)
  const row = await database.db.selectFrom('jobs').select('progress').where('idempotency_key', '=', key).executeTakeFirst()
  await database.close()
  return row?.progress ?? 0
}

async function ageFiles(directory: string): Promise<void> {
  const long = new Date(Date.now() - HOUR)
  for (const file of await filesIn(directory)) await utimes(path.join(directory, file), long, long)
}

async function filesIn(directory: string): Promise<readonly string[]> {
  return await readdir(directory).catch(() => [])
}

function tally(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))
}
