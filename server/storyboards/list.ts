import { sql } from 'kysely'
import { type Outcome, refuse, type Storyboard, type StoryboardList, succeed } from 'shared/wire'
import type { Load } from '../changes/index.ts'
import { containsText, type Db, decodeCursor, encodeCursor } from '../db/index.ts'
import type { StoryboardQuery } from './face.ts'

const DEFAULT_LIMIT = 50

/** A page of a user's stories, newest first; a cursor is the place of the last one of the page before. */
export async function listStories(
  db: Db,
  userId: string,
  query: StoryboardQuery,
  read: Load<Storyboard>,
): Promise<Outcome<StoryboardList>> {
  const limit = query.limit ?? DEFAULT_LIMIT
  let found = db.selectFrom('storyboards').select(['created_at', 'id']).where('user_id', '=', userId).where('deleted_at', 'is', null)
  const words = query.q?.trim() ?? ''
  if (words !== '') found = found.where(containsText(db, sql.ref('search_text'), words))
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(query.cursor) ?? []
    if (typeof at !== 'number' || typeof id !== 'string') {
      const message = 'is not one that a list gave'
      return refuse('invalid_request', `The cursor ${message}.`, { issues: [{ path: 'cursor', message }] })
    }
    found = found.where((is) => is.or([is('created_at', '<', at), is.and([is('created_at', '=', at), is('id', '<', id)])]))
  }
  const rows = await found
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor([last.created_at, last.id]) : null
  const ids = page.map(({ id }) => id)
  const stories = await read(userId, ids)
  return succeed({ items: ids.flatMap((id) => stories.get(id) ?? []), nextCursor })
}
