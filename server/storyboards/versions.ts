import type { StoryboardRow, Tx } from '../db/index.ts'

/** Most edits that can be taken back. */
const MOST_VERSIONS = 100

type Head = Pick<StoryboardRow, 'head' | 'oldest' | 'newest'>

/** Leaves the present document behind for a new one: what could be redone is forgotten, and of what can be undone the oldest. */
export async function leaveBehind(tx: Tx, row: StoryboardRow): Promise<Head> {
  await keep(tx, row)
  const head = row.head + 1
  const oldest = Math.max(row.oldest, head - MOST_VERSIONS)
  await tx
    .deleteFrom('storyboard_versions')
    .where('storyboard_id', '=', row.id)
    .where((is) => is.or([is('place', '>', row.head), is('place', '<', oldest)]))
    .execute()
  return { head, oldest, newest: head }
}

/** Goes one document back (-1) or forth (+1), leaving the present one where it can be come back to; null at either end. */
export async function goAlong(tx: Tx, row: StoryboardRow, step: -1 | 1): Promise<(Head & { readonly document: string }) | null> {
  const head = row.head + step
  if (head < row.oldest || head > row.newest) return null
  await keep(tx, row)
  const { document } = await tx
    .selectFrom('storyboard_versions')
    .select('document')
    .where('storyboard_id', '=', row.id)
    .where('place', '=', head)
    .executeTakeFirstOrThrow()
  return { head, oldest: row.oldest, newest: row.newest, document }
}

async function keep(tx: Tx, { id, head, document }: StoryboardRow): Promise<void> {
  await tx
    .insertInto('storyboard_versions')
    .values({ storyboard_id: id, place: head, document })
    .onConflict((conflict) => conflict.columns(['storyboard_id', 'place']).doUpdateSet({ document }))
    .execute()
}
