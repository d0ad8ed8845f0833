import type { RecordChange } from '../changes/index.ts'
import { makeStills, probeVideo, profile, type ProbedVideo, type Still } from '../media/index.ts'
import { type Outcome, succeed } from 'shared/wire'
import type { MadeFile } from './attempts.ts'
import type { ClipWork } from './clip-work.ts'
import type { StoredResultOf } from './columns.ts'
import { complete } from './completion.ts'
import type { Tx } from '../db/index.ts'
import { turn, type WorkRooms } from './work.ts'

interface Blob {
  readonly sha256: string
  readonly bytes: number
}

/** The stored files of a clip with what was measured. */
interface Shelf {
  readonly video: Blob
  readonly probed: ProbedVideo
  readonly poster: Blob & Still
  readonly filmstrip: Blob & Still
  readonly parallax: MadeFile['parallax']
  /** What the provider made, where that is another file. */
  readonly original: { readonly blob: Blob; readonly probed: ProbedVideo } | null
}

/** Makes the stills of a stored video and completes the job: assets, references, result, settlement and changes in one transaction. */
export async function completeClip(rooms: WorkRooms, work: ClipWork, file: MadeFile): Promise<Outcome<null>> {
  const shelf = await turn(work.walk, 'finish', () =>
    rooms.storage.withLocalFile(file.video.sha256, (path) => measure(rooms, work, file, path)),
  )
  if (!shelf.ok) return shelf
  return await complete(rooms, work, (tx, record) => insertFiles(rooms, work, shelf.value, tx, record))
}

async function measure(rooms: WorkRooms, { walk, progress }: ClipWork, file: MadeFile, path: string): Promise<Outcome<Shelf>> {
  walk.beat()
  progress.report('encoding', 0.7)
  const { signal } = walk
  const [probed, original] = await Promise.all([probeVideo(rooms.ffmpeg, path, signal), readOriginal(rooms, file, signal)])
  if (!probed.ok) return probed
  if (!original.ok) return original
  await using poster = await rooms.storage.temporary('jpg')
  await using filmstrip = await rooms.storage.temporary('jpg')
  const input = { path, probed: probed.value }
  const output = { poster: poster.path, filmstrip: filmstrip.path }
  const stills = await makeStills(rooms.ffmpeg, input, output, { signal })
  if (!stills.ok) return stills
  walk.beat()
  progress.report('uploading', 0)
  return succeed({
    video: file.video,
    parallax: file.parallax,
    original: original.value,
    probed: probed.value,
    poster: { ...(await rooms.storage.commit(poster.path)), ...stills.value.poster },
    filmstrip: { ...(await rooms.storage.commit(filmstrip.path)), ...stills.value.filmstrip },
  })
}

async function readOriginal(rooms: WorkRooms, { original, video }: MadeFile, signal: AbortSignal): Promise<Outcome<Shelf['original']>> {
  if (original === undefined || original.sha256 === video.sha256) return succeed(null)
  const probed = await rooms.storage.withLocalFile(original.sha256, (path) => probeVideo(rooms.ffmpeg, path, signal))
  return probed.ok ? succeed({ blob: original, probed: probed.value }) : probed
}

async function insertFiles(
  rooms: WorkRooms,
  { lease, row, request }: ClipWork,
  shelf: Shelf,
  tx: Tx,
  record: RecordChange,
): Promise<StoredResultOf<'clip'>> {
  const now = rooms.clock()
  const common = { userId: lease.userId, sourceJobId: row.id, ...(row.title === null ? {} : { title: row.title }) }
  const still = { ...common, type: 'image' as const }
  const conformed = { profileId: profile(request.frameRate).id, avccSha256: shelf.probed.avccSha256 }
  const measured = { ...common, ...shelf.video, ...measuresOf(shelf.probed) }
  const video = await rooms.library.insertGenerated(tx, record, { ...measured, ...conformed }, now)
  const poster = await rooms.library.insertGenerated(tx, record, { ...still, ...shelf.poster }, now)
  const filmstrip = await rooms.library.insertGenerated(tx, record, { ...still, ...shelf.filmstrip }, now)
  const kept = shelf.original === null ? null : { ...common, ...shelf.original.blob, ...measuresOf(shelf.original.probed) }
  const original = kept === null ? null : await rooms.library.insertGenerated(tx, record, kept, now)
  return {
    kind: 'clip',
    video,
    poster,
    filmstrip,
    ...(original === null ? {} : { original }),
    ...(shelf.parallax === undefined ? {} : { parallax: shelf.parallax }),
  }
}

function measuresOf(probed: ProbedVideo) {
  const { mime, width, height, duration, frameRate, codec, hasAudio } = probed
  return { type: 'video' as const, mime, width, height, duration, frameRate, codec, bitrate: Math.round(probed.bitrate), hasAudio }
}
