import { type Outcome, refuse, succeed } from 'shared/wire'
import type { RecordChange } from '../../changes/index.ts'
import type { Tx } from '../../db/index.ts'
import { insertStory } from '../create.ts'
import { refer, typesOf } from '../story-assets.ts'
import type { ArchivedStory } from './archived-story.ts'
import { type RenewedStory, withNewIds } from './new-ids.ts'

/** A story of an archive whose files are assets of the user. */
export interface StoryArrival {
  readonly story: ArchivedStory
  /** Ids of the user's assets by those that the archive names. */
  readonly assets: ReadonlyMap<string, string>
  readonly key: string | null
  readonly requestHash: string
}

/**
 * Keeps a story from an archive as a new one, in the caller's transaction; gives its id. Takes, frames and sounds come with it, its undo
 * begins anew. `media_invalid` where the archive names what it does not hold or what is of another type than its place; else as `insertStory`.
 */
export async function insertArchived(
  tx: Tx,
  record: RecordChange,
  userId: string,
  { story, assets, key, requestHash }: StoryArrival,
  now: number,
): Promise<Outcome<string>> {
  const renewed = withNewIds(story, assets)
  if (!renewed.ok) return renewed
  const { document, segments, sounds } = renewed.value
  const types = await typesOf(tx, userId, [...assets.values()])
  const fits = [...segments].every(
    ([, { takes, startFrame, endFrame }]) =>
      takes.every(({ assetId }) => assetId === null || types.get(assetId) === 'video') &&
      [startFrame, endFrame].every((frame) => frame === null || types.get(frame) === 'image'),
  )
  const heard = sounds.every(({ assetId }) => ['audio', 'video'].includes(types.get(assetId) ?? ''))
  if (!fits || !heard)
    return refuse('media_invalid', 'A file of the archive is of another type than its place.', { params: { reason: 'wrong_type' } })
  const { planned, source } = story
  const made = await insertStory(tx, record, userId, { document, planned, source, key, requestHash }, now)
  if (!made.ok) return made
  for (const [id, { takes, startFrame, endFrame, continuity }] of segments) {
    const state = takes.length === 0 ? { status: 'queued' as const, progress: 0 } : { status: 'completed' as const, progress: 100 }
    const frames = { start_frame: startFrame, end_frame: endFrame }
    await tx
      .updateTable('segments')
      .set({ ...state, ...frames, takes: JSON.stringify(takes), continuity: continuity === null ? null : JSON.stringify(continuity) })
      .where('id', '=', id)
      .execute()
  }
  if (sounds.length > 0) {
    const rows = sounds.map(({ place, request, assetId, words, draft }) => ({
      storyboard_id: made.value,
      place,
      request: JSON.stringify(request),
      asset_id: assetId,
      words: JSON.stringify(words),
      draft: draft ? (1 as const) : (0 as const),
      created_at: now,
    }))
    await tx.insertInto('story_sounds').values(rows).execute()
  }
  await refer(tx, made.value, usedBy(renewed.value))
  return succeed(made.value)
}

function usedBy({ segments, sounds }: RenewedStory): readonly string[] {
  const frames = [...segments.values()].flatMap(({ takes, startFrame, endFrame }) => [
    startFrame,
    endFrame,
    ...takes.map(({ assetId }) => assetId),
  ])
  return [...frames, ...sounds.map(({ assetId }) => assetId)].filter((id) => id !== null)
}
