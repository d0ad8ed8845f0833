import { statSync } from 'node:fs'
import path from 'node:path'
import { refuse, succeed, type Outcome } from 'shared/wire'
import { makeChildPool } from '../child-pool.ts'
import { subjectEvent, type Subject, type SubjectEvent, type SubjectTask } from './protocol.ts'
import { modelFile } from './read-models.ts'

export type Availability = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** Looks at pictures with networks, in a child process of its own that is there only while there is something to look at. */
export interface Subjects {
  /** Whether subjects can be found: whether the model is there. */
  available(): Availability
  /** Whether the user's own model for depth is there; null where none is set. */
  depthAvailable(): Availability | null
  /**
   * What a picture is of. Aborting ends the work and answers `cancelled`.
   * Problems: `unsupported_option` where the model is not there; `timeout`; `internal_error` where the child died or could not read it.
   */
  find(picture: string, signal: AbortSignal): Promise<Outcome<Subject>>
  /** How near everything in a picture is: a grey PNG as base64, white nearest, stretched over the whole picture. Problems as `find`. */
  findDepth(picture: string, signal: AbortSignal): Promise<Outcome<string>>
  /** Process ids of the children alive. */
  pids(): readonly number[]
  close(): Promise<void>
}

export interface SubjectsOptions {
  /** The set-up puts model files into its directory `models`. */
  readonly dataDir: string
  /** An ONNX file of the user's own for depth, in the manner of Depth Anything V2. */
  readonly depthModel?: string | null
  /** A picture that takes longer is given up, in milliseconds: subject and depth. */
  readonly patience?: { readonly subject: number; readonly depth: number }
  /** How long the child stays for the next picture, in milliseconds. */
  readonly idle?: number
  /** The file that the child runs; tests replace it. */
  readonly entry?: URL
}

/** U-2-Net takes about 2.5 s of a core, which a child that yields to everybody has to wait for on a busy machine. */
const PATIENCE = { subject: 30_000, depth: 120_000 }
/** Who picks one picture often picks another; some 500 MB are not kept much longer for it. */
const IDLE = 30_000

export function createSubjects(options: SubjectsOptions): Subjects {
  const { depthModel = null, patience = PATIENCE } = options
  const model = modelFile('u2netp')
  const file = path.join(options.dataDir, 'models', model.file)
  const pool = makeChildPool<SubjectTask, SubjectEvent>({
    entry: options.entry ?? new URL('child.ts', import.meta.url),
    event: subjectEvent,
    parallel: 1,
    idle: options.idle ?? IDLE,
  })

  const ask = async (task: SubjectTask, signal: AbortSignal, limit: number): Promise<Outcome<SubjectEvent>> => {
    const found: SubjectEvent[] = []
    const done = await pool.run(task, { signal, limit, onEvent: (event) => found.push(event) })
    if (!done.ok) return done
    const [event] = found
    return event === undefined ? refuse('internal_error', 'The media process found nothing to say.') : succeed(event)
  }

  return {
    available: () => present(file, model.bytes),
    depthAvailable: () => (depthModel === null ? null : present(depthModel, null)),
    find: async (picture, signal) => {
      const there = present(file, model.bytes)
      if (!there.ok) return refuse('unsupported_option', `Subjects cannot be found: ${there.reason}.`)
      const answer = await ask({ kind: 'subject', picture, model: file, sha256: model.sha256 }, signal, patience.subject)
      if (!answer.ok) return answer
      if (answer.value.kind !== 'subject') return refuse('internal_error', 'The media process answered another question.')
      const { kind: _, ...subject } = answer.value
      return succeed(subject)
    },
    findDepth: async (picture, signal) => {
      if (depthModel === null) return refuse('unsupported_option', 'No depth model is set.')
      const there = present(depthModel, null)
      if (!there.ok) return refuse('unsupported_option', `Depth cannot be found: ${there.reason}.`)
      const answer = await ask({ kind: 'depth', picture, model: depthModel, sha256: null }, signal, patience.depth)
      if (!answer.ok) return answer
      return answer.value.kind === 'depth'
        ? succeed(answer.value.depth)
        : refuse('internal_error', 'The media process answered another question.')
    },
    pids: () => pool.pids(),
    close: () => pool.close(),
  }
}

function present(file: string, bytes: number | null): Availability {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined || !found.isFile()) return { ok: false, reason: `${path.basename(file)} is not there` }
  return bytes === null || found.size === bytes ? { ok: true } : { ok: false, reason: `${path.basename(file)} is incomplete` }
}
