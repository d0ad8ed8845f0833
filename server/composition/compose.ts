import { join } from 'node:path'
import { createAccounts } from '../accounts/index.ts'
import { createAudio } from '../audio/index.ts'
import { createChanges } from '../changes/index.ts'
import type { Config } from '../config/index.ts'
import { openDatabase } from '../db/index.ts'
import { announcePairing, type createLog, logFault, logProvider, logTrouble } from '../http/index.ts'
import { type CrashPoints, createJobs, stepsAtOnce } from '../jobs/index.ts'
import { createLibrary, createSubjects, type Ffmpeg } from '../media/index.ts'
import { createMotionEngine } from '../motion/index.ts'
import { createLanguage, createProviders } from '../providers/index.ts'
import { createSigner, loadSecret } from '../security/index.ts'
import { openStorage } from '../storage/index.ts'
import { createStoryboards } from '../storyboards/index.ts'

/** What has to be known before the rooms can be opened. */
export interface Ground {
  readonly config: Config
  readonly log: ReturnType<typeof createLog>
  readonly ffmpeg: Ffmpeg
  readonly crash: CrashPoints
  /** Logical processors. */
  readonly cores: number
}

/** Opens every room of the server and hands each what it needs of the others. `close` is for after the work in them was stopped. */
export async function compose({ config, log, ffmpeg, crash, cores }: Ground) {
  const clock = Date.now
  const database = await openDatabase(config.database)
  const storage = await openStorage(config.storage)
  const { db } = database
  const changes = createChanges({ db, clock })
  const subjects = createSubjects(config)
  const accounts = createAccounts({ ...config, db, changes, clock, announce: announcePairing })
  const signer = createSigner(await loadSecret(config.dataDir))
  const motion = createMotionEngine({ ffmpeg, parallel: stepsAtOnce(cores) })
  const audio = createAudio({ dataDir: config.dataDir, ffmpeg })
  const providers = createProviders({ ...config, log: logProvider(log) })
  const planner = createLanguage(config.language, { log: logProvider(log) })
  const base = { db, changes, accounts, storage, motion, audio, ffmpeg, clock, signer, providers, planner, publicUrl: config.publicUrl }
  const library = createLibrary({ ...base, subjects, quotaBytes: config.storageQuotaBytes, onTrouble: logTrouble(log) })
  const joinsDirectory = join(config.dataDir, 'joins')
  const jobs = createJobs({ ...base, library, joinsDirectory, cores, crash, onFault: logFault(log) })
  const storyboards = createStoryboards({ ...base, assets: (...asked) => library.many(...asked) })
  const close = [() => motion.close(), () => audio.close(), () => subjects.close(), () => database.close()]
  return { ...base, library, jobs, storyboards, close }
}
