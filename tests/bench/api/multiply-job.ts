import { readConfig } from '../../../server/config/index.ts'
import { newId, openDatabase } from '../../../server/db/index.ts'

const BATCH = 200

/**
 * Copies one finished job, with its attempt, its money and its place in the feed, until a data directory holds that many jobs.
 * The server that uses the directory must not be running.
 * @returns the ids of the copies
 */
export async function multiplyJob(dataDir: string, id: string, total: number): Promise<readonly string[]> {
  const read = readConfig({ DATA_DIR: dataDir }, dataDir)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const database = await openDatabase(read.config.database)
  const { db } = database
  const model = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const attempt = await db.selectFrom('attempts').selectAll().where('job_id', '=', id).executeTakeFirstOrThrow()
  const ledger = await db.selectFrom('ledger').selectAll().where('job_id', '=', id).execute()
  const feed = await db.selectFrom('feed').selectAll().executeTakeFirstOrThrow()
  const made = Array.from({ length: total }, (_, index) => ({ id: newId('job'), at: model.created_at - index * 1000, seq: feed.seq + index + 1 }))
  for (let from = 0; from < total; from += BATCH) {
    const batch = made.slice(from, from + BATCH)
    const copies = batch.map(({ id: job_id, at }) => ({ ...model, id: job_id, idempotency_key: null, created_at: at }))
    await db.insertInto('jobs').values(copies).execute()
    await db.insertInto('attempts').values(batch.map(({ id: job_id, at }) => ({ ...attempt, id: newId('att'), job_id, idempotency_key: job_id, created_at: at }))).execute()
    await db
      .insertInto('ledger')
      .values(batch.flatMap(({ id: job_id, at }) => ledger.map((entry) => ({ ...entry, id: newId('led'), job_id, entry_key: entry.entry_key.replace(id, job_id), at }))))
      .execute()
    const { user_id } = model
    await db
      .insertInto('changes')
      .values(batch.map(({ id: entity_id, at, seq }) => ({ user_id, entity: 'job', entity_id, seq, op: 'put' as const, at })))
      .execute()
  }
  await db.updateTable('feed').set({ seq: feed.seq + total }).execute()
  await database.close()
  return made.map((each) => each.id)
}
