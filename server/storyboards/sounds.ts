import { timedWord } from 'shared/wire'
import { z } from 'zod'
import type { Db, Tx } from '../db/index.ts'

/** What stands for a segment where a sound is the music of the whole story. */
export const MUSIC_PLACE = 'music'

/** What stands for a segment where it is the words that are heard in the film. */
export const HEARD_PLACE = 'heard'

/** A voice, music or the words of a film that an imported story brought with it. */
export interface StorySound {
  /** Null for words alone. */
  readonly assetId: string | null
  /** What was asked of whoever made it, as it was parsed from JSON. */
  readonly request: unknown
  readonly words: readonly z.infer<typeof timedWord>[]
  readonly draft: boolean
}

/** What a story brought for a segment, its music or its film; null where it brought none. */
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
  return rows.map((row) => row.asset_id).filter((id) => id !== null)
}

/** Keeps the words that are heard in a story's film, to be found again by a key. */
export async function keepHeard(
  tx: Tx,
  storyboardId: string,
  heard: { readonly key: string; readonly words: StorySound['words'] },
  now: number,
): Promise<void> {
  const words = JSON.stringify(heard.words)
  const row = { asset_id: null, draft: 0, created_at: now } as const
  await tx
    .insertInto('story_sounds')
    .values({ ...row, storyboard_id: storyboardId, place: HEARD_PLACE, request: JSON.stringify({ key: heard.key }), words })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
