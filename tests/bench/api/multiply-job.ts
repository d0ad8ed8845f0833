import { readConfig } from '../../../server/config/index.ts'
import { type Db, newId, openDatabase } from '../../../server/db/index.ts'

const BATCH = 200

/**
 * Copies one finished job, with its attempt, its money, its files' rows and its place in the feed, until a data directory holds that
 * many jobs. The server that uses the directory must not be running.
 * @returns the ids of the copies
 */
export async function multiplyJob(dataDir: string, id: string, total: number): Promise<readonly string[]> {
  const read = readConfig({ DATA_DIR: dataDir }, dataDir)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const database = await openDatabase(read.config.database)
  const model = await readModel(database.db, id)
  const ids: string[] = []
  while (ids.length < total) ids.push(...(await copyBatch(database.db, model, ids.length, Math.min(BATCH, total - ids.length))))
  await database.close()
  return ids
}

type Model = Awaited<ReturnType<typeof readModel>>

async function readModel(db: Db, id: string) {
  return {
    job: await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    attempt: await db.selectFrom('attempts').selectAll().where('job_id', '=', id).executeTakeFirstOrThrow(),
    ledger: await db.selectFrom('ledger').selectAll().where('job_id', '=', id).execute(),
    assets: await db.selectFrom('assets').selectAll().where('source_job_id', '=', id).execute(),
    feed: await db.selectFrom('feed').selectAll().executeTakeFirstOrThrow(),
  }
}

async function copyBatch(db: Db, { job, attempt, ledger, assets, feed }: Model, from: number, count: number): Promise<readonly string[]> {
  const size = 1 + assets.length
  const made = Array.from({ length: count }, (_, index) => ({
    id: newId('job'),
    at: job.created_at - (from + index) * 1000,
    seq: feed.seq + (from + index) * size,
    assets: assets.map((asset) => ({ model: asset, id: newId('ast') })),
  }))
  await db.transaction().execute(async (tx) => {
    const copies = made.map(({ id, at, assets: own }) => ({
      ...job,
      id,
      idempotency_key: null,
      created_at: at,
      result: own.reduce((text, asset) => text?.replaceAll(asset.model.id, asset.id) ?? null, job.result),
    }))
    await tx.insertInto('jobs').values(copies).execute()
    const files = made.flatMap(({ id, at, assets: own }) =>
      own.map((asset) => ({ ...asset.model, id: asset.id, source_job_id: id, created_at: at })),
    )
    await tx.insertInto('assets').values(files).execute()
    await tx
      .insertInto('attempts')
      .values(made.map(({ id, at }) => ({ ...attempt, id: newId('att'), job_id: id, idempotency_key: id, created_at: at })))
      .execute()
    const entries = made.flatMap(({ id, at }) =>
      ledger.map((entry) => ({ ...entry, id: newId('led'), job_id: id, entry_key: entry.entry_key.replace(job.id, id), at })),
    )
    await tx.insertInto('ledger').values(entries).execute()
    const places = made.flatMap(({ id, at, seq, assets: own }) => [
      ...own.map((asset, index) => ({ entity: 'asset', entity_id: asset.id, seq: seq + 1 + index, at })),
      { entity: 'job', entity_id: id, seq: seq + size, at },
    ])
    await tx
      .insertInto('changes')
      .values(places.map((place) => ({ ...place, user_id: job.user_id, op: 'put' as const })))
      .execute()
    await tx
      .updateTable('feed')
      .set({ seq: feed.seq + (from + count) * size })
      .execute()
  })
  return made.map(({ id }) => id)
}
