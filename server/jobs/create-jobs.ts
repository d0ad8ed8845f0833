import { isTerminal } from 'shared/progress'
import { type Job, type Outcome, refuse, succeed } from 'shared/wire'
import { listProviders } from '../providers/index.ts'
import type { JobRow } from '../db/index.ts'
import { admit } from './admission.ts'
import { admitBatch, findBatch, noSuchBatch, presentBatch } from './batches.ts'
import { createEmbeddedRunner } from './embedded-runner.ts'
import { createEnds } from './ends.ts'
import type { Admission, Jobs, JobsOptions, RunnerTimes } from './face.ts'
import { createHousekeeping } from './housekeeping.ts'
import { planJob, walkJob } from './kinds.ts'
import { countDownload, noSuchJob, patchJob, removeJob, restoreJob } from './marks.ts'
import { listOperations, releaseOperation } from './operations.ts'
import { createPastRuns } from './past-runs.ts'
import { createPlaces, stepsAtOnce } from './places.ts'
import { createConversions } from './download-format.ts'
import { importProject } from './exchange/import-project.ts'
import { again, inQuality } from './again.ts'
import { createPresenter, shownFiles } from './present.ts'
import { cancelChildren } from './reel/family.ts'
import { letGoOn } from './reel/let-go-on.ts'
import { planRetake, priceRetake } from './reel/retake.ts'
import { adoptOperation } from './remote/adopt.ts'
import { hearProvider } from './remote/hear.ts'
import { REMOTE_TIMES } from './remote/pace.ts'
import { reconcileUnknown } from './remote/reconcile.ts'
import { standDownJob } from './remote/stand-down-job.ts'
import { type Admitted, findJob, listJobs } from './repository.ts'
import type { Runnable } from './runner.ts'
import { requestCancel } from './transitions.ts'
import { wholly } from './walk.ts'

const TIMES: RunnerTimes = { leaseMs: 30_000, stallMs: 60_000, sweepMs: 5000, reconcileMs: 60_000, cleanMs: 15 * 60_000 }
/** Most jobs that are kept in memory as they are shown, with their files. */
const REMEMBERED = 2000
/** How long a cancellation may wait for local work to be gone before it answers. */
const CANCEL_WAIT_MS = 450
/** How long the last frame of a clip may be looked for before a take that follows it is made. */
const LONGEST_LOOK_MS = 30_000

