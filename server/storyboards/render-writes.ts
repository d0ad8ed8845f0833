import type { RecordChange } from '../changes/index.ts'
import { newId, type SegmentRow, type Tx } from '../db/index.ts'
import { takesOf } from './assemble.ts'
import { storyDocument } from './document.ts'
import { lockStory } from './edit.ts'
import type { NewTake, SegmentPlace, SegmentState } from './face.ts'
import { readStory } from './read-story.ts'
import { refer } from './story-assets.ts'
import type { StoredTake } from './takes.ts'

/**
 * Writes what rendering says of a segment, in the caller's transaction, and tells the feed. Leaves the story's version alone. Writes nothing
 * where the segment is gone.
 */
export async function writeSegmentState(tx: Tx, record: RecordChange, at: SegmentPlace, state: SegmentState, now: number): Promise<void> {
  const columns = columnsOf(state)
  if (Object.keys(columns).length === 0) return
  const written = await tx
    .updateTable('segments')
    .set({ ...columns, updated_at: now })
    .where('id', '=', at.segmentId)
    .where('storyboard_id', '=', at.storyboardId)
    .where('user_id', '=', at.userId)
    .returning('id')
    .executeTakeFirst()
  if (written === undefined) return
  const frames = [state.foundStartFrame ?? null, state.foundEndFrame ?? null].filter((id) => id !== null)
  await refer(tx, at.storyboardId, frames)
  await record({ entity: 'storyboard', id: at.storyboardId, op: 'put' })
}

/**
 * Adds a clip that was made for a segment, in the caller's transaction: it is shown from now on, whatever a person had chosen before, and
 * the story's version stays. A take of the same job changes nothing. Gives the take's id; null where the segment is gone.
 */
export async function addTake(tx: Tx, record: RecordChange, at: SegmentPlace, made: NewTake, now: number): Promise<string | null> {
  // The lock of the story's row makes an edit at the same moment wait.
  const story = (await lockStory(tx, at)) === null ? null : await readStory(tx, at.userId, at.storyboardId)
  const row = await findSegment(tx, at)
  if (story === null || row === null) return null
  const part = story.segments.find(({ id }) => id === at.segmentId)
  const takes = takesOf(row)
  const known = takes.find(({ jobId }) => jobId === made.jobId)
  if (known !== undefined) return known.id
  const take: StoredTake = {
    id: newId('tak'),
    jobId: made.jobId,
    assetId: made.assetId,
    in: null,
    out: null,
    seconds: made.seconds,
    basis: { inputs: made.inputs, continuous: made.continuous, follows: made.follows, titleText: made.titleText },
  }
  await writeTakes(tx, at, [...takes, take], now)
  if (part !== undefined && part.take !== null) await chooseNewest(tx, at)
  const next = part === undefined || part.chosen !== null ? undefined : story.segments[part.index + 1]
  if (next !== undefined) await follow(tx, { ...at, segmentId: next.id }, take.id, now)
  await refer(tx, at.storyboardId, [made.assetId])
  await record({ entity: 'storyboard', id: at.storyboardId, op: 'put' })
  return take.id
}

async function writeTakes(tx: Tx, at: Pick<SegmentPlace, 'segmentId'>, takes: readonly StoredTake[], now: number): Promise<void> {
  await tx
    .updateTable('segments')
    .set({ takes: JSON.stringify(takes), updated_at: now })
    .where('id', '=', at.segmentId)
    .execute()
}

async function findSegment(tx: Tx, at: SegmentPlace): Promise<SegmentRow | null> {
  const row = await tx
    .selectFrom('segments')
    .selectAll()
    .where('id', '=', at.segmentId)
    .where('storyboard_id', '=', at.storyboardId)
    .where('user_id', '=', at.userId)
    .executeTakeFirst()
  return row ?? null
}

/** Forgets which take a person had chosen, so that the newest is shown. */
async function chooseNewest(tx: Tx, { storyboardId, segmentId }: SegmentPlace): Promise<void> {
  const row = await tx.selectFrom('storyboards').select('document').where('id', '=', storyboardId).executeTakeFirstOrThrow()
  const document = storyDocument.parse(JSON.parse(row.document))
  const segments = document.segments.map((segment) => (segment.id === segmentId ? { ...segment, take: null } : segment))
  await tx
    .updateTable('storyboards')
    .set({ document: JSON.stringify({ ...document, segments }) })
    .where('id', '=', storyboardId)
    .execute()
}

/** Of segments that are made at the same time the first may be done last: what was made beside it follows it now. */
async function follow(tx: Tx, at: SegmentPlace, takeId: string, now: number): Promise<void> {
  const row = await findSegment(tx, at)
  const takes = takesOf(row ?? undefined)
  const waits = (take: StoredTake): boolean => take.basis !== null && take.basis.continuous && take.basis.follows === null
  if (!takes.some(waits)) return
  const following = takes.map((take) => {
    if (take.basis === null || !waits(take)) return take
    return { ...take, basis: { ...take.basis, follows: takeId } }
  })
  await writeTakes(tx, at, following, now)
}

function columnsOf(state: SegmentState): Partial<SegmentRow> {
  const { status, progress, foundStartFrame, foundEndFrame, continuity, error, estimatedUsdMicros, settledUsdMicros } = state
  return {
    ...(status === undefined ? {} : { status }),
    ...(progress === undefined ? {} : { progress }),
    ...(foundStartFrame === undefined ? {} : { start_frame: foundStartFrame }),
    ...(foundEndFrame === undefined ? {} : { end_frame: foundEndFrame }),
    ...(continuity === undefined ? {} : { continuity: continuity === null ? null : JSON.stringify(continuity) }),
    ...(error === undefined ? {} : { error: error === null ? null : JSON.stringify(error) }),
    ...(estimatedUsdMicros === undefined ? {} : { estimated_usd_micros: estimatedUsdMicros }),
    ...(settledUsdMicros === undefined ? {} : { settled_usd_micros: settledUsdMicros }),
  }
}
