import { mkdir } from 'node:fs/promises'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { type BroughtFile, hashFile, readZip } from '../../media/index.ts'
import { insertArchived, keepHeard, readStory, replayStory } from '../../storyboards/index.ts'
import { heardKey } from '../reel/film-heard.ts'
import { findVoices } from '../reel/film-sound.ts'
import type { ReelRooms } from '../reel/rooms.ts'
import { allOrNothing } from '../transaction.ts'
import type { ProjectFile } from './project-format.ts'
import { type ReadProject, readProject, unpackFiles } from './read-project.ts'

type Rooms = Pick<ReelRooms, 'db' | 'changes' | 'storage' | 'library' | 'clock'>

export interface ImportOptions {
  readonly idempotencyKey: string | null
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/**
 * Makes a new story of a project archive at a local path; gives its id. Its files are judged like uploads and become assets, or are
 * those that the user has of the same bytes. Either all of it is there afterwards or nothing.
 *
 * Problems: `media_invalid` with `params.reason` (`not_a_zip`, `not_a_project`, `newer_version`, `manifest`, `storyboard`, `missing`,
 * `wrong_hash`, `wrong_type`, `unsafe_name`, `too_large`, `encrypted`, `damaged`), `payload_too_large`, `storage_full`, those of
 * `addPicture`, `idempotency_mismatch`, `cancelled`.
 */
export async function importProject(rooms: Rooms, userId: string, archive: string, options: ImportOptions): Promise<Outcome<string>> {
  const requestHash = await hashFile(archive)
  const before = await replayStory(rooms.db, userId, options.idempotencyKey, requestHash)
  if (before !== null) return before
  const room = await rooms.library.room()
  if (!room.ok) return room
  await using place = await rooms.storage.temporary('project')
  await mkdir(place.path)
  return await readZip(archive, async (zip) => {
    const project = await readProject(zip)
    if (!project.ok) return project
    const fits = await judgeSpace(rooms, project.value.files)
    if (!fits.ok) return fits
    const paths = await unpackFiles(zip, project.value.files, place.path, options.signal)
    if (!paths.ok) return paths
    const brought = await bringFiles(rooms, userId, project.value.files, paths.value, options.signal)
    if (!brought.ok) return brought
    const kept = await keepProject(rooms, userId, { ...project.value, brought: brought.value, requestHash, key: options.idempotencyKey })
    if (kept.ok) await keepWords(rooms, userId, kept.value, project.value)
    return kept
  })
}

async function judgeSpace({ storage }: Rooms, files: readonly ProjectFile[]): Promise<Outcome<null>> {
  const free = await storage.freeBytes()
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (free === null || bytes < free) return succeed(null)
  return refuse('storage_full', `The project needs ${bytes} bytes; ${free} are free.`, { params: { bytes, freeBytes: free } })
}

async function bringFiles(
  { library }: Rooms,
  userId: string,
  files: readonly ProjectFile[],
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<readonly BroughtFile[]>> {
  const brought: BroughtFile[] = []
  for (const [index, { sha256, path: name, type }] of files.entries()) {
    if (signal.aborted) return refuse('cancelled', 'The import was broken off.')
    const filename = name.split('/').at(-1) ?? name
    const done = await library.bring(userId, { path: paths[index] ?? '', sha256, filename }, signal)
    if (!done.ok) return { ok: false, problem: { ...done.problem, params: { ...done.problem.params, file: name } } }
    if (done.value.type !== type) {
      return refuse('media_invalid', `${name} is ${done.value.type}, not ${type}.`, { params: { reason: 'wrong_type', file: name } })
    }
    brought.push(done.value)
  }
  return succeed(brought)
}

interface Arrival extends ReadProject {
  readonly brought: readonly BroughtFile[]
  readonly requestHash: string
  readonly key: string | null
}

async function keepProject(
  { changes, library, clock }: Rooms,
  userId: string,
  { story, files, brought, requestHash, key }: Arrival,
): Promise<Outcome<string>> {
  return await allOrNothing(changes, userId, async (tx, record) => {
    const now = clock()
    const assets = new Map<string, string>()
    for (const [index, file] of brought.entries()) {
      const id = await library.insertBrought(tx, record, userId, file, now)
      if (id === null)
        return refuse('conflict', 'A file of the project was deleted meanwhile. Open the project again.', { retryable: true })
      assets.set(files[index]?.id ?? '', id)
    }
    return await insertArchived(tx, record, userId, { story, assets, key, requestHash }, now)
  })
}

/** Keeps what was heard in a project's film, by what the film consists of here. */
async function keepWords(
  { db, library, changes, clock }: Rooms,
  userId: string,
  storyId: string,
  { story: { heard } }: ReadProject,
): Promise<void> {
  const story = heard === null ? null : await readStory(db, userId, storyId)
  if (heard === null || story === null) return
  const key = heardKey(story, await findVoices({ db, library }, story))
  if (key !== null) await changes.transaction(userId, (tx) => keepHeard(tx, storyId, { key, words: heard }, clock()))
}
