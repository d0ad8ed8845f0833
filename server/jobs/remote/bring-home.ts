import { type Outcome, refuse, succeed } from 'shared/wire'
import sharp from 'sharp'
import type { AttemptRow } from '../../db/index.ts'
import { probeSound } from '../../media/index.ts'
import type { Opaque } from '../../providers/index.ts'
import { type KeptFiles, keptBy, markMade } from '../attempts.ts'
import { areThere, goneResult } from '../kept-files.ts'
import { fenced } from '../walk.ts'
import { download } from './download.ts'
import { notSetUp } from './fetch-result.ts'
import type { ModelWork } from './make-remotely.ts'
import { handleOf, type RemoteRooms, type Target, targetOf } from './rooms.ts'

/**
 * The result of a succeeded attempt at anything but a clip, in the storage: as it came with the answer, or fetched, judged and kept now.
 * It is not asked for twice: what came with the answer and is gone is lost.
 */
export async function bringHome(rooms: RemoteRooms, work: ModelWork, attempt: AttemptRow): Promise<Outcome<KeptFiles>> {
  const kept = keptBy(attempt)
  if (kept !== null && (await areThere(rooms, kept))) return succeed(kept)
  if (handleOf(attempt) === null) return goneResult()
  const target = targetOf(rooms, attempt)
  return target === null ? notSetUp(attempt) : await fetch(rooms, work, attempt, target)
}

async function fetch(rooms: RemoteRooms, work: ModelWork, attempt: AttemptRow, target: Target): Promise<Outcome<KeptFiles>> {
  const { walk, lease, progress } = work
  progress.report('generating', 0.98)
  const parts = target.adapter.partsOf?.(handleOf(attempt)) ?? []
  const files: KeptFiles['files'] = []
  if (parts.length === 0) {
    const file = await fetchFile(rooms, work, attempt, target)
    if (!file.ok) return file
    files.push({ ...file.value, name: 'result' })
  }
  for (const [index, { name }] of parts.entries()) {
    const pick = (operation: Opaque): Opaque => target.adapter.partsOf?.(operation)[index]?.operation ?? operation
    const file = await fetchFile(rooms, work, attempt, target, pick)
    if (!file.ok) return file
    files.push({ ...file.value, name })
    walk.beat()
  }
  const kept = { files, words: null, text: null, language: null }
  rooms.crash.reach('after_original')
  const written = await fenced(walk, rooms.changes, (tx) => markMade(tx, lease, attempt, kept, rooms.clock()))
  return written.ok ? succeed(kept) : written
}

async function fetchFile(
  rooms: RemoteRooms,
  work: ModelWork,
  attempt: AttemptRow,
  target: Target,
  pick?: (operation: Opaque) => Opaque,
): Promise<Outcome<Omit<KeptFiles['files'][number], 'name'>>> {
  const { walk, request } = work
  await using temporary = await rooms.storage.temporary('bin')
  const { path } = temporary
  const judge = request.kind === 'image' ? () => judgePicture(path) : () => judgeSound(rooms, path, walk.signal)
  const mime = await download(rooms, work, attempt, target, path, judge, pick)
  if (!mime.ok) return mime
  rooms.crash.reach('after_download')
  return succeed({ ...(await rooms.storage.commit(path)), mime: mime.value })
}

async function judgePicture(path: string): Promise<Outcome<string>> {
  try {
    const { format, width } = await sharp(path).metadata()
    if (width > 0) return succeed(`image/${format}`)
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
  return refuse('media_invalid', 'What the provider sent is no picture.', { retryable: true })
}

async function judgeSound(rooms: RemoteRooms, path: string, signal: AbortSignal): Promise<Outcome<string>> {
  const sound = await probeSound(rooms.ffmpeg, path, signal)
  return sound.ok ? succeed(sound.value.mime) : sound
}
