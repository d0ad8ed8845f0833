import { frameSize, framing, type Point } from 'shared/camera'
import type { Asset } from 'shared/wire'
import type { Db } from '../db/index.ts'
import { type Ffmpeg, type FilmFocus, frameAt, type Library } from '../media/index.ts'
import type { Storage } from '../storage/index.ts'
import { readStory } from '../storyboards/index.ts'
import { parseRequest } from './columns.ts'
import { sizeOf } from './resolve-clip.ts'

interface Rooms {
  readonly db: Db
  readonly library: Pick<Library, 'get' | 'pointOf'>
  readonly storage: Pick<Storage, 'temporary'>
  readonly ffmpeg: Ffmpeg
}

/** A film that is to be cut to another shape. */
export interface FilmInSight {
  readonly asset: Asset
  /** Its file. */
  readonly path: string
  /** The storyboard that it was joined from. */
  readonly storyboardId: string | undefined
}

/** A part of a film that shows one thing, in seconds, and the job that made it. */
interface Stretch {
  readonly start: number
  readonly end: number
  readonly jobId: string | null
  /** How many of its frames are looked at where nothing is known of it: more where nobody says that it shows one thing. */
  readonly looks: number
}

/**
 * What a film is about and when, which a crop to another shape keeps: the subjects of the pictures that its clips were made from, else what
 * is seen in their frames. Stretches of which no frame can be read are left out.
 * @param onLooked told whenever a stretch is done, as looking takes seconds
 */
export async function focusOf(
  rooms: Rooms,
  userId: string,
  film: FilmInSight,
  { signal, onLooked }: { readonly signal: AbortSignal; readonly onLooked: () => void },
): Promise<readonly FilmFocus[]> {
  const found: FilmFocus[] = []
  for (const { start, end, jobId, looks } of await stretchesOf(rooms, userId, film)) {
    const known = jobId === null ? null : await subjectOf(rooms, userId, jobId)
    const point = known ?? (await seenIn(rooms, film.path, instantsOf(start, end, looks), signal))
    if (point !== null) found.push({ start, end, ...point })
    onLooked()
  }
  return found
}

/** Where two segments are seen at once, each has half of that time. */
async function stretchesOf({ db }: Rooms, userId: string, { asset, storyboardId }: FilmInSight): Promise<readonly Stretch[]> {
  const story = storyboardId === undefined ? null : await readStory(db, userId, storyboardId)
  if (story === null) return [{ start: 0, end: asset.duration ?? 0, jobId: asset.sourceJobId ?? null, looks: 3 }]
  const { segments } = story
  return segments.map(({ chosen, place, index }) => ({
    start: place.start + (segments[index - 1]?.place.overlap ?? 0) / 2,
    end: place.end - place.overlap / 2,
    jobId: chosen?.jobId ?? null,
    looks: 1,
  }))
}

/** In the middle of equal parts. */
function instantsOf(start: number, end: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + ((end - start) * (index + 0.5)) / count)
}

/** The middle one of what draws the eye at some times of a film; null where no frame can be read. */
async function seenIn(
  { library, storage, ffmpeg }: Rooms,
  path: string,
  instants: readonly number[],
  signal: AbortSignal,
): Promise<Point | null> {
  const points: Point[] = []
  for (const instant of instants) {
    await using frame = await storage.temporary('png')
    const taken = await frameAt(ffmpeg, path, instant, frame.path, { signal })
    if (taken.ok) points.push(await library.pointOf(frame.path, signal))
  }
  return points.length === 0 ? null : { x: middle(points.map(({ x }) => x)), y: middle(points.map(({ y }) => y)) }
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0.5
}

/** The middle of what a clip shows, as shares of its frame; null where it was not made from a picture, or nothing is known of that. */
async function subjectOf({ db, library }: Rooms, userId: string, jobId: string): Promise<Point | null> {
  const request = await requestOf(db, userId, jobId)
  if (request?.kind !== 'clip' || request.image === undefined) return null
  const picture = await library.get(userId, request.image)
  const { subject } = picture ?? {}
  if (picture === null || subject === undefined) return null
  const seen = framing(request.fit, sizeOf(picture), frameSize(request.aspectRatio, request.resolution), { subject })
  const [x, y] = [subject.x + subject.width / 2, subject.y + subject.height / 2]
  if (seen.kind === 'blur') return { x: seen.placed.x + x * seen.placed.width, y: seen.placed.y + y * seen.placed.height }
  return { x: inside((x - seen.box.x) / seen.box.width), y: inside((y - seen.box.y) / seen.box.height) }
}

async function requestOf(db: Db, userId: string, jobId: string) {
  const row = await db.selectFrom('jobs').select('request').where('id', '=', jobId).where('user_id', '=', userId).executeTakeFirst()
  return row === undefined ? null : parseRequest(row.request)
}

function inside(share: number): number {
  return Math.min(1, Math.max(0, share))
}
