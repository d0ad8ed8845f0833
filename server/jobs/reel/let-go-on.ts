import { type Outcome, refuse, succeed } from 'shared/wire'
import type { JobRow } from '../../db/index.ts'
import { parseRequestOf } from '../columns.ts'
import type { JobsOptions } from '../face.ts'
import { noSuchJob } from '../marks.ts'
import { findJob } from '../repository.ts'
import { allOrNothing } from '../transaction.ts'

/** Notes on a reel that a person has looked at its frames, so that clips are made of them. `conflict` for any other job, or one that is over. */
export async function letGoOn(rooms: Pick<JobsOptions, 'changes'>, userId: string, id: string): Promise<Outcome<JobRow>> {
  return await allOrNothing(rooms.changes, userId, async (tx, record) => {
    const row = await findJob(tx, userId, id)
    if (row === null) return noSuchJob()
    const request = parseRequestOf('reel', row.request)
    if (request === null || (row.status !== 'processing' && row.status !== 'queued')) {
      return refuse('conflict', 'Only a reel that is not over can go on.', { params: { status: row.status } })
    }
    const written = await tx
      .updateTable('jobs')
      .set({ request: JSON.stringify({ ...request, framesChecked: true }) })
      .where('id', '=', id)
      .where('status', '=', row.status)
      .returningAll()
      .executeTakeFirst()
    if (written === undefined) return refuse('conflict', 'The reel has ended at this moment.')
    await record({ entity: 'job', id, op: 'put' })
    return succeed(written)
  })
}
