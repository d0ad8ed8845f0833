import { frameSize, framing } from 'shared/camera'
import type { Asset } from 'shared/wire'
import type { Db } from '../db/index.ts'
import type { FilmFocus } from '../media/index.ts'
import { readStory } from '../storyboards/index.ts'
import { parseRequest } from './columns.ts'
import type { PlanRooms } from './plan.ts'
import { sizeOf } from './resolve-clip.ts'

type Rooms = Pick<PlanRooms, 'db' | 'library'>
type Point = Pick<FilmFocus, 'x' | 'y'>

/**
 * What a film is about and when: the subjects of the pictures that its clips were made from, which a crop to another shape keeps.
 * Stretches that nothing is known of are left out.
 */
export async function focusOf(rooms: Rooms, userId: string, film: Asset, storyboardId: string | undefined): Promise<readonly FilmFocus[]> {
  const story = storyboardId === undefined ? null : await readStory(rooms.db, userId, storyboardId)
  if (story === null) {
    const point = film.sourceJobId === undefined ? null : await subjectOf(rooms, userId, film.sourceJobId)
    return point === null ? [] : [{ start: 0, end: film.duration ?? 0, ...point }]
  }
  const found: FilmFocus[] = []
  for (const { chosen, place } of story.segments) {
    const point = chosen === null || chosen.jobId === null ? null : await subjectOf(rooms, userId, chosen.jobId)
    if (point !== null) found.push({ start: place.start, end: place.end, ...point })
  }
  return found
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
