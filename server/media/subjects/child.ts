import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { refuse, succeed, type Outcome } from 'shared/wire'
import { serveTasks } from '../serve-tasks.ts'
import { DEPTH_SIDE, findDepth, findSubject, SUBJECT_SIDE } from './find-subject.ts'
import { loadNetwork, type Network } from './network.ts'
import { subjectTask, type SubjectEvent, type SubjectTask } from './protocol.ts'

/** One network at a time is kept: two would be twice the memory for a picture that rarely needs both. */
let kept: { readonly model: string; readonly network: Promise<Network> } | null = null

serveTasks<SubjectTask, SubjectEvent>({
  task: subjectTask,
  warm: async () => {},
  run: async (task, emit) => {
    try {
      emit(await perform(task))
      return succeed(null)
    } catch (error) {
      return failed(error)
    }
  },
})

async function perform(task: SubjectTask): Promise<SubjectEvent> {
  if (task.kind === 'depth') return { kind: 'depth', depth: await findDepth(task.picture, () => networkOf(task)) }
  return { kind: 'subject', ...(await findSubject(task.picture, () => networkOf(task))) }
}

function networkOf(task: SubjectTask): Promise<Network> {
  if (kept?.model !== task.model) kept = { model: task.model, network: load(task) }
  return kept.network
}

async function load({ kind, model, sha256 }: SubjectTask): Promise<Network> {
  const bytes = await readFile(model)
  if (sha256 !== null && createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`${model} is damaged`)
  return await loadNetwork(bytes, kind === 'depth' ? { side: DEPTH_SIDE, whitest: 'white' } : { side: SUBJECT_SIDE, whitest: 'picture' })
}

function failed(error: unknown): Outcome<null> {
  kept = null
  const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  return refuse('internal_error', 'The picture could not be looked at.', { params: { reason: reason.slice(0, 300) } })
}
