import { availableParallelism } from 'node:os'
import { compose } from './composition/index.ts'
import { readConfig } from './config/index.ts'
import { lockDataDirectory } from './db/index.ts'
import { createLog, listen, refuseToStart, stopOnSignals } from './http/index.ts'
import { readCrashPoints } from './jobs/index.ts'
import { discoverFfmpeg } from './media/index.ts'
import { checkCatalog } from './providers/index.ts'

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
const log = createLog(config.logLevel)
const { close, ...rooms } = await compose({ config, log, ffmpeg: found.ffmpeg, crash: crash.crash, cores: availableParallelism() })
const listening = await listen({ ...rooms, config, log })
if (!listening.ok) refuseToStart(listening.message)
stopOnSignals(log, [listening.desk.close, () => rooms.jobs.stop()], [...close, () => lock.release()])
await rooms.jobs.start()
listening.desk.open()
await rooms.motion.warm()
