import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { createFal } from '../../../server/providers/fal/index.ts'
import type { Adapter, ClipGeneration, InputFile, Mode, Started } from '../../../server/providers/port.ts'
import { FAL_KEY, startFal } from '../../simulators/fal.ts'
import type { RecordedCall, Simulator } from '../../simulators/simulator.ts'
import { noFile } from './no-file.ts'

export const CALL = { signal: AbortSignal.timeout(600_000) }
const ROLES: Readonly<Partial<Record<Mode, readonly InputFile['role'][]>>> = {
  image: ['first'],
  first_last: ['first', 'last'],
  extend: ['video'],
}

/** fal's simulator and an adapter of it, new for each case. */
export interface FalBench {
  readonly simulator: Simulator
  readonly adapter: Adapter
  /** What was logged. */
  readonly notes: readonly string[]
  now(): number
  pass(ms: number): void
  /** Uploads what the generation needs and starts it; throws where that is not accepted. */
  started(generation: ClipGeneration, webhookUrl?: string | null): Promise<Extract<Started, { kind: 'accepted' }>>
  /** Starts without files. */
  start(generation: ClipGeneration): Promise<Started>
  callsOf(kind: RecordedCall['kind']): readonly RecordedCall[]
}

export function useFal(): () => FalBench {
  let bench: FalBench | null = null
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pagereel-fal-'))
    await writeFile(join(directory, 'file'), 'bytes')
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))
  beforeEach(async () => {
    bench = await makeBench(join(directory, 'file'))
  })
  afterEach(() => bench?.simulator.stop())
  return () => {
    if (bench === null) throw new Error('no case is running')
    return bench
  }
}

async function makeBench(path: string): Promise<FalBench> {
  let time = Date.parse('2026-11-21T12:00:00Z')
  const notes: string[] = []
  const simulator = await startFal({ now: () => time })
  const adapter = createFal({ key: FAL_KEY, baseUrl: simulator.base, trustedOrigins: [], log: (note) => notes.push(JSON.stringify(note)) })
  return {
    simulator,
    adapter,
    notes,
    now: () => time,
    pass: (ms) => {
      time += ms
    },
    started: async (generation, webhookUrl = null) => {
      const files = (ROLES[generation.mode] ?? []).map((role) => fileFor(role, path))
      const prepared = await adapter.prepare(generation, files, CALL)
      if (!prepared.ok) throw new Error(prepared.problem.detail)
      const answer = await adapter.start({ generation, prepared: prepared.value, files, key: 'att_1', webhookUrl, newFile: noFile }, CALL)
      if (answer.kind !== 'accepted') throw new Error(JSON.stringify(answer))
      return answer
    },
    start: (generation) => adapter.start({ generation, prepared: [], files: [], key: 'att_1', webhookUrl: null, newFile: noFile }, CALL),
    callsOf: (kind) => simulator.calls.filter((call) => call.kind === kind),
  }
}

function fileFor(role: InputFile['role'], path: string): InputFile {
  const moving = role === 'video'
  return { role, path, mime: moving ? 'video/mp4' : 'image/png', bytes: 5, name: moving ? 'video.mp4' : `${role}.png` }
}