/** Puts the room together: admission, the life of a job and the runner, and tells the feed how a job is read. */
export function createJobs(options: JobsOptions): Jobs {
  const { db, changes, clock, library, storage } = options
  const pastRuns = createPastRuns(db)
  const presenter = createPresenter({ db, library, pastRuns })
  const ends = createEnds()
  const clean = createHousekeeping(options)
  const children = { ends, wake: (child: Runnable) => runner.wake(child) }
  const rooms = { ...options, children, pastRuns, wakes: createEnds(), remoteTimes: { ...REMOTE_TIMES, ...options.remoteTimes } }
  const places = createPlaces(stepsAtOnce(options.cores))
  const runner = createEmbeddedRunner({
    ...options,
    times: { ...TIMES, ...options.times },
    places,
    walk: (walk) => walkJob(rooms, walk),
    standDown: (lease) => standDownJob(rooms, lease),
    reconcile: () => reconcileUnknown(rooms),
    onEnd: (jobId) => {
      pastRuns.refresh()
      ends.tell(jobId)
    },
    clean,
  })

  const presentOne = async (row: JobRow): Promise<Job> => {
    const [job] = await presenter.present(row.user_id, [row])
    if (job === undefined) throw new Error(`job ${row.id} was not presented`)
    return job
  }
  const presentOutcome = async (outcome: Outcome<JobRow>): Promise<Outcome<Job>> =>
    outcome.ok ? succeed(await presentOne(outcome.value)) : outcome
  const answer = async (admitted: Outcome<Admitted>): Promise<Outcome<Admission>> => {
    if (!admitted.ok) return admitted
    const { row, replayed } = admitted.value
    const job = await presentOne(row)
    if (!replayed) runner.wake(row)
    return succeed({ job, replayed })
  }
  const load = async (userId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Job>> => {
    const rows = await db
      .selectFrom('jobs')
      .selectAll()
      .where('user_id', '=', userId)
      .where('id', 'in', [...ids])
      .where('deleted_at', 'is', null)
      .execute()
    const jobs = await presenter.present(userId, rows)
    return new Map(jobs.map((job) => [job.id, job]))
  }
  // Of a job that is not over the feed does not tell everything: its attempts, and past runs that its remaining time is judged by.
  const many = changes.remember(load, {
    most: REMEMBERED,
    keeps: ({ status, kind }) => isTerminal(status) && kind !== 'reel',
    shows: shownFiles,
  })
  const get = async (userId: string, id: string): Promise<Job | null> => (await many(userId, [id])).get(id) ?? null
  changes.present('job', many)

  const cancel: Jobs['cancel'] = async (userId, id) => {
    const row = await findJob(db, userId, id)
    if (row === null) return noSuchJob()
    const asked = await wholly(changes, userId, async (tx, record) => {
      const done = await requestCancel(tx, record, row, clock())
      return done.ok ? { ok: true, value: await cancelChildren(tx, record, id, clock()) } : done
    })
    if (asked.ok) await Promise.all([row, ...asked.value].map((each) => runner.cancel({ ...each, status: 'cancelling' }, CANCEL_WAIT_MS)))
    const job = await get(userId, id)
    if (job === null) return noSuchJob()
    if (asked.ok || job.status === 'cancelled' || job.status === 'cancelling') return succeed(job)
    return refuse('conflict', `The job is ${job.status}; there is nothing to cancel.`, { params: { status: job.status } })
  }
  const batch: Jobs['batch'] = async (userId, id) => {
    const found = await findBatch(db, userId, id)
    if (found === null) return noSuchBatch()
    const ids = found.rows.map((row) => row.id)
    const known = ids.length === 0 ? new Map<string, Job>() : await many(userId, ids)
    return succeed(
      presentBatch(
        found,
        ids.flatMap((each) => {
          const job = known.get(each)
          return job?.kind === 'clip' ? [job] : []
        }),
      ),
    )
  }

  return {
    get,
    inFormat: createConversions({ ...options, places }),
    importProject: (userId, archive, how) => importProject(options, userId, archive, how),
    goOn: async (userId, id) => {
      const going = await presentOutcome(await letGoOn(options, userId, id))
      ends.tell(id)
      return going
    },
    retake: async (userId, { storyboardId, segmentId }, wish, idempotencyKey) => {
      const signal = AbortSignal.timeout(LONGEST_LOOK_MS)
      const planned = await planRetake(rooms, { userId, storyboardId, segmentId }, wish, signal)
      if (!planned.ok) return planned
      const body = { retake: segmentId, ...wish }
      return await answer(await admit(options, userId, { ...planned.value, body, idempotencyKey }))
    },
    create: async (userId, request, { idempotencyKey }) =>
      await answer(await admit(options, userId, { request, body: request, idempotencyKey, retryOf: null })),
    list: async (userId, query) => {
      const page = await listJobs(db, userId, query)
      if (!page.ok) return page
      const { ids, nextCursor } = page.value
      const jobs = await many(userId, ids)
      return succeed({ items: ids.flatMap((id) => jobs.get(id) ?? []), nextCursor })
    },
    waitFor: async (userId, id, milliseconds, signal) => {
      const until = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])
      for (;;) {
        const ended = ends.next(id, until)
        const job = await get(userId, id)
        if (job === null || isTerminal(job.status) || until.aborted) return job
        await ended
      }
    },
    cancel,
    retry: async (userId, id, body, idempotencyKey) => {
      const row = await findJob(db, userId, id)
      if (row === null) return noSuchJob()
      if (!isTerminal(row.status)) {
        return refuse('conflict', `The job is ${row.status}; it can be retried when it is over.`, { params: { status: row.status } })
      }
      const asked = { request: again(row, body), body: { retryOf: id, ...body }, idempotencyKey, retryOf: id }
      return await answer(await admit(options, userId, asked))
    },
    remake: async (userId, id, body, idempotencyKey) => {
      const row = await findJob(db, userId, id)
      if (row === null) return noSuchJob()
      const request = inQuality(row, body)
      if (!request.ok) return request
      const asked = { request: request.value, body: { remake: id, ...body }, idempotencyKey, derivedFrom: id }
      return await answer(await admit(options, userId, asked))
    },
    createBatch: async (userId, wish, idempotencyKey) => {
      const made = await admitBatch(options, userId, wish, idempotencyKey)
      if (!made.ok) return made
      for (const row of made.value.rows) runner.wake(row)
      return await batch(userId, made.value.id)
    },
    batch,
    cancelBatch: async (userId, id) => {
      const found = await findBatch(db, userId, id)
      if (found === null) return noSuchBatch()
      const open = found.rows.filter(({ status }) => !isTerminal(status))
      await Promise.all(open.map((row) => cancel(userId, row.id)))
      return await batch(userId, id)
    },
    remove: (userId, id) => removeJob(options, userId, id),
    restore: async (userId, id) => await presentOutcome(await restoreJob(options, userId, id)),
    patch: async (userId, id, patch) => await presentOutcome(await patchJob(options, userId, id, patch)),
    countDownload: (userId, id) => countDownload(options, userId, id),
    estimate: async (userId, request) => {
      const plan = await planJob(options, userId, request)
      return plan.ok ? succeed(plan.value.estimate) : plan
    },
    estimateTake: async (userId, at, wish) => await priceRetake(options, { userId, ...at }, wish),
    providers: async () => {
      const models = options.providers.catalog.flatMap((provider) =>
        provider.models.map((model) => ({ provider: provider.id, model: model.id })),
      )
      const seconds = new Map<string, readonly number[]>()
      for (const { provider, model } of models) {
        const runs = await pastRuns.of(provider, model)
        seconds.set(
          `${provider}/${model}`,
          runs.map(({ totalMs }) => totalMs / 1000),
        )
      }
      return listProviders((provider, model) => seconds.get(`${provider}/${model}`) ?? [], options.providers)
    },
    operations: (userId, query) => listOperations(options, userId, query),
    adopt: async (userId, attemptId, body, idempotencyKey) =>
      await answer(await adoptOperation(rooms, userId, attemptId, body, idempotencyKey)),
    hear: (provider, message) => hearProvider(rooms, provider, message),
    release: (userId, attemptId) => releaseOperation(options, userId, attemptId),
    start: async () => {
      // Their writers are dead, as the lock on the data directory says; nothing of this process has begun yet.
      await storage.sweepTemporary(0)
      await runner.start()
    },
    stop: () => runner.stop(),
    sweep: clean,
  }
}
