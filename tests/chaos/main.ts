import { randomInt } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mulberry32 } from 'shared/camera'
import type { JobRequest } from 'shared/wire'
import { CRASH_POINTS } from '../../server/jobs/index.ts'
import { startBackend } from '../harness/backend.ts'
import { photo } from '../harness/media.ts'
import { startServer } from '../harness/server.ts'
import { readBooks } from './books.ts'
import { createChecks } from './checks.ts'
import { uploadPicture } from './client.ts'
import { freeze } from './freeze.ts'
import { fuzz } from './fuzz.ts'
import { type Kill, killAt } from './kill.ts'
import { checkStateMachine } from './state-machine.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    kills: { type: 'string' },
    seed: { type: 'string' },
    report: { type: 'string' },
    points: { type: 'string' },
  },
})
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const random = mulberry32(seed)
const count = Number(values.kills ?? (values.short ? 5 : 50))
const FUZZ_CASES = 1000
const SEQUENCES = 100_000

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Every point as often as the kills go round, in an order that the seed decides. */
function choosePoints(): readonly string[] {
  if (values.points !== undefined) return values.points.split(',')
  const shuffled = CRASH_POINTS.map((point) => ({ point, at: random() })).toSorted((a, b) => a.at - b.at).map(({ point }) => point)
  return Array.from({ length: count }, (_, index) => shuffled[index % shuffled.length] ?? shuffled[0] ?? '')
}

const checks = createChecks(say)
const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-chaos-'))
say(`seed ${seed}, ${count} kills`)

const first = await startServer({ dataDir })
const image = await uploadPicture(first, await photo(900, 1200))
await first.stop()
const shape = { kind: 'clip', duration: 3, resolution: '720p', frameRate: 24 } as const
const requestOf = (index: number): JobRequest =>
  index % 2 === 0 ? { ...shape, image, aspectRatio: '9:16', seed: index } : { ...shape, prompt: 'Nothing is lost in a crash', seed: index }

const kills: Kill[] = []
for (const [index, point] of choosePoints().entries()) {
  const kill = await killAt(point, { dataDir, key: `kill-${index}`, request: requestOf(index), checks })
  kills.push(kill)
  const times = [kill.goneMs, kill.firstProgressMs, kill.completedMs].map((ms) => (ms === null ? 'never' : `${Math.round(ms)} ms`))
  say(`${point.padEnd(24)} gone ${times[0]}, first progress ${times[1]}, completed ${times[2]}`)
}
await freeze({ dataDir, key: 'freeze', request: { ...requestOf(0), duration: 10, resolution: '1080p' }, checks })

const books = await readBooks(dataDir)
const unfinished = books.jobs.filter(({ status }) => status !== 'completed')
const keys = books.jobs.map(({ idempotencyKey }) => idempotencyKey)
checks.expect('every acknowledged job is completed', unfinished.length === 0, unfinished)
checks.expect('each key made one job', new Set(keys).size === keys.length && keys.length === kills.length + 1, keys)
const uneven = books.jobs.filter(({ id }) => books.settlements.get(id) !== 1 || books.holds.get(id) !== 1)
checks.expect('each job has one hold and one settlement', uneven.length === 0, uneven)
checks.expect('no file is left after one sweep', books.orphans.length === 0, books.orphans)
checks.expect('no file is missing', books.missing.length === 0, books.missing)

if (!values.short) {
  const backend = await startBackend()
  const statuses = await fuzz(backend, { cases: FUZZ_CASES, seed, ids: [] }).catch((error: unknown) => String(error))
  checks.expect(`${FUZZ_CASES} requests from the schema of each endpoint: no failure of ours`, typeof statuses !== 'string', statuses)
  await backend.stop()
  const parted = await checkStateMachine({ sequences: SEQUENCES, seed }).then(() => null, String)
  checks.expect(`${SEQUENCES} random lives of a job obey the model`, parted === null, parted)
}

await rm(dataDir, { recursive: true, force: true })
const worst = (pick: (kill: Kill) => number | null): number | null => {
  const found = kills.map(pick)
  return found.some((ms) => ms === null) ? null : Math.round(Math.max(...found.map((ms) => ms ?? 0)))
}
const { passed, failed } = checks
const figures = { firstProgressMs: worst((kill) => kill.firstProgressMs), goneMs: worst((kill) => kill.goneMs) }
if (values.report !== undefined) await writeFile(values.report, JSON.stringify({ passed, failed }))
const points = new Set(kills.map(({ point }) => point)).size
say(`RESULT ${JSON.stringify({ seed, kills: kills.length, points, passed, failed, ...figures })}`)
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
