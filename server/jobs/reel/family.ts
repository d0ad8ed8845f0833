import { isTerminal, OPEN_STATUSES } from 'shared/progress'
import type { Job } from 'shared/wire'
import type { RecordChange } from '../../changes/index.ts'
import type { Db, JobRow, Tx } from '../../db/index.ts'
import { requestCancel } from '../transitions.ts'

/** What the reels among these jobs cost: the sum of their children, as a reel pays nothing itself. Of other jobs nothing is answered. */
export async function familyCosts(db: Db, rows: readonly JobRow[]): Promise<ReadonlyMap<string, Job['cost']>> {
  const reels = rows.filter(({ kind }) => kind === 'reel')
  if (reels.length === 0) return new Map()
  const children = await db
    .selectFrom('jobs')
    .select(['parent_id', 'estimated_usd_micros', 'held_usd_micros', 'settled_usd_micros'])
    .where(
      'parent_id',
      'in',
      reels.map(({ id }) => id),
    )
    .execute()
  const byReel = Map.groupBy(children, (child) => child.parent_id)
  return new Map(
    reels.map(({ id, status }) => {
      const own = byReel.get(id) ?? []
      const sum = (of: (child: (typeof own)[number]) => number): number => own.reduce((total, child) => total + of(child), 0)
      const cost = {
        estimatedUsdMicros: sum((child) => child.estimated_usd_micros),
        heldUsdMicros: sum((child) => child.held_usd_micros),
        settledUsdMicros: isTerminal(status) ? sum((child) => child.settled_usd_micros ?? 0) : null,
      }
      return [id, cost]
    }),
  )
}

/** Asks for the end of everything that a job has made and that is not over, in the transaction in which that ends. Gives those at work. */
export async function cancelChildren(tx: Tx, record: RecordChange, parentId: string, now: number): Promise<readonly JobRow[]> {
  const open = await tx.selectFrom('jobs').selectAll().where('parent_id', '=', parentId).where('status', 'in', OPEN_STATUSES).execute()
  for (const child of open) await requestCancel(tx, record, child, now)
  return open.filter(({ status }) => status !== 'queued')
}
