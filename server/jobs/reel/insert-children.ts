import { sumUsdMicros } from 'shared/money'
import { OPEN_STATUSES } from 'shared/progress'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { RecordChange } from '../../changes/index.ts'
import type { JobRow, Tx } from '../../db/index.ts'
import { insertStory, type StoryDraft, writeSegmentState } from '../../storyboards/index.ts'
import type { NewJob } from '../insert-job.ts'
import type { PlannedChild } from './planned-child.ts'

/** What is admitted with a reel. */
export interface ReelPlan {
  /** Null where the draft is to be kept as one. */
  readonly storyboardId: string | null
  readonly draft: StoryDraft | null
  readonly children: readonly PlannedChild[]
}

type Insert = (job: NewJob) => Promise<Outcome<JobRow>>

/** Keeps the story of a reel where it has none yet, and gives its id. `conflict` while another reel of it is at work. */
export async function keepStory(
  tx: Tx,
  record: RecordChange,
  userId: string,
  { storyboardId, draft }: ReelPlan,
  requestHash: string,
  now: number,
): Promise<Outcome<string>> {
  if (draft !== null) return await insertStory(tx, record, userId, { ...draft, key: null, requestHash }, now)
  if (storyboardId === null) throw new Error('a reel without a story')
  const other = await tx
    .selectFrom('jobs')
    .select('id')
    .where('storyboard_id', '=', storyboardId)
    .where('kind', '=', 'reel')
    .where('status', 'in', OPEN_STATUSES)
    .executeTakeFirst()
  if (other === undefined) return succeed(storyboardId)
  return refuse('conflict', 'This storyboard is being made already; wait for that or cancel it.', {
    params: { jobId: other.id },
    action: 'wait',
  })
}

/** Writes the jobs that a reel will hand over, each with its hold, and what its segments are going to cost. */
export async function insertChildren(
  tx: Tx,
  record: RecordChange,
  parent: JobRow,
  children: readonly PlannedChild[],
  insert: Insert,
): Promise<Outcome<null>> {
  for (const { plan, segmentId, part, key } of children) {
    const made = await insert({
      plan,
      requestHash: key ?? '',
      key: null,
      parentId: parent.id,
      storyboardId: parent.storyboard_id,
      segmentId,
      storyPart: part,
      waits: true,
      promised: new Set(part.needs),
    })
    if (!made.ok) return made
  }
  for (const [segmentId, made] of Map.groupBy(children, (child) => child.segmentId)) {
    if (segmentId === null || parent.storyboard_id === null) continue
    const at = { userId: parent.user_id, storyboardId: parent.storyboard_id, segmentId }
    const isFilmed = made.some(({ part }) => part.role === 'clip')
    const estimatedUsdMicros = sumUsdMicros(...made.map(({ plan }) => plan.usdMicros))
    const begun = isFilmed ? { status: 'queued' as const, progress: 0, error: null } : {}
    await writeSegmentState(tx, record, at, { ...begun, estimatedUsdMicros }, parent.created_at)
  }
  return succeed(null)
}
