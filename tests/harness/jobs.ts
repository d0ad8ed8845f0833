import { createAccounts } from '../../server/accounts/index.ts'
import { createAudio } from '../../server/audio/index.ts'
import { createChanges } from '../../server/changes/index.ts'
import { readConfig } from '../../server/config/index.ts'
import { openDatabase } from '../../server/db/index.ts'
import { createJobs, type Jobs, type JobsOptions, readCrashPoints } from '../../server/jobs/index.ts'
import { createLibrary } from '../../server/media/index.ts'
import { createMotionEngine } from '../../server/motion/index.ts'
import { createProviders } from '../../server/providers/index.ts'
import { createSigner } from '../../server/security/index.ts'
import { openStorage } from '../../server/storage/index.ts'
import { systemFfmpeg } from './media.ts'

export interface JobsHouse extends Pick<JobsOptions, 'db' | 'changes' | 'storage' | 'library'> {
  readonly jobs: Jobs
  readonly userId: string
  /** What should never happen, and did. */
  readonly faults: readonly unknown[]
  /** Stops gently, as a server does. */
  close(): Promise<void>
}

export interface JobsHouseOptions extends Partial<Pick<JobsOptions, 'motion' | 'times' | 'clock'>> {
  readonly quotaBytes?: number
}

/** The jobs of a data directory with all below them and nothing above; not started yet. */
export async function openJobs(dataDir: string, options: JobsHouseOptions = {}): Promise<JobsHouse> {
  const read = readConfig({ DATA_DIR: dataDir }, dataDir)
  const crash = readCrashPoints(null)
  if (!read.ok || !crash.ok) throw new Error('the configuration is wrong')
  const { clock = Date.now, times = {}, quotaBytes = null } = options
  const ffmpeg = await systemFfmpeg()
  const database = await openDatabase(read.config.database)
  const { db } = database
  const storage = await openStorage(read.config.storage)
  const changes = createChanges({ db, clock })
  const accounts = createAccounts({ db, changes, clock, fixedToken: null, announce: () => undefined })
  const library = createLibrary({ db, storage, changes, signer: createSigner(new Uint8Array(32)), ffmpeg, clock, quotaBytes })
  const motion = options.motion ?? createMotionEngine({ ffmpeg })
  const audio = createAudio({ dataDir, ffmpeg })
  const faults: unknown[] = []
  const onFault: JobsOptions['onFault'] = ({ error }) => void faults.push(error)
  const rooms = { db, changes, storage, library }
  const providers = createProviders({ ...read.config, log: () => undefined })
  const below = { ...rooms, accounts, motion, audio, ffmpeg, clock, providers, publicUrl: null, crash: crash.crash }
  const jobs = createJobs({ ...below, cores: 2, times, onFault })
  return {
    ...rooms,
    jobs,
    faults,
    userId: await accounts.owner(),
    close: async () => {
      await jobs.stop()
      await motion.close()
      await audio.close()
      await database.close()
    },
  }
}
