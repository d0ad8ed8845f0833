import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { type Accounts, createAccounts } from '../../server/accounts/index.ts'
import { type Changes, createChanges } from '../../server/changes/index.ts'
import { readConfig } from '../../server/config/index.ts'
import { type Db, openDatabase } from '../../server/db/index.ts'
import { createLog, listen, logProvider } from '../../server/http/index.ts'
import { type Jobs, type JobsOptions, createJobs, readCrashPoints, stepsAtOnce } from '../../server/jobs/index.ts'
import { type Library, createLibrary, createSubjects, discoverFfmpeg } from '../../server/media/index.ts'
import { createAudio } from '../../server/audio/index.ts'
import { createMotionEngine, type MotionEngine } from '../../server/motion/index.ts'
import { createLanguage, createProviders } from '../../server/providers/index.ts'
import { type Signer, createSigner, loadSecret } from '../../server/security/index.ts'
import { type Storage, openStorage } from '../../server/storage/index.ts'
import { createStoryboards } from '../../server/storyboards/index.ts'

export const TOKEN = 'a-fixed-token-for-tests-0123456789'

/** A machine that runs tests is busy; what is waited for comes late, but it comes. */
const PATIENCE = { subject: 120_000, depth: 120_000 }

/** A server under test. What must be reached behind the front desk (rows, blobs, codes of pairings) lies open beside its address. */
export interface Backend {
  readonly base: string
  readonly port: number
  readonly dataDir: string
  readonly db: Db
  readonly storage: Storage
  readonly signer: Signer
  readonly library: Library
  readonly jobs: Jobs
  readonly changes: Changes
  readonly accounts: Accounts
  /** The six digits of each pairing that was opened, by its id. */
  readonly codes: ReadonlyMap<string, string>
  /** A request with the token; JSON bodies may be given as plain values. */
  ask(where: string, options?: AskOptions): Promise<Response>
  stop(): Promise<void>
}

/**
 * The whole server in this process, on a port and a data directory of its own, over real HTTP.
 * @param env variables of its environment besides
 * @param options a clock, the times of its rooms, and a data directory that outlives it
 */
export async function startBackend(env: Readonly<Record<string, string>> = {}, options: BackendOptions = {}): Promise<Backend> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'pagereel-')))
  const read = readConfig({ PORT: '0', DATA_DIR: dataDir, PAGEREEL_TOKEN: TOKEN, LOG_LEVEL: 'error', ...env }, dataDir)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const { config } = read
  const [crash, found] = [readCrashPoints(null), await discoverFfmpeg(config)]
  if (!found.ok || !crash.ok) throw new Error('no ffmpeg')
  const { ffmpeg } = found
  const codes = new Map<string, string>()
  const { clock = Date.now, times = {}, remoteTimes = {} } = options
  const database = await openDatabase(config.database)
  const { db } = database
  const storage = await openStorage(config.storage)
  const changes = createChanges({ db, clock })
  const signer = createSigner(await loadSecret(config.dataDir))
  const announce = ({ id, code }: { id: string; code: string }) => void codes.set(id, code)
  const accounts = createAccounts({ ...config, db, changes, clock, announce })
  const subjects = createSubjects({ ...config, patience: PATIENCE })
  const library = createLibrary({ db, storage, changes, signer, ffmpeg, clock, subjects, quotaBytes: config.storageQuotaBytes })
  const audio = createAudio({ dataDir: config.dataDir, ffmpeg })
  const cores = availableParallelism()
  const engine = createMotionEngine({ ffmpeg, parallel: stepsAtOnce(cores) })
  const motion = options.watchEngine?.(engine) ?? engine
  const log = createLog(config.logLevel)
  const providers = createProviders({ ...config, log: logProvider(log) })
  const rooms = { db, changes, accounts, storage, library, motion, audio, ffmpeg, clock, providers, publicUrl: config.publicUrl }
  const planner = createLanguage(config.language, { log: logProvider(log) })
  const joinsDirectory = path.join(config.dataDir, 'joins')
  const jobs = createJobs({ ...rooms, planner, joinsDirectory, cores, crash: crash.crash, times, remoteTimes })
  const storyboards = createStoryboards({ db, changes, clock, planner, assets: (...asked) => library.many(...asked) })
  const listening = await listen({ config, accounts, changes, signer, library, jobs, storyboards, planner, providers, storage, clock, log })
  if (!listening.ok) throw new Error(listening.message)
  await jobs.start()
  listening.desk.open()
  const base = `http://127.0.0.1:${listening.desk.port}`
  return {
    base,
    port: listening.desk.port,
    dataDir,
    db,
    storage,
    signer,
    library,
    jobs,
    changes,
    accounts,
    codes,
    ask: (where: string, options: AskOptions = {}) => ask(base, where, options),
    async stop() {
      await Promise.all([listening.desk.close(), jobs.stop()])
      await Promise.all([motion.close(), audio.close(), subjects.close()])
      await database.close()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export interface BackendOptions extends Partial<Pick<JobsOptions, 'clock' | 'times' | 'remoteTimes'>> {
  readonly dataDir?: string
  /** Stands between the server and its motion engine. */
  readonly watchEngine?: (engine: MotionEngine) => MotionEngine
}

export interface AskOptions {
  readonly method?: string
  readonly json?: unknown
  readonly body?: BodyInit
  readonly headers?: Readonly<Record<string, string>>
  readonly token?: string | null
  readonly signal?: AbortSignal
}

function ask(base: string, where: string, options: AskOptions): Promise<Response> {
  const { token = TOKEN, json, body, headers, signal } = options
  const sent = json === undefined ? body : JSON.stringify(json)
  return fetch(new URL(where, base), {
    method: options.method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent, duplex: 'half' }),
    ...(signal === undefined ? {} : { signal }),
  })
}

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A request with exactly these headers, `Host` and `Origin` among them, which fetch would not let through. */
export function askRaw(
  port: number,
  options: { readonly method?: string; readonly path: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', path: where, headers, body } = options
    const sent = request({ host: '127.0.0.1', port, method, path: where, headers: { ...headers } }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(pieces).toString() }))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
