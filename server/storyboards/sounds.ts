import { timedWord } from 'shared/wire'
import { z } from 'zod'
import type { Db, Tx } from '../db/index.ts'

/** What stands for a segment where a sound is the music of the whole story. */
export const MUSIC_PLACE = 'music'

/** A voice or music that an imported story brought with it. */
export interface StorySound {
  readonly assetId: string
  /** What was asked of whoever made it, as it was parsed from JSON. */
  readonly request: unknown
  readonly words: readonly z.infer<typeof timedWord>[]
  readonly draft: boolean
}

/** The sound that a story brought for a segment, or its music; null where it brought none. */
export async function broughtSound(db: Db | Tx, storyboardId: string, place: string): Promise<StorySound | null> {
  const row = await db
    .selectFrom('story_sounds')
    .selectAll()
    .where('storyboard_id', '=', storyboardId)
    .where('place', '=', place)
    .executeTakeFirst()
  if (row === undefined) return null
  const { asset_id: assetId, draft } = row
  const request: unknown = JSON.parse(row.request)
  return { assetId, request, words: z.array(timedWord).parse(JSON.parse(row.words)), draft: draft === 1 }
}

/** The assets of everything that a story brought to be heard. */
export async function broughtAssets(tx: Tx, storyboardId: string): Promise<readonly string[]> {
  const rows = await tx.selectFrom('story_sounds').select('asset_id').where('storyboard_id', '=', storyboardId).execute()
  return rows.map((row) => row.asset_id)
}
