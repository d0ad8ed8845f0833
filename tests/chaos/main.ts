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
import { judgeBooks, readBooks } from './books.ts'
import { cancelWhileRendering } from './cancel.ts'
import { createChecks } from './checks.ts'
import { uploadPicture } from './client.ts'
import { freeze } from './freeze.ts'
import { fuzz } from './fuzz.ts'
import { type Kill, killAt } from './kill.ts'
import { chooseStages, summarise } from './stages.ts'
import { checkStateMachine } from './state-machine.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    kills: { type: 'string' },
    seed: { type: 'string' },
    report: { type: 'string' },
    points: { type: 'string' },
    only: { type: 'string' },
  },
})
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const random = mulberry32(seed)
const count = Number(values.kills ?? (values.short ? 5 : 50))
const stages = chooseStages(values.only, values.short)
const FUZZ_CASES = 1000
const SEQUENCES = 100_000

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Every point as often as the kills go round, in an order that the seed decides. */
function choosePoints(): readonly string[] {
  if (values.points !== undefined) return values.points.split(',')
  const shuffled = CRASH_POINTS.map((point) => ({ point, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ point }) => point)
  return Array.from({ length: count }, (_, index) => shuffled[index % shuffled.length] ?? shuffled[0] ?? '')
}

const checks = createChecks(say)
const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-chaos-'))
say(`seed ${seed}: ${[...stages].join(', ')}`)

const first = await startServer({ dataDir })
const image = await uploadPicture(first, await photo(900, 1200))
await first.stop()
const shape = { kind: 'clip', duration: 3, resolution: '720p', frameRate: 24 } as const
const requestOf = (index: number): JobRequest =>
  index % 2 === 0 ? { ...shape, image, aspectRatio: '9:16', seed: index } : { ...shape, prompt: 'Nothing is lost in a crash', seed: index }

const kills: Kill[] = []
for (const [index, point] of (stages.has('kills') ? choosePoints() : []).entries()) {
  const kill = await killAt(point, { dataDir, key: `kill-${index}`, request: requestOf(index), checks })
  kills.push(kill)
  const times = [kill.goneMs, kill.firstProgressMs, kill.completedMs].map((ms) => (ms === null ? 'never' : `${Math.round(ms)} ms`))
  say(`${point.padEnd(24)} gone ${times[0]}, first progress ${times[1]}, completed ${times[2]}`)
}
const long = { ...requestOf(0), duration: 10, resolution: '1080p' } as const
if (stages.has('freeze')) await freeze({ dataDir, key: 'freeze', request: long, checks })
const cancelled = stages.has('cancel') ? await cancelWhileRendering(dataDir, long, checks) : []

const books = await readBooks(dataDir)
judgeBooks(books, kills.length + cancelled.length + (stages.has('freeze') ? 1 : 0), checks)

if (stages.has('fuzz')) {
  const backend = await startBackend()
  const statuses = await fuzz(backend, { cases: FUZZ_CASES, seed }).catch((error: unknown) => String(error))
  checks.expect(`${FUZZ_CASES} requests from the schema of each endpoint: no failure of ours`, typeof statuses !== 'string', statuses)
  if (typeof statuses !== 'string') say(`requests answered, by status: ${JSON.stringify(Object.fromEntries(statuses))}`)
  await backend.stop()
}
if (stages.has('lives')) {
  const parted = await checkStateMachine({ sequences: SEQUENCES, seed }).then(() => null, String)
  checks.expect(`${SEQUENCES} random lives of a job obey the model`, parted === null, parted)
}

await rm(dataDir, { recursive: true, force: true })
const { passed, failed } = checks
const figures = {
  firstProgressMs: summarise(kills.map((kill) => kill.firstProgressMs)),
  completedMs: summarise(kills.map((kill) => kill.completedMs)),
  goneMs: summarise(kills.map((kill) => kill.goneMs)),
  cancelMs: summarise(cancelled),
  orphans: books.orphans.length,
}
if (values.report !== undefined) await writeFile(values.report, JSON.stringify({ passed, failed }))
const points = new Set(kills.map(({ point }) => point)).size
say(`RESULT ${JSON.stringify({ seed, kills: kills.length, points, passed, failed, ...figures })}`)
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
