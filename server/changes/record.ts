import { type ChangeEntity, CHANGE_ENTITIES } from 'shared/wire'
import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'

/** One thing that changed, as whoever changed it says it. */
export interface ChangeNote {
  readonly entity: ChangeEntity
  readonly id: string
  readonly op: 'put' | 'delete'
}

/** Writes down that something changed; the last word on the same thing in one transaction is what counts. */
export type RecordChange = (change: ChangeNote) => Promise<void>

/** What a transaction has noted so far, by entity and id: a thing that changes twice is one change. */
export class Notes {
  readonly #byKey = new Map<string, ChangeNote>()

  add(note: ChangeNote): void {
    const key = `${note.entity} ${note.id}`
    this.#byKey.delete(key)
    this.#byKey.set(key, note)
  }

  get all(): readonly ChangeNote[] {
    return [...this.#byKey.values()]
  }
}

/**
 * Gives each note its seq and replaces what the feed held of the same thing. Done last in the transaction: the row lock on the counter is
 * then held until the commit and no longer, and the order of seqs is the order of commits.
 */
export async function writeNotes(tx: Tx, userId: string, notes: readonly ChangeNote[], at: number): Promise<void> {
  if (notes.length === 0) return
  const feed = await tx
    .updateTable('feed')
    .set({ seq: sql<number>`seq + ${notes.length}` })
    .where('id', '=', 1)
    .returning('seq')
    .executeTakeFirstOrThrow()
  const first = feed.seq - notes.length + 1
  await tx
    .insertInto('changes')
    .values(notes.map(({ entity, id, op }, index) => ({ user_id: userId, entity, entity_id: id, seq: first + index, op, at })))
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'entity', 'entity_id']).doUpdateSet((row) => ({
        seq: row.ref('excluded.seq'),
        op: row.ref('excluded.op'),
        at: row.ref('excluded.at'),
      })),
    )
    .execute()
}

/** Whether a text of the database names an entity of this version; a newer server may have written others. */
export function isEntity(text: string): text is ChangeEntity {
  return CHANGE_ENTITIES.some((entity) => entity === text)
}
