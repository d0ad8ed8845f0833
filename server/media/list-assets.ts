import { sql } from 'kysely'
import { refuse, succeed, type Asset, type AssetList, type Outcome } from 'shared/wire'
import type { Load } from '../changes/index.ts'
import { containsText, decodeCursor, encodeCursor, type Db } from '../db/index.ts'
import { tagLine } from './asset-rows.ts'
import type { AssetQuery } from './library-face.ts'

const DEFAULT_LIMIT = 50

const searched = sql.ref('search_text')

/** A page of a user's assets, newest first; a cursor is the place of the last asset of the page before. */
export async function listAssets(db: Db, userId: string, query: AssetQuery, read: Load<Asset>): Promise<Outcome<AssetList>> {
  const limit = query.limit ?? DEFAULT_LIMIT
  // Only places are searched for, which an index that holds the text answers without reading a row.
  let found = db.selectFrom('assets').select(['created_at', 'id']).where('user_id', '=', userId)
  if (query.type !== undefined) found = found.where('type', '=', query.type)
  if (query.sourceType !== undefined) found = found.where('source_type', '=', query.sourceType)
  if (query.tag !== undefined) found = found.where(containsText(db, searched, `\n${tagLine(query.tag)}\n`))
  if (query.q !== undefined && query.q.trim() !== '') found = found.where(containsText(db, searched, query.q.trim()))
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(query.cursor) ?? []
    if (typeof at !== 'number' || typeof id !== 'string') return refuseCursor()
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
  const assets = await read(userId, ids)
  return succeed({ items: ids.flatMap((id) => assets.get(id) ?? []), nextCursor })
}

function refuseCursor(): ReturnType<typeof refuse> {
  return refuse('invalid_request', 'The cursor is not one that a list gave.', {
    issues: [{ path: 'cursor', message: 'is not one that a list gave' }],
  })
}
