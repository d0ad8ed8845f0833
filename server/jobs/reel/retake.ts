import { randomInt } from 'node:crypto'
import { OPEN_STATUSES } from 'shared/progress'
import { type JobRequestOf, type Outcome, refuse, succeed, type TakeRequest } from 'shared/wire'
import { readStory, type SegmentPlace, type Story, type StoryPart as Segment } from '../../storyboards/index.ts'
import { planClip } from '../plan-clip.ts'
import type { PlanRooms } from '../plan.ts'
import { anchorColours, shownFrame, storeFrame } from './frame-files.ts'
import { wordsHash } from './plan-pieces.ts'
import { clipRequest } from './requests.ts'
import type { ReelRooms } from './rooms.ts'
import type { StoryPart } from './story-part.ts'

export type NewTakeRequest = Exclude<TakeRequest, { assetId: string }>
export type RetakeRooms = Pick<ReelRooms, 'db' | 'changes' | 'storage' | 'library' | 'ffmpeg' | 'clock'> & PlanRooms

/** A further take of a segment as a job is asked for. */
export interface Retake {
  readonly request: JobRequestOf<'clip'>
  readonly storyboardId: string
  readonly segmentId: string
  readonly storyPart: StoryPart
}

/**
 * What is asked for another take of a segment: made as the first was, from where the clip before it ends now, with other chance. Later
 * segments are left as they are; those that follow without a seam count as stale once it is there.
 * Problems: `not_found`, `conflict` while a take of it is made.
 */
export async function planRetake(
  rooms: RetakeRooms,
  at: SegmentPlace,
  wish: NewTakeRequest,
  signal: AbortSignal,
): Promise<Outcome<Retake>> {
  const story = await readStory(rooms.db, at.userId, at.storyboardId)
  const segment = story?.segments.find(({ id }) => id === at.segmentId)
  if (story === null || segment === undefined) return refuse('not_found', 'There is no such segment.')
  const busy = await openTake(rooms, at)
  if (busy !== null) {
    return refuse('conflict', 'A take of this segment is being made; wait for it or cancel it.', {
      params: { jobId: busy },
      action: 'wait',
    })
  }
  const start = await startOf(rooms, story, segment, signal)
  if (!start.ok) return start
  const request = await clipOf(rooms, story, segment, wish, start.value)
  const before = segment.continuous ? story.segments[segment.index - 1] : undefined
  const basis = {
    inputs: segment.inputs,
    words: wordsHash(story, segment),
    continuous: segment.continuous,
    follows: before?.chosen?.id ?? null,
  }
  const storyPart: StoryPart = { role: 'clip', needs: [], anchored: null, basis }
  return succeed({ request, storyboardId: story.id, segmentId: segment.id, storyPart })
}

/** Between two frames where the model can and both are known, else from the first. */
async function clipOf(
  rooms: RetakeRooms,
  story: Story,
  segment: Segment,
  { seed, provider, model, maxCostUsdMicros }: NewTakeRequest,
  image: string | null,
): Promise<JobRequestOf<'clip'>> {
  const next = story.segments[segment.index + 1]
  const given = segment.endFrame ?? (next?.continuous === true ? (next.startFrame ?? next.image) : null)
  const lastImage = given ?? segment.foundEndFrame
  const other = {
    seed: seed ?? randomInt(2 ** 32),
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(maxCostUsdMicros === undefined ? {} : { maxCostUsdMicros }),
  }
  const plain = { ...clipRequest(story, segment, image === null ? {} : { image }), ...other }
  if (image === null || lastImage === null) return plain
  const between = { ...plain, lastImage }
  return (await planClip(rooms, story.userId, between)).ok ? between : plain
}

/** The frame that it begins with: chosen by hand, where the clip before it ends now, or the one that was found for it. */
async function startOf(rooms: RetakeRooms, story: Story, segment: Segment, signal: AbortSignal): Promise<Outcome<string | null>> {
  const own = segment.startFrame ?? segment.image
  if (own !== null) return succeed(own)
  const before = segment.continuous ? story.segments[segment.index - 1] : undefined
  const follows = segment.chosen?.basis?.follows ?? null
  const isSame = before?.chosen !== undefined && before.chosen !== null && follows === before.chosen.id
  if (before === undefined || before.chosen === null || (isSame && segment.foundStartFrame !== null))
    return succeed(segment.foundStartFrame)
  await using last = await rooms.storage.temporary('png')
  const frame = await shownFrame(rooms, story, before, 'last', last.path, signal)
  if (!frame.ok) return frame
  await using matched = await rooms.storage.temporary('png')
  const colours = await anchorColours(rooms, story, segment, { picture: last.path, output: matched.path }, signal)
  if (!colours.ok) return colours
  const asset = await storeFrame(rooms, story, matched.path, before.chosen.jobId ?? '')
  return succeed(
    await rooms.changes.transaction(story.userId, (tx, record) => rooms.library.insertGenerated(tx, record, asset, rooms.clock())),
  )
}

async function openTake({ db }: RetakeRooms, { segmentId }: SegmentPlace): Promise<string | null> {
  const row = await db
    .selectFrom('jobs')
    .select('id')
    .where('segment_id', '=', segmentId)
    .where('kind', '=', 'clip')
    .where('status', 'in', OPEN_STATUSES)
    .executeTakeFirst()
  return row?.id ?? null
}
