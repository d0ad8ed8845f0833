import { storyboard, storyPlan } from 'shared/wire'
import type { Db, SegmentRow, StoryboardRow, Tx } from '../db/index.ts'
import { assemble } from './assemble.ts'
import { storyDocument } from './document.ts'
import type { Story } from './face.ts'

/** A user's story as it is now, inside a transaction or not; null where there is none, or it was deleted. */
export async function readStory(db: Db | Tx, userId: string, id: string): Promise<Story | null> {
  const [story] = await readStories(db, userId, [id])
  return story ?? null
}

/** Those of these stories that the user has, in no order. */
export async function readStories(db: Db | Tx, userId: string, ids: readonly string[]): Promise<readonly Story[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('storyboards')
    .selectAll()
    .where('user_id', '=', userId)
    .where('id', 'in', [...ids])
    .where('deleted_at', 'is', null)
    .execute()
  if (rows.length === 0) return []
  const segments = await db
    .selectFrom('segments')
    .selectAll()
    .where(
      'storyboard_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  const byStory = Map.groupBy(segments, (segment) => segment.storyboard_id)
  return rows.map((row) => storyOf(row, byStory.get(row.id) ?? []))
}

/** A story from its rows. */
export function storyOf(row: StoryboardRow, segments: readonly SegmentRow[]): Story {
  const document = storyDocument.parse(JSON.parse(row.document))
  return {
    ...document,
    ...assemble(document, new Map(segments.map((segment) => [segment.id, segment]))),
    id: row.id,
    userId: row.user_id,
    version: row.version,
    planned: row.planned === null ? null : storyPlan.parse(JSON.parse(row.planned)),
    source: row.source === null ? null : storyboard.shape.source.parse(JSON.parse(row.source)),
    canUndo: row.head > row.oldest,
    canRedo: row.head < row.newest,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
