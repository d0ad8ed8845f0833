import { type Outcome, succeed } from 'shared/wire'
import type { AttemptRow } from '../db/index.ts'
import type { MadeKind } from '../providers/index.ts'
import { type KeptFiles, keptBy, markMade, newestAttempt } from './attempts.ts'
import { complete } from './completion.ts'
import { embeddedAttempt } from './embedded-attempt.ts'
import { finishMade } from './finish-made.ts'
import { areThere } from './kept-files.ts'
import { makeHere } from './make-here.ts'
import { bringHome } from './remote/bring-home.ts'
import { makeRemotely, type ModelWork, startRemotely } from './remote/make-remotely.ts'
import type { RemoteRooms } from './remote/rooms.ts'
import { held } from './transitions.ts'
import { fenced, type Walk } from './walk.ts'
import { turn, workHere } from './work.ts'

/**
 * Walks a job for anything but a clip that a model makes, from wherever its rows say that it stands to its end: inputs, attempt, workshop,
 * store, finish, settle; as `walkClip` does.
 */
export function walkModelJob(kind: Exclude<MadeKind, 'clip'>): (rooms: RemoteRooms, walk: Walk) => Promise<Outcome<null>> {
  return async (rooms, walk) => {
    const provider = rooms.providers.catalog.find(({ id }) => id === walk.job.provider)
    const begun =
      provider?.workshop === 'embedded'
        ? await workHere(rooms, walk, kind, (work) => keptHere(rooms, work))
        : await keptRemotely(rooms, walk, kind)
    if (!begun.ok) return begun
    const { work, kept } = begun.value
    try {
      const shelf = await turn(walk, 'finish', () => finishMade(rooms, work, kept))
      if (!shelf.ok) return shelf
      return await complete(rooms, work, (tx, record) => shelf.value.insert(tx, record))
    } finally {
      await work.progress.finish()
    }
  }
}

interface Begun {
  readonly work: ModelWork
  readonly kept: KeptFiles
}

async function keptRemotely(rooms: RemoteRooms, walk: Walk, kind: Exclude<MadeKind, 'clip'>): Promise<Outcome<Begun>> {
  const work = await startRemotely(rooms, walk, kind)
  if (!work.ok) return work
  const succeeded = await makeRemotely(rooms, work.value)
  if (!succeeded.ok) return succeeded
  const kept = await bringHome(rooms, work.value, succeeded.value)
  return kept.ok ? succeed({ work: work.value, kept: kept.value }) : kept
}

async function keptHere(rooms: RemoteRooms, work: ModelWork): Promise<Outcome<Begun>> {
  const { lease, progress } = work
  const attempt = await rooms.changes.transaction(lease.userId, (tx) => newestAttempt(tx, lease.jobId))
  const before = keptBy(attempt)
  if (before !== null && (await areThere(rooms, before))) return succeed({ work, kept: before })
  progress.report('initializing', 0.6)
  const opened = await embeddedAttempt(rooms, work, attempt)
  if (!opened.ok) return opened
  await using shelf = new AsyncDisposableStack()
  const made = await makeHere(rooms, work, async (extension) => shelf.use(await rooms.storage.temporary(extension)).path)
  if (!made.ok) return made
  const { words, text, language } = made.value
  const files: KeptFiles['files'] = []
  const mine = await fenced(work.walk, rooms.changes, (tx) => held(tx, lease))
  if (!mine.ok) return mine
  rooms.crash.reach('before_blob_commit')
  for (const { name, path, mime } of made.value.files) files.push({ ...(await rooms.storage.commit(path)), name, mime })
  const kept = { files, words: words === null ? null : [...words], text, language }
  const marked = await mark(rooms, work, opened.value, kept)
  return marked.ok ? succeed({ work, kept }) : marked
}

async function mark(rooms: RemoteRooms, { walk, lease }: ModelWork, attempt: AttemptRow, kept: KeptFiles): Promise<Outcome<null>> {
  rooms.crash.reach('after_blob_commit')
  const marked = await fenced(walk, rooms.changes, (tx) => markMade(tx, lease, attempt, kept, rooms.clock()))
  if (marked.ok) rooms.crash.reach('after_attempt_succeeded')
  return marked
}
