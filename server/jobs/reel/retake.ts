import { randomInt } from 'node:crypto'
import { OPEN_STATUSES } from 'shared/progress'
import { type Estimate, type JobRequestOf, type Outcome, refuse, succeed, type TakeRequest } from 'shared/wire'
import { readStory, type SegmentPlace, type Story, type StoryPart as Segment } from '../../storyboards/index.ts'
import type { PlanRooms } from '../plan.ts'
import { endFrame, storeFrame } from './frame-files.ts'
import { beginningOf, type ClipPlan, ownFrame, planFrom, planFromWords, type Planning, titleTextShown } from './plan-frames.ts'
import { wordsHash } from './plan-pieces.ts'
import { withPromised } from './planned-library.ts'
import { promise } from './promises.ts'
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
 * Problems: `not_found`, `conflict` while a take of it is made, those of planning a clip.
 */
export async function planRetake(
  rooms: RetakeRooms,
  at: SegmentPlace,
  wish: NewTakeRequest,
  signal: AbortSignal,
): Promise<Outcome<Retake>> {
  const found = await findTaken(rooms, at)
  if (!found.ok) return found
  const { story, segment } = found.value
  const busy = await openTake(rooms, at)
  if (busy !== null) {
    return refuse('conflict', 'A take of this segment is being made; wait for it or cancel it.', {
      params: { jobId: busy },
      action: 'wait',
    })
  }
  const start = await startOf(rooms, story, segment, signal)
  if (!start.ok) return start
  const { seed = randomInt(2 ** 32), maxCostUsdMicros } = wish
  const chanced = { ...story, settings: { ...story.settings, seed } }
  const planned = await planTake({ rooms, userId: at.userId, story: chanced }, segment, wish, start.value)
  if (!planned.ok) return planned
  const request = { ...planned.value.asked, ...(maxCostUsdMicros === undefined ? {} : { maxCostUsdMicros }) }
  const before = segment.continuous ? story.segments[segment.index - 1] : undefined
  const basis = {
    inputs: segment.inputs,
    words: wordsHash(story, segment),
    continuous: segment.continuous,
    follows: before?.chosen?.id ?? null,
    titleText: titleTextShown({ rooms }, planned.value),
  }
  const storyPart: StoryPart = { role: 'clip', needs: [], anchored: null, basis }
  return succeed({ request, storyboardId: story.id, segmentId: segment.id, storyPart })
}

/** What another take of a segment costs, as `planRetake` has it made; nothing is written, and no frame is taken. */
export async function priceRetake(rooms: PlanRooms, at: SegmentPlace, wish: NewTakeRequest): Promise<Outcome<Estimate>> {
  const found = await findTaken(rooms, at)
  if (!found.ok) return found
  const { story, segment } = found.value
  const promised = { ...rooms, library: withPromised(rooms.library, story) }
  const planned = await planTake(
    { rooms: promised, userId: at.userId, story },
    segment,
    wish,
    knownStart(story, segment) ?? nextStart(story, segment),
  )
  return planned.ok ? succeed(planned.value.estimate) : planned
}

async function findTaken(
  { db }: Pick<PlanRooms, 'db'>,
  at: SegmentPlace,
): Promise<Outcome<{ readonly story: Story; readonly segment: Segment }>> {
  const story = await readStory(db, at.userId, at.storyboardId)
  const segment = story?.segments.find(({ id }) => id === at.segmentId)
  return story === null || segment === undefined ? refuse('not_found', 'There is no such segment.') : succeed({ story, segment })
}

/** Between two frames where the model can and both are known, else from the first, else from words and cast. */
async function planTake(
  planning: Planning,
  segment: Segment,
  { provider, model }: NewTakeRequest,
  start: string | null,
): Promise<Outcome<ClipPlan>> {
  const taken = { ...segment, provider: provider ?? segment.provider, model: model ?? segment.model }
  const beginning = start === null ? await beginningOf(planning, taken) : null
  const image = beginning?.from === 'picture' ? beginning.assetId : start
  if (image === null) return await planFromWords(planning, taken)
  const next = planning.story.segments[segment.index + 1]
  const given = segment.endFrame ?? (next?.continuous === true ? (next.startFrame ?? next.image) : null)
  const lastImage = given ?? segment.foundEndFrame
  const between = lastImage === null ? null : await planFrom(planning, taken, { image, lastImage })
  return between?.ok === true ? between : await planFrom(planning, taken, { image })
}

/** The frame that it begins with: chosen by hand, where the clip before it ends now, or the one that was found for it. */
async function startOf(rooms: RetakeRooms, story: Story, segment: Segment, signal: AbortSignal): Promise<Outcome<string | null>> {
  const before = segmentBefore(story, segment)
  const known = knownStart(story, segment)
  if (known !== null || before === null || before.chosen === null) return succeed(known)
  await using end = await rooms.storage.temporary('png')
  const frame = await endFrame(rooms, story, before, end.path, signal)
  if (!frame.ok) return frame
  const asset = await storeFrame(rooms, story, end.path, before.chosen.jobId ?? '')
  return succeed(
    await rooms.changes.transaction(story.userId, (tx, record) => rooms.library.insertGenerated(tx, record, asset, rooms.clock())),
  )
}

/** The frame that it begins with as far as there is one that still fits. */
function knownStart(story: Story, segment: Segment): string | null {
  const own = ownFrame(segment)
  const before = segmentBefore(story, segment)
  if (own !== null || before === null || before.chosen === null) return own ?? segment.foundStartFrame
  return segment.chosen?.basis?.follows === before.chosen.id ? segment.foundStartFrame : null
}

/** The frame that is going to be taken of the clip before it; null where it follows none. */
function nextStart(story: Story, segment: Segment): string | null {
  const before = segmentBefore(story, segment)
  return before === null || before.chosen === null ? null : promise('end', before.id)
}

/** The segment that it follows without a seam. */
function segmentBefore({ segments }: Story, { continuous, index }: Segment): Segment | null {
  return continuous ? (segments[index - 1] ?? null) : null
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
