import { randomInt } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mulberry32 } from 'shared/camera'
import { openDatabase } from '../../server/db/index.ts'
import { startBackend } from '../harness/backend.ts'
import { createChecks } from './checks.ts'
import { fuzz } from './fuzz.ts'
import { createKeySearch, judgeSearch } from './key-search.ts'
import { fuzzLedger } from './ledger.ts'
import { disturbLocally, LOCAL_POINTS } from './local.ts'
import { checkPaidLives } from './paid-lives.ts'
import { SECRETS } from './providers.ts'
import { killReel } from './reel.ts'
import { chooseStages, summarise } from './stages.ts'
import { checkStateMachine } from './state-machine.ts'
import { storm } from './storm.ts'
import { sweepRemotely } from './sweep.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    kills: { type: 'string' },
    rounds: { type: 'string' },
    seed: { type: 'string' },
    report: { type: 'string' },
    points: { type: 'string' },
    only: { type: 'string' },
  },
})
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const random = mulberry32(seed)
const count = Number(values.kills ?? (values.short ? 5 : 50))
const rounds = Number(values.rounds ?? (values.short ? 0 : 20))
const stages = chooseStages(values.only, values.short)
const EXTENSION = fileURLToPath(new URL('../../.output/chrome-mv3', import.meta.url))
const FUZZ_CASES = 1000
const SEQUENCES = 100_000
const PAID_SEQUENCES = values.short ? 300 : 100_000
const INTERLEAVINGS = 10_000
const STORM = values.short
  ? { jobs: 5, overMs: 5000, killEveryMs: [800, 1500] as const }
  : { jobs: 200, overMs: 120_000, killEveryMs: [3000, 9000] as const }

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Every point as often as the kills go round, in an order that the seed decides. */
function choosePoints(): readonly string[] {
  if (!stages.has('kills')) return []
  if (values.points !== undefined) return values.points.split(',')
  const shuffled = LOCAL_POINTS.map((point) => ({ point, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ point }) => point)
  return Array.from({ length: count }, (_, index) => shuffled[index % shuffled.length] ?? shuffled[0] ?? '')
}

const checks = createChecks(say)
const search = createKeySearch(SECRETS)
const figures: Record<string, unknown> = {}
say(`seed ${seed}: ${[...stages].join(', ')}`)

if (stages.has('kills') || stages.has('freeze') || stages.has('cancel')) {
  const wanted = { points: choosePoints(), freeze: stages.has('freeze'), cancel: stages.has('cancel') }
  const { kills, cancelMs, orphans } = await disturbLocally({ ...wanted, checks, say })
  figures['local'] = {
    kills: kills.length,
    points: new Set(kills.map(({ point }) => point)).size,
    firstProgressMs: summarise(kills.map((kill) => kill.firstProgressMs)),
    completedMs: summarise(kills.map((kill) => kill.completedMs)),
    goneMs: summarise(kills.map((kill) => kill.goneMs)),
    cancelMs: summarise(cancelMs),
    orphans,
  }
}
if (stages.has('sweep') || stages.has('canaries')) {
  const wanted = stages.has('sweep') ? { rounds, lanes: values.short ? 2 : 3 } : { rounds: 0, lanes: 2 }
  const { kills, overMs, ...money } = await sweepRemotely({ seed, ...wanted, checks, search, say })
  figures['sweep'] = { kills: kills.length, points: new Set(kills.map(({ point }) => point)).size, overMs: summarise(overMs), ...money }
}
if (stages.has('reel')) figures['reel'] = await killReel({ checks, search })
if (stages.has('storm')) {
  const stormy = await storm({ seed, ...STORM, checks, search })
  const calm = values.short ? null : await storm({ seed, ...STORM, killEveryMs: null, checks, search })
  figures['storm'] = { ...stormy, calmMedianMs: calm?.medianMs ?? null }
}
if (stages.has('canaries')) {
  await search.files('extension', EXTENSION)
  figures['canaries'] = await judgeSearch(search, checks)
}
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
if (stages.has('paid')) {
  const bought = await checkPaidLives({ sequences: PAID_SEQUENCES, seed }).catch(String)
  checks.expect(`${PAID_SEQUENCES} random lives of a paid job obey the model`, typeof bought === 'number' && bought > 0, bought)
  figures['paid'] = { lives: PAID_SEQUENCES, bought }
}
if (stages.has('ledger')) {
  const database = await openDatabase({ dialect: 'sqlite', file: ':memory:' })
  const parted = await fuzzLedger(database.db, { runs: INTERLEAVINGS, seed }).then(() => null, String)
  checks.expect(`the ledger adds up after each of ${INTERLEAVINGS} random interleavings`, parted === null, parted)
  await database.close()
}

const { passed, failed } = checks
if (values.report !== undefined) await writeFile(values.report, JSON.stringify({ passed, failed }))
say(`RESULT ${JSON.stringify({ seed, passed, failed, ...figures })}`)
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
