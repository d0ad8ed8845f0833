import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createChanges } from '../../server/changes/index.ts'
import type { JobRow } from '../../server/db/index.ts'
import { claim } from '../../server/jobs/index.ts'
import { startServer } from '../harness/server.ts'
import { databaseOf } from './books.ts'
import { isOver, postJob, waitForJob } from './client.ts'
import { ready, type Run } from './kill.ts'

const LEASE_MS = 30_000
const THAW_MS = 2000
const EMPTIED_MS = 20_000

/**
 * Freezes a server in the middle of its work, takes its job over once the lease has run out, thaws it, and looks at what it
 * still writes: nothing. A second server on the same directory is refused all the while.
 */
export async function freeze(run: Run): Promise<void> {
  const { dataDir, key, request, checks } = run
  const server = await startServer({ dataDir })
  await ready(server)
  const second = await startServer({ dataDir }).then(
    async (other) => {
      await other.stop()
      return 'started'
    },
    (error: unknown) => String(error),
  )
  checks.expect('a second server is refused and names the pid', second.includes(`process ${server.pid}`), second)
  const job = await postJob(server, key, request)
  if (job === null) throw new Error('the server died')
  await waitForJob(server, job.id, ({ stage }) => stage === 'generating', 20_000)
  server.kill('SIGSTOP')
  const taken = await takeOver(dataDir, job.id)
  server.kill('SIGCONT')
  const left = await emptied(path.join(dataDir, 'temporary'))
  await wait(THAW_MS)
  const after = await readRow(dataDir, job.id)
  const same = JSON.stringify(after.row) === JSON.stringify(taken)
  checks.expect('a thawed server changes no row of a job that was taken over', same, { taken, after: after.row })
  checks.expect('it settles nothing', after.settlements === 0, after.settlements)
  checks.expect('it throws its file away', left.length === 0, left)
  await server.stop()

  const next = await startServer({ dataDir })
  const done = await waitForJob(next, job.id, isOver, 60_000)
  checks.expect('the next server completes the job', done?.status === 'completed', done?.error)
  await next.stop()
}

/** What is left in a directory once it is empty or the time is up. */
async function emptied(directory: string): Promise<readonly string[]> {
  for (const until = performance.now() + EMPTIED_MS; performance.now() < until; await wait(100)) {
    if ((await readdir(directory)).length === 0) return []
  }
  return await readdir(directory)
}

/** Claims the job as another process would that finds its lease run out: one lease later by the clock. */
async function takeOver(dataDir: string, jobId: string): Promise<JobRow> {
  const database = await databaseOf(dataDir)
  try {
    const { user_id: userId } = await database.db.selectFrom('jobs').select('user_id').where('id', '=', jobId).executeTakeFirstOrThrow()
    const changes = createChanges({ db: database.db, clock: Date.now })
    const by = { jobId, owner: 'another process', leaseMs: LEASE_MS, now: Date.now() + LEASE_MS + 1 }
    const claimed = await changes.transaction(userId, (tx, record) => claim(tx, record, by))
    if (!claimed.ok) throw new Error(`the job could not be taken over: ${claimed.reason}`)
    return claimed.value.row
  } finally {
    await database.close()
  }
}

async function readRow(dataDir: string, jobId: string): Promise<{ readonly row: JobRow; readonly settlements: number }> {
  const database = await databaseOf(dataDir)
  try {
    const row = await database.db.selectFrom('jobs').selectAll().where('id', '=', jobId).executeTakeFirstOrThrow()
    const settled = await database.db.selectFrom('ledger').select('id').where('entry_key', '=', `settle:${jobId}`).execute()
    return { row, settlements: settled.length }
  } finally {
    await database.close()
  }
}
