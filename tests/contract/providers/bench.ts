import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Problem } from 'shared/wire'
import {
  type Adapter,
  type InputFile,
  type InputRole,
  type Observed,
  type Opaque,
  opaque,
  type Started,
} from '../../../server/providers/port.ts'
import { photo, writeClip } from '../../harness/media.ts'
import type { Fault, FaultKind, RouteKind } from '../../simulators/faults.ts'
import type { RecordedCall, SimulatedJob, Simulator } from '../../simulators/simulator.ts'
import type { GenerationCase, StartUnderTest } from './under-test.ts'

/** Stands for the provider's own words, which must reach the log and nobody else. */
export const SAID = 'PROVIDER-SAID-THIS'
export const KEY_OF_OURS = 'att_01kexample0000000000000001'
const START_OF_TIME = Date.parse('2026-11-21T12:00:00Z')
const PATIENCE_MS = 5000

/** One provider, its simulator and its adapter, new for each case. */
export interface Bench {
  readonly simulator: Simulator
  readonly adapter: Adapter
  /** What was logged. */
  readonly notes: readonly string[]
  /** What was answered to starting and observing. */
  readonly problems: readonly Problem[]
  /** A path to write a result to. */
  readonly target: string
  now(): number
  pass(ms: number): void
  script(at: RouteKind, what: FaultKind, more?: Partial<Fault>): void
  files(roles: readonly InputRole[]): Promise<readonly InputFile[]>
  /** Prepares by the usual adapter and starts by the given one. */
  start(one?: GenerationCase, options?: StartedBy): Promise<Started>
  /** Starts something that is taken, whether or not it is made at once. */
  taken(one?: GenerationCase): Promise<{ readonly started: Started; readonly job: SimulatedJob }>
  /** Starts, and gives the operation as the database gives it back. */
  accepted(one?: GenerationCase): Promise<{ readonly operation: Opaque; readonly providerJobId: string; readonly job: SimulatedJob }>
  observe(operation: Opaque, signal?: AbortSignal): Promise<Observed>
  /** Observes to success. */
  finished(operation: Opaque): Promise<Opaque>
  callsOf(kind: RouteKind): readonly RecordedCall[]
  /** An adapter as another process has it, for another address or key where given. */
  another(access?: { readonly baseUrl?: string; readonly key?: string; readonly trustedOrigins?: readonly string[] }): Adapter
  exists(path: string): Promise<boolean>
  /** As `StartOptions` has it. */
  newFile(extension: string): Promise<string>
  /** Names of files that were made for results that come with the answer, and are still there. */
  madeFiles(): Promise<readonly string[]>
}

export interface StartedBy {
  readonly adapter?: Adapter
  readonly key?: string
  readonly signal?: AbortSignal
}

/** Sets a bench up before each case of the surrounding suite, and looks after each that no secret and no word of the provider was told. */
export function useBench(under: StartUnderTest): () => Bench {
  let bench: Bench | null = null
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pagereel-providers-'))
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))
  beforeEach(async () => {
    bench = await makeBench(under, directory)
  })
  afterEach(async () => {
    await bench?.simulator.stop()
    const told = bench?.notes.filter((note) => (under.key !== '' && note.includes(under.key)) || note.includes('sig='))
    expect(told).toEqual([])
    expect(JSON.stringify(bench?.problems)).not.toContain(SAID)
  })
  return () => {
    if (bench === null) throw new Error('no case is running')
    return bench
  }
}

let results = 0

