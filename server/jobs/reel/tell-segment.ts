import type { Problem } from 'shared/wire'
import type { RecordChange } from '../../changes/index.ts'
import type { JobRow, Tx } from '../../db/index.ts'
import { addTake, readStory, type SegmentPlace, type Story, type StoryPart as Segment, writeSegmentState } from '../../storyboards/index.ts'
import { parseResult } from '../columns.ts'
import { readStoryPart, type StoryPart } from './story-part.ts'

type Told = Pick<JobRow, 'id' | 'kind' | 'user_id' | 'storyboard_id' | 'segment_id' | 'story_part'>

/** Says on its segment that a clip is being made, and how far it is; of any other job nothing. Part of the job's own transaction. */
export async function tellProgress(tx: Tx, record: RecordChange, row: Told, progress: number, now: number): Promise<void> {
  const at = placeOf(row)
  if (at === null || readStoryPart(row.story_part)?.role !== 'clip') return
  await writeSegmentState(tx, record, at, { status: 'processing', progress }, now)
}

/**
 * Says on its segment how a job has ended, in the transaction that ends it: a clip becomes a take, a frame is the one that was found, a
 * failure is told. So whatever is finished is kept, however the rest goes on.
 */
export async function tellEnd(
  tx: Tx,
  record: RecordChange,
  row: Told & Pick<JobRow, 'status' | 'result'>,
  problem: Problem | null,
  now: number,
): Promise<void> {
  const [at, part] = [placeOf(row), readStoryPart(row.story_part)]
  if (at === null || part === null) return
  const story = await readStory(tx, at.userId, at.storyboardId)
  const segment = story?.segments.find(({ id }) => id === at.segmentId)
  if (story === null || segment === undefined) return
  const settledUsdMicros = await settledFor(tx, at.segmentId)
  await writeSegmentState(tx, record, at, { settledUsdMicros }, now)
  if (part.role === 'clip') await endClip(tx, record, { at, row, part, story, segment, problem }, now)
  if (row.status !== 'completed' && part.role !== 'clip' && problem !== null) {
    await writeSegmentState(tx, record, at, { error: { code: problem.code, detail: problem.detail } }, now)
  }
  const result = parseResult(row)
  if (result?.kind === 'image') await keepFrame(tx, record, { at, story, segment, role: part.role, assetId: result.image }, now)
}

interface EndedClip {
  readonly at: SegmentPlace
  readonly row: Told & Pick<JobRow, 'status' | 'result'>
  readonly part: StoryPart
  readonly story: Story
  readonly segment: Segment
  readonly problem: Problem | null
}

async function endClip(tx: Tx, record: RecordChange, ended: EndedClip, now: number): Promise<void> {
  const { at, row, part, story, segment, problem } = ended
  const result = parseResult(row)
  if (result?.kind !== 'clip' || part.basis === null) {
    // What was there before a further take failed is still shown.
    const status = segment.chosen === null ? (row.status === 'failed' ? 'failed' : 'cancelled') : 'completed'
    const error = row.status !== 'failed' || problem === null ? null : { code: problem.code, detail: problem.detail }
    return await writeSegmentState(tx, record, at, { status, error, ...(status === 'completed' ? { progress: 100 } : {}) }, now)
  }
  const { duration } = await tx.selectFrom('assets').select('duration').where('id', '=', result.video).executeTakeFirstOrThrow()
  const { inputs, continuous, follows, titleText } = part.basis
  // Of clips that are made at the same time the one before may have been done first.
  const before = continuous ? (story.segments[segment.index - 1]?.chosen?.id ?? null) : null
  const take = { jobId: row.id, assetId: result.video, seconds: duration ?? segment.duration, inputs, continuous, titleText }
  await addTake(tx, record, at, { ...take, follows: follows ?? before }, now)
  await writeSegmentState(tx, record, at, { status: 'completed', progress: 100, error: null, continuity: null }, now)
  const next = story.segments[segment.index + 1]
  if (next?.continuous === true) await writeSegmentState(tx, record, { ...at, segmentId: next.id }, { continuity: null }, now)
}

/** Notes a frame on its segment, and on the next one where that begins with it. */
export async function keepFrame(
  tx: Tx,
  record: RecordChange,
  frame: {
    readonly at: SegmentPlace
    readonly story: Story
    readonly segment: Segment
    readonly role: StoryPart['role']
    readonly assetId: string
  },
  now: number,
): Promise<void> {
  const { at, story, segment, role, assetId } = frame
  if (role === 'start_frame') return await writeSegmentState(tx, record, at, { foundStartFrame: assetId }, now)
  if (role !== 'end_frame') return
  await writeSegmentState(tx, record, at, { foundEndFrame: assetId }, now)
  const next = story.segments[segment.index + 1]
  if (next?.continuous !== true) return
  await writeSegmentState(tx, record, { ...at, segmentId: next.id }, { foundStartFrame: assetId }, now)
}

function placeOf({ user_id: userId, storyboard_id: storyboardId, segment_id: segmentId }: Told): SegmentPlace | null {
  return storyboardId === null || segmentId === null ? null : { userId, storyboardId, segmentId }
}

/** What all jobs of a segment were charged, in micro-dollars. */
async function settledFor(tx: Tx, segmentId: string): Promise<number> {
  const rows = await tx.selectFrom('jobs').select('settled_usd_micros').where('segment_id', '=', segmentId).execute()
  return rows.reduce((sum, { settled_usd_micros: settled }) => sum + (settled ?? 0), 0)
}
