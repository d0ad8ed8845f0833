import { CHANGE_ENTITIES, type Hello } from 'shared/wire'
import type { Db } from '../db/index.ts'
import type { ChangeRow } from './presenters.ts'
import { isEntity } from './record.ts'

/** The identity and the reach of the feed as they are now; never remembered, as a restore or a prune changes them under us. */
export async function readFeed(db: Db): Promise<Hello> {
  const row = await db.selectFrom('feed').select(['feed_id', 'oldest_seq', 'seq']).where('id', '=', 1).executeTakeFirstOrThrow()
  return { feedId: row.feed_id, oldestSeq: row.oldest_seq, seq: row.seq }
}

/** One user's changes after a seq, oldest first. */
export async function readRows(db: Db, userId: string, after: number, limit: number): Promise<readonly ChangeRow[]> {
  const rows = await db
    .selectFrom('changes')
    .select(['entity', 'entity_id', 'seq', 'op', 'at'])
    .where('user_id', '=', userId)
    .where('seq', '>', after)
    .where('entity', 'in', [...CHANGE_ENTITIES])
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.flatMap(({ entity, entity_id, seq, op, at }) => (isEntity(entity) ? [{ entity, entityId: entity_id, seq, op, at }] : []))
}