async function makeBench(under: StartUnderTest, directory: string): Promise<Bench> {
  let time = START_OF_TIME
  const notes: string[] = []
  const simulator = await under.startSimulator({ now: () => time, behaviour: { scale: 0.125 } })
  const another: Bench['another'] = ({ baseUrl = simulator.base, key = under.key, trustedOrigins = [] } = {}) =>
    under.createAdapter({ key, baseUrl, trustedOrigins, log: (note) => notes.push(JSON.stringify(note)) })
  const adapter = another()
  const problems: Problem[] = []
  const heard = <T extends Started | Observed>(answer: T): T => {
    if ('problem' in answer) problems.push(answer.problem)
    return answer
  }
  const files = (roles: readonly InputRole[]) => Promise.all(roles.map((role, index) => inputFile(directory, role, index)))
  results += 1
  const prefix = `made-${results}-`
  let newFiles = 0
  const newFile = async (extension: string): Promise<string> => {
    newFiles += 1
    return join(directory, `${prefix}${newFiles}.${extension}`)
  }
  const start: Bench['start'] = async (one = under.generations[0], by = {}) => {
    const { key = KEY_OF_OURS, signal = AbortSignal.timeout(PATIENCE_MS) } = by
    const given = await files(one.roles)
    const prepared = await adapter.prepare(one.generation, given, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (!prepared.ok) throw new Error(`not prepared: ${prepared.problem.detail}`)
    const options = { generation: one.generation, prepared: kept(prepared.value), files: given, key, webhookUrl: null, newFile }
    return heard(await (by.adapter ?? adapter).start(options, { signal }))
  }
  const observe: Bench['observe'] = async (operation, signal = AbortSignal.timeout(PATIENCE_MS)) =>
    heard(await adapter.observe(operation, { signal }))
  return {
    simulator,
    adapter,
    notes,
    problems,
    target: join(directory, `result-${results}`),
    now: () => time,
    pass: (ms) => {
      time += ms
    },
    script: (at, what, more = {}) => simulator.script({ at, what, ...more }),
    files,
    start,
    taken: async (one) => {
      const started = await start(one)
      const job = simulator.jobs.at(-1)
      if ((started.kind !== 'accepted' && started.kind !== 'made') || job === undefined)
        throw new Error(`not taken: ${JSON.stringify(started)}`)
      return { started, job }
    },
    accepted: async (one) => {
      const started = await start(one)
      const job = simulator.jobs.at(-1)
      if (started.kind !== 'accepted' || job === undefined) throw new Error(`not accepted: ${JSON.stringify(started)}`)
      return { operation: kept(started.operation), providerJobId: started.providerJobId, job }
    },
    observe,
    finished: async (operation) => {
      const seen = await observe(operation)
      if (seen.kind !== 'succeeded') throw new Error(`not succeeded: ${JSON.stringify(seen)}`)
      return kept(seen.operation)
    },
    callsOf: (kind) => simulator.calls.filter((call) => call.kind === kind),
    another,
    exists: (path) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    madeFiles: async () => (await readdir(directory)).filter((name) => name.startsWith(prefix)),
    newFile,
  }
}

/** What is left of a value that was kept as JSON text. */
export function kept(value: Opaque): Opaque {
  return opaque.parse(JSON.parse(JSON.stringify(value)))
}

const made = new Map<string, Promise<void>>()

/** Made once: clients may still be reading it, from a call that was broken off. */
async function inputFile(directory: string, role: InputRole, index: number): Promise<InputFile> {
  const { extension, mime, write } = role === 'video' || role === 'audio' ? FORMS[role] : FORMS.picture
  const name = `${role}-${index}.${extension}`
  const path = join(directory, name)
  const making = made.get(path) ?? write(path, index)
  made.set(path, making)
  await making
  return { role, path, mime, bytes: (await stat(path)).size, name }
}

interface Form {
  readonly extension: string
  readonly mime: string
  readonly write: (path: string, index: number) => Promise<void>
}

const FORMS: Readonly<Record<'video' | 'audio' | 'picture', Form>> = {
  video: { extension: 'mp4', mime: 'video/mp4', write: (path) => writeClip(path, { seconds: 1 }).then(() => undefined) },
  audio: { extension: 'wav', mime: 'audio/wav', write: (path) => writeFile(path, Buffer.from('RIFF of silence')) },
  picture: { extension: 'jpg', mime: 'image/jpeg', write: writePicture },
}

async function writePicture(path: string, index: number): Promise<void> {
  await writeFile(path, await photo(320, 320, index + 1))
}
