import type { RecordChange } from '../changes/index.ts'
import { makeFilmstrip, makePoster, probeVideo, profile, type ProbedVideo, type Still } from '../media/index.ts'
import { type Outcome, succeed } from 'shared/wire'
import type { MadeFile } from './attempts.ts'
import { type ClipRooms, type ClipWork, turn } from './clip-work.ts'
import { filesOf, type ResultIds, type StageTimes } from './columns.ts'
import { finish, held } from './transitions.ts'
import type { Tx } from '../db/index.ts'
import { fenced } from './walk.ts'

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

const FILMSTRIP_FRAMES = 12

/** Makes the stills of a stored video and completes the job: assets, references, result, settlement and changes in one transaction. */
export async function completeClip(rooms: ClipRooms, work: ClipWork, file: MadeFile): Promise<Outcome<null>> {
  const { walk, lease, progress } = work
  const shelf = await turn(walk, 'finish', () =>
    rooms.storage.withLocalFile(file.video.sha256, (path) => makeStills(rooms, work, file, path)),
  )
  if (!shelf.ok) return shelf
  rooms.crash.reach('after_stills')
  progress.report('uploading', 0.5)
  const stageTimes = await progress.finish()
  rooms.crash.reach('before_settle')
  const done = await fenced(walk, rooms.changes, async (tx, record) => {
    const mine = await held(tx, lease)
    if (!mine.ok) return mine
    if (mine.value.status !== 'processing') return { ok: false, reason: 'wrong_status', status: mine.value.status }
    return await completeIn(rooms, work, shelf.value, stageTimes, tx, record)
  })
  if (!done.ok) return done
  rooms.crash.reach('after_settle')
  return succeed(null)
}

async function makeStills(rooms: ClipRooms, { walk, progress }: ClipWork, file: MadeFile, path: string): Promise<Outcome<Shelf>> {
  walk.beat()
  progress.report('encoding', 0.7)
  const probed = await probeVideo(rooms.ffmpeg, path, walk.signal)
  if (!probed.ok) return probed
  await using poster = await rooms.storage.temporary('jpg')
  const first = await makePoster(rooms.ffmpeg, path, poster.path, walk.signal)
  if (!first.ok) return first
  walk.beat()
  progress.report('encoding', 0.85)
  await using strip = await rooms.storage.temporary('jpg')
  const tiles = await makeFilmstrip(rooms.ffmpeg, path, strip.path, { frames: FILMSTRIP_FRAMES, signal: walk.signal })
  if (!tiles.ok) return tiles
  progress.report('uploading', 0)
  const original = await readOriginal(rooms, file, walk.signal)
  if (!original.ok) return original
  const { columns, width, height } = tiles.value
  return succeed({
    video: file.video,
    parallax: file.parallax,
    original: original.value,
    probed: probed.value,
    poster: { ...(await rooms.storage.commit(poster.path)), ...first.value },
    filmstrip: { ...(await rooms.storage.commit(strip.path)), mime: 'image/jpeg', width: width * columns, height },
  })
}

async function readOriginal(rooms: ClipRooms, { original, video }: MadeFile, signal: AbortSignal): Promise<Outcome<Shelf['original']>> {
  if (original === undefined || original.sha256 === video.sha256) return succeed(null)
  const probed = await rooms.storage.withLocalFile(original.sha256, (path) => probeVideo(rooms.ffmpeg, path, signal))
  return probed.ok ? succeed({ blob: original, probed: probed.value }) : probed
}

async function completeIn(rooms: ClipRooms, work: ClipWork, shelf: Shelf, stageTimes: StageTimes, tx: Tx, record: RecordChange) {
  const { lease, row } = work
  const result = await insertFiles(rooms, work, shelf, tx, record)
  await tx
    .insertInto('asset_references')
    .values(Object.entries(filesOf(result)).map(([role, id]) => ({ asset_id: id, owner_kind: 'job' as const, owner_id: row.id, role })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return await finish(tx, record, {
    jobId: lease.jobId,
    from: 'processing',
    lease,
    now: rooms.clock(),
    outcome: { to: 'completed', result, stageTimes },
  })
}

async function insertFiles(
  rooms: ClipRooms,
  { lease, row, request }: ClipWork,
  shelf: Shelf,
  tx: Tx,
  record: RecordChange,
): Promise<ResultIds> {
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
