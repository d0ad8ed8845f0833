import { sql } from 'kysely'
import { refuse, succeed, type Asset, type AssetList, type Outcome } from 'shared/wire'
import { containsText, decodeCursor, encodeCursor, type AssetRow, type Db } from '../db/index.ts'
import { tagLine } from './asset-rows.ts'
import type { AssetQuery } from './library-face.ts'

const DEFAULT_LIMIT = 50

const searched = sql.ref('search_text')

/** A page of a user's assets, newest first; a cursor is the place of the last asset of the page before. */
export async function listAssets(db: Db, userId: string, query: AssetQuery, show: (row: AssetRow) => Asset): Promise<Outcome<AssetList>> {
  const limit = query.limit ?? DEFAULT_LIMIT
  // Only ids are searched for, which an index that holds the text answers without reading a row.
  let found = db.selectFrom('assets').select('id').where('user_id', '=', userId)
  if (query.type !== undefined) found = found.where('type', '=', query.type)
  if (query.sourceType !== undefined) found = found.where('source_type', '=', query.sourceType)
  if (query.tag !== undefined) found = found.where(containsText(db, searched, `\n${tagLine(query.tag)}\n`))
  if (query.q !== undefined && query.q.trim() !== '') found = found.where(containsText(db, searched, query.q.trim()))
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(query.cursor) ?? []
    if (typeof at !== 'number' || typeof id !== 'string') return refuseCursor()
    found = found.where((is) => is.or([is('created_at', '<', at), is.and([is('created_at', '=', at), is('id', '<', id)])]))
  }
  const ids = await found
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const rows = await readInOrder(
    db,
    userId,
    ids.map(({ id }) => id),
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor([last.created_at, last.id]) : null
  return succeed({ items: page.map(show), nextCursor })
}

async function readInOrder(db: Db, userId: string, ids: readonly string[]): Promise<readonly AssetRow[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('assets').selectAll().where('user_id', '=', userId).where('id', 'in', ids).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function refuseCursor(): ReturnType<typeof refuse> {
  return refuse('invalid_request', 'The cursor is not one that a list gave.', {
    issues: [{ path: 'cursor', message: 'is not one that a list gave' }],
  })
}
