import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Job, type JobRequest, refuse } from 'shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MotionEngine } from '../../server/motion/index.ts'
import { type JobsHouse, type JobsHouseOptions, openJobs } from '../harness/jobs.ts'
import { photo } from '../harness/media.ts'

const DAY_MS = 86_400_000
const REQUEST: JobRequest = { kind: 'clip', prompt: 'A title for a test', duration: 3, resolution: '720p', frameRate: 24, seed: 1 }

let dataDir: string
let house: JobsHouse | null
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'pagereel-jobs-'))
  house = null
})
afterEach(async () => {
  await house?.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function open(options: JobsHouseOptions = {}): Promise<JobsHouse> {
  house = await openJobs(dataDir, options)
  return house
}

async function create({ jobs, userId }: JobsHouse, request: JobRequest = REQUEST): Promise<Job> {
  const made = await jobs.create(userId, request, { idempotencyKey: null })
  if (!made.ok) throw new Error(made.problem.detail)
  return made.value.job
}

async function until({ jobs, userId }: JobsHouse, id: string, wanted: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await jobs.get(userId, id)
    if (job !== null && wanted(job)) return job
    await wait(10)
  }
}

const ledgerOf = async ({ db }: JobsHouse, id: string) =>
  (await db.selectFrom('ledger').select('entry_key').where('job_id', '=', id).orderBy('entry_key').execute()).map((row) => row.entry_key)

describe('a gentle stop in the middle of a job', () => {
  it('gives the lease back and leaves no file, and the next start completes the job, once', async () => {
    const before = await open()
    await before.jobs.start()
    const { id } = await create(before, { ...REQUEST, duration: 10 })
    await until(before, id, ({ stage }) => stage === 'generating')
    await before.jobs.stop()
    const row = await before.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(row).toMatchObject({ status: 'processing', lease_owner: null, lease_until: null, lease_epoch: 1 })
    expect(await ledgerOf(before, id)).toEqual([`hold:${id}`])
    expect(await readdir(path.join(dataDir, 'temporary'))).toEqual([])
    await before.close()

    const after = await open()
    await writeFile(path.join(dataDir, 'temporary', 'left by a server that was killed'), '')
    await after.jobs.start()
    expect(await readdir(path.join(dataDir, 'temporary'))).not.toContain('left by a server that was killed')
    const done = await after.jobs.waitFor(after.userId, id, 60_000, AbortSignal.timeout(60_000))
    expect(done).toMatchObject({ status: 'completed', progress: 100 })
    expect(done?.attempts).toHaveLength(1)
    expect(await ledgerOf(after, id)).toEqual([`hold:${id}`, `settle:${id}`])
    expect([...before.faults, ...after.faults]).toEqual([])
  })
})

describe('work that makes no progress', () => {
  it('is stopped at the stall limit, and its job fails with its one settlement', async () => {
    const silent: MotionEngine = {
      render: async (_, { signal }) => {
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve)
        })
        return refuse('cancelled', 'Stopped.')
      },
      restyle: () => Promise.resolve(refuse('internal_error', 'Nothing is restyled here.')),
      warm: () => Promise.resolve(),
      pids: () => [],
      close: () => Promise.resolve(),
    }
    const stalling = await open({ motion: silent, times: { stallMs: 400 } })
    await stalling.jobs.start()
    const { id } = await create(stalling)
    const job = await stalling.jobs.waitFor(stalling.userId, id, 20_000, AbortSignal.timeout(20_000))
    expect(job).toMatchObject({ status: 'failed', error: { code: 'timeout', retryable: true, params: { seconds: 0.4, money: 'none' } } })
    expect(job?.attempts).toMatchObject([{ status: 'failed', costUsdMicros: 0 }])
    expect(await ledgerOf(stalling, id)).toEqual([`hold:${id}`, `settle:${id}`])
  })
})

describe('a full quota', () => {
  it('refuses new work and new pictures with storage_full, and deletes nothing', async () => {
    const roomy = await open({ quotaBytes: 1 })
    await roomy.jobs.start()
    const { id } = await create(roomy)
    expect((await roomy.jobs.waitFor(roomy.userId, id, 60_000, AbortSignal.timeout(60_000)))?.status).toBe('completed')
    const refused = await roomy.jobs.create(roomy.userId, REQUEST, { idempotencyKey: 'full' })
    expect(refused).toMatchObject({ ok: false, problem: { code: 'storage_full', params: { quotaBytes: 1 } } })
    await using file = await roomy.storage.temporary('upload')
    await writeFile(file.path, await photo(64, 48))
    const upload = { temporaryPath: file.path, sourceType: 'uploaded' } as const
    expect(await roomy.library.addPicture(roomy.userId, upload)).toMatchObject({ ok: false, problem: { code: 'storage_full' } })
    expect(await roomy.jobs.get(roomy.userId, id)).toHaveProperty('result.video.id')
    await roomy.close()

    const bigger = await open({ quotaBytes: 10_000_000_000 })
    expect(await bigger.jobs.create(bigger.userId, REQUEST, { idempotencyKey: 'full' })).toMatchObject({ ok: true })
  })
})

describe('sweeping', () => {
  it('removes tombstones that are old enough, once a day', async () => {
    const time = { now: Date.now() }
    const tidy = await open({ clock: () => time.now })
    const bury = (id: string) => tidy.changes.transaction(tidy.userId, (_, record) => record({ entity: 'asset', id, op: 'delete' }))
    const buried = async () => (await tidy.db.selectFrom('changes').select('entity_id').execute()).map((row) => row.entity_id)
    await bury('ast_1')
    time.now += 20 * DAY_MS
    await bury('ast_2')
    time.now += 11 * DAY_MS
    await tidy.jobs.sweep()
    expect(await buried()).toEqual(['ast_2'])
    time.now += 20 * DAY_MS
    await tidy.jobs.sweep()
    expect(await buried()).toEqual([])
  })
})
