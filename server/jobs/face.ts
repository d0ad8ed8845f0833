import type { z } from 'zod'
import type {
  Batch,
  Estimate,
  Job,
  JobList,
  JobPatch,
  JobQuery,
  JobRequest,
  JobRetry,
  Operation,
  operationAdoption,
  OperationList,
  operationQuery,
  Outcome,
  ProviderList,
  RemakeRequest,
} from 'shared/wire'
import type { Accounts } from '../accounts/index.ts'
import type { Audio } from '../audio/index.ts'
import type { Changes } from '../changes/index.ts'
import type { Clock, Db } from '../db/index.ts'
import type { Ffmpeg, Library } from '../media/index.ts'
import type { MotionEngine } from '../motion/index.ts'
import type { Providers, WebhookMessage } from '../providers/index.ts'
import type { Storage } from '../storage/index.ts'
import type { Planner } from '../storyboards/index.ts'
import type { BatchWish } from './batches.ts'
import type { CrashPoints } from './crash-points.ts'
import type { InFormat } from './download-format.ts'
import type { ImportOptions } from './exchange/import-project.ts'
import type { NewTakeRequest } from './reel/retake.ts'
import type { RemoteTimes } from './remote/pace.ts'

export type OperationQuery = z.infer<typeof operationQuery>
export type OperationAdoption = z.infer<typeof operationAdoption>

/** A job as it was made, and whether this is the answer to a key that had been used before. */
export interface Admission {
  readonly job: Job
  readonly replayed: boolean
}

/** What a job is, its life, its money and who runs it. Another user's thing is answered as if it did not exist. */
export interface Jobs {
  create(userId: string, request: JobRequest, options: { readonly idempotencyKey: string | null }): Promise<Outcome<Admission>>
  get(userId: string, id: string): Promise<Job | null>
  list(userId: string, query: JobQuery): Promise<Outcome<JobList>>
  /** The job once it is over, or as it is when the time (ms) is up or the signal aborts; null where there is none. */
  waitFor(userId: string, id: string, milliseconds: number, signal: AbortSignal): Promise<Job | null>
  /** Asks for the end of a job. Local work has usually ended when this answers; else the status is `cancelling`. 409 when it is over. */
  cancel(userId: string, id: string): Promise<Outcome<Job>>
  /** A new job with the same request and `retryOf`. 409 while the old one is not over. */
  retry(userId: string, id: string, body: JobRetry, idempotencyKey: string | null): Promise<Outcome<Admission>>
  /** A new job in another quality with the same words, seed, picture and camera, and `derivedFrom`. */
  remake(userId: string, id: string, body: RemakeRequest, idempotencyKey: string | null): Promise<Outcome<Admission>>
  /** Lets a reel go on that waits for a person to look at its frames. `conflict` for any other job. */
  goOn(userId: string, id: string): Promise<Outcome<Job>>
  /** Another take of a segment, which its storyboard shows once it is there. `conflict` while one is made. */
  retake(
    userId: string,
    at: { readonly storyboardId: string; readonly segmentId: string },
    wish: NewTakeRequest,
    idempotencyKey: string | null,
  ): Promise<Outcome<Admission>>
  /** Makes many jobs at once: all are admitted or none. A key that was used answers with the batch as it is now. */
  createBatch(userId: string, batch: BatchWish, idempotencyKey: string | null): Promise<Outcome<Batch>>
  batch(userId: string, id: string): Promise<Outcome<Batch>>
  /** Cancels what of a batch is not over. */
  cancelBatch(userId: string, id: string): Promise<Outcome<Batch>>
  /** Marks a job that is over as deleted. */
  remove(userId: string, id: string): Promise<Outcome<null>>
  /** Takes a deletion back, within 30 days. */
  restore(userId: string, id: string): Promise<Outcome<Job>>
  patch(userId: string, id: string, patch: JobPatch): Promise<Outcome<Job>>
  countDownload(userId: string, id: string): Promise<void>
  /** A film that is stored, in another format; made when it is first asked for. `cancelled` when the signal aborts before. */
  readonly inFormat: InFormat
  /** Makes a new story of a project archive at a local path, all of it or nothing; gives its id. See `importProject`. */
  importProject(userId: string, archive: string, options: ImportOptions): Promise<Outcome<string>>
  estimate(userId: string, request: JobRequest): Promise<Outcome<Estimate>>
  /** What another take of a segment would cost. */
  estimateTake(
    userId: string,
    at: { readonly storyboardId: string; readonly segmentId: string },
    wish: NewTakeRequest,
  ): Promise<Outcome<Estimate>>
  providers(userId: string): Promise<ProviderList>
  operations(userId: string, query: OperationQuery): Promise<Outcome<OperationList>>
  /** A job that fetches what an attempt of unknown outcome made; the provider's id is needed where it was never told. */
  adopt(userId: string, attemptId: string, body: OperationAdoption, idempotencyKey: string | null): Promise<Outcome<Admission>>
  release(userId: string, attemptId: string): Promise<Outcome<Operation>>
  /** Takes a message of a provider in; `unauthorized` where it is not the provider's, `not_found` where there is no such provider. */
  hear(provider: string, message: WebhookMessage): Promise<Outcome<null>>
  /** Takes up every job that is not over, and keeps sweeping. To be called before anything else writes temporary files. */
  start(): Promise<void>
  /** Takes up nothing more, ends local work and gives the leases back: unfinished jobs go on at the next start. */
  stop(): Promise<void>
  /** One sweep now: what stalled, what was left behind, files nobody refers to. */
  sweep(): Promise<{ readonly blobs: number; readonly temporary: number }>
}

/** Times of the runner, in milliseconds; the defaults are the product's, tests shorten them. */
export interface RunnerTimes {
  readonly leaseMs: number
  readonly stallMs: number
  readonly sweepMs: number
  /** How often providers are asked about attempts of unknown outcome. */
  readonly reconcileMs: number
  /** How often files nobody refers to are looked for. */
  readonly cleanMs: number
}

export interface JobsOptions {
  readonly db: Db
  readonly changes: Changes
  readonly accounts: Pick<Accounts, 'settings'>
  readonly storage: Storage
  readonly library: Library
  readonly motion: MotionEngine
  readonly audio: Audio
  readonly providers: Providers
  /** Where the world reaches this server, for messages of providers; null where it does not. */
  readonly publicUrl: string | null
  readonly ffmpeg: Ffmpeg
  /** Where rendered joins are kept, a directory that may be emptied at any time; null: nowhere. */
  readonly joinsDirectory?: string | null
  /** Asks a language model to plan stories; null where none is configured, then rules plan. */
  readonly planner?: Planner | null
  readonly clock: Clock
  /** Logical processors; `stepsAtOnce` of them work on jobs. */
  readonly cores: number
  readonly crash: CrashPoints
  /** Told of what should never happen: a bug that ended a walk. */
  readonly onFault?: (fault: { readonly jobId: string | null; readonly error: unknown }) => void
  readonly times?: Partial<RunnerTimes>
  readonly remoteTimes?: Partial<RemoteTimes>
}
