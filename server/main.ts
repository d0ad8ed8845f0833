import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createAccounts } from './accounts/index.ts'
import { createAudio } from './audio/index.ts'
import { createChanges } from './changes/index.ts'
import { readConfig } from './config/index.ts'
import { lockDataDirectory, openDatabase } from './db/index.ts'
import { announcePairing, createLog, listen, logFault, logProvider, logTrouble, refuseToStart, stopOnSignals } from './http/index.ts'
import { createJobs, readCrashPoints } from './jobs/index.ts'
import { createLibrary, createSubjects, discoverFfmpeg } from './media/index.ts'
import { createMotionEngine } from './motion/index.ts'
import { checkCatalog, createLanguage, createProviders } from './providers/index.ts'
import { createSigner, loadSecret } from './security/index.ts'
import { openStorage } from './storage/index.ts'
import { createStoryboards } from './storyboards/index.ts'

const read = readConfig(process.env, process.cwd())
if (!read.ok) refuseToStart(...read.faults.map((fault) => `${fault.name} ${fault.message}`))
const { config } = read
const [crash, holes] = [readCrashPoints(config.crashAt), checkCatalog()]
if (!crash.ok) refuseToStart(crash.message)
if (holes.length > 0) refuseToStart(...holes)
const lock = await lockDataDirectory(config.dataDir)
if (!lock.ok) refuseToStart(`DATA_DIR is in use by process ${lock.pid}`)
const found = await discoverFfmpeg(config)
if (!found.ok) refuseToStart(found.message)
const [clock, log, ffmpeg, cores] = [Date.now, createLog(config.logLevel), found.ffmpeg, availableParallelism()]
const [database, storage] = [await openDatabase(config.database), await openStorage(config.storage)]
const [db, changes, subjects] = [database.db, createChanges({ db: database.db, clock }), createSubjects(config)]
const accounts = createAccounts({ ...config, db, changes, clock, announce: announcePairing })
const [signer, motion] = [createSigner(await loadSecret(config.dataDir)), createMotionEngine({ ffmpeg })]
const audio = createAudio({ dataDir: config.dataDir, ffmpeg })
const providers = createProviders({ ...config, log: logProvider(log) })
const planner = createLanguage(config.language, { log: logProvider(log) })
const rooms = { db, changes, accounts, storage, motion, audio, ffmpeg, clock, signer, providers, planner, publicUrl: config.publicUrl }
const library = createLibrary({ ...rooms, subjects, quotaBytes: config.storageQuotaBytes, onTrouble: logTrouble(log) })
const jobs = createJobs({
  ...rooms,
  library,
  joinsDirectory: join(config.dataDir, 'joins'),
  cores,
  crash: crash.crash,
  onFault: logFault(log),
})
const storyboards = createStoryboards({ ...rooms, assets: (...asked) => library.many(...asked) })
const listening = await listen({ ...rooms, config, library, jobs, storyboards, log })
if (!listening.ok) refuseToStart(listening.message)
const stopFirst = [listening.desk.close, () => jobs.stop()]
stopOnSignals(log, stopFirst, [
  () => motion.close(),
  () => audio.close(),
  () => subjects.close(),
  () => database.close(),
  () => lock.release(),
])
await jobs.start()
listening.desk.open()
await motion.warm()
