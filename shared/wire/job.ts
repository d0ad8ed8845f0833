import { z } from 'zod'
import { STAGES, STATUSES } from '../progress/index.ts'
import { adjustment } from './adjustment.ts'
import { asset, tags } from './asset.ts'
import { resolvedClip } from './clip.ts'
import { JOB_KINDS } from './job-request.ts'
import { imageResult, resolvedImage } from './picture.ts'
import { attemptId, isoTime, jobId, listQuery, usdMicrosSchema } from './primitives.ts'
import { problem } from './problem.ts'
import { exportResult, reelResult, resolvedExport, resolvedReel } from './reel.ts'
import {
  musicResult,
  resolvedMusic,
  resolvedSpeech,
  resolvedStems,
  resolvedTranscript,
  speechResult,
  stemsResult,
  transcriptResult,
} from './sound.ts'

export const ATTEMPT_STATUSES = ['intent', 'submitted', 'succeeded', 'failed', 'cancelled', 'unknown'] as const
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number]

/** What the local engine moved apart: the subject and what is behind it, parts by a depth map, or nothing. */
export const PARALLAX = ['cut_out', 'depth_map', 'whole_picture'] as const

export const clipResult = z
  .object({
    video: asset,
    poster: asset,
    filmstrip: asset,
    original: asset.optional().meta({ description: 'The file as the provider made it, while it is kept' }),
    parallax: z.enum(PARALLAX).optional(),
  })
  .meta({ id: 'ClipResult' })
export type ClipResult = z.infer<typeof clipResult>

export const jobCost = z
  .object({ estimatedUsdMicros: usdMicrosSchema, heldUsdMicros: usdMicrosSchema, settledUsdMicros: usdMicrosSchema.nullable() })
  .meta({ id: 'JobCost' })

/** Where a job is that takes several steps, with a picture of it where there is one. */
export const jobStep = z.object({ name: z.string(), index: z.int(), total: z.int(), preview: asset.optional() })

/** What jobs of every kind tell. */
const life = {
  id: jobId,
  status: z.enum(STATUSES),
  stage: z.enum(STAGES).nullable(),
  progress: z.number().min(0).max(100),
  etaSeconds: z.int().nullable(),
  createdAt: isoTime,
  startedAt: isoTime.nullable(),
  finishedAt: isoTime.nullable(),
  deadlineAt: isoTime.nullable(),
  step: jobStep.nullable(),
  provider: z.string(),
  model: z.string(),
  attempts: z.array(
    z.object({ provider: z.string(), model: z.string(), status: z.enum(ATTEMPT_STATUSES), costUsdMicros: usdMicrosSchema.nullable() }),
  ),
  cost: jobCost,
  adjustments: z.array(adjustment),
  error: problem.nullable(),
  retryOf: jobId.nullable(),
  parentId: jobId.nullable(),
  storyboardId: z.string().nullable(),
  segmentId: z.string().nullable(),
  batchId: z.string().nullable(),
  variantIndex: z.int().nullable(),
  derivedFrom: jobId.nullable(),
  collectionId: z.string().nullable(),
  favourite: z.boolean(),
  pinned: z.boolean(),
  rating: z.int().nullable(),
  tags: z.array(z.string()),
  title: z.string().nullable(),
  downloads: z.int(),
  shares: z.int(),
  renderTimeMs: z.int().nullable(),
}

export const clipJob = z
  .object({ kind: z.literal('clip'), ...life, request: resolvedClip, result: clipResult.nullable() })
  .meta({ id: 'ClipJob' })
export type ClipJob = z.infer<typeof clipJob>
const imageJob = z
  .object({ kind: z.literal('image'), ...life, request: resolvedImage, result: imageResult.nullable() })
  .meta({ id: 'ImageJob' })
const speechJob = z
  .object({ kind: z.literal('speech'), ...life, request: resolvedSpeech, result: speechResult.nullable() })
  .meta({ id: 'SpeechJob' })
const musicJob = z
  .object({ kind: z.literal('music'), ...life, request: resolvedMusic, result: musicResult.nullable() })
  .meta({ id: 'MusicJob' })
const transcriptJob = z
  .object({ kind: z.literal('transcript'), ...life, request: resolvedTranscript, result: transcriptResult.nullable() })
  .meta({ id: 'TranscriptJob' })
const stemsJob = z
  .object({ kind: z.literal('stems'), ...life, request: resolvedStems, result: stemsResult.nullable() })
  .meta({ id: 'StemsJob' })
const exportJob = z
  .object({ kind: z.literal('export'), ...life, request: resolvedExport, result: exportResult.nullable() })
  .meta({ id: 'ExportJob' })
const reelJob = z.object({ kind: z.literal('reel'), ...life, request: resolvedReel, result: reelResult.nullable() }).meta({ id: 'ReelJob' })
export type ReelJob = z.infer<typeof reelJob>

/** One asynchronous piece of work with a price, a progress and an end. */
export const job = z
  .discriminatedUnion('kind', [clipJob, imageJob, speechJob, musicJob, transcriptJob, stemsJob, exportJob, reelJob])
  .meta({ id: 'Job' })
export type Job = z.infer<typeof job>
export type JobOf<Kind extends Job['kind']> = Extract<Job, { kind: Kind }>

export const jobQuery = z.strictObject({
  status: z.enum(STATUSES).optional(),
  kind: z.enum(JOB_KINDS).optional(),
  parentId: jobId.optional().meta({ description: 'The jobs that this one has made; they are in no other list' }),
  q: z.string().max(200).optional(),
  ...listQuery,
})
export type JobQuery = z.infer<typeof jobQuery>
export const jobList = z.object({ items: z.array(job), nextCursor: z.string().nullable() }).meta({ id: 'JobList' })
export type JobList = z.infer<typeof jobList>

export const jobPatch = z
  .strictObject({
    favourite: z.boolean().optional(),
    pinned: z.boolean().optional(),
    rating: z.int().min(1).max(5).nullable().optional(),
    tags: tags.optional(),
    title: z.string().trim().max(200).nullable().optional(),
  })
  .meta({ id: 'JobPatch' })
export type JobPatch = z.infer<typeof jobPatch>

export const jobRetry = z
  .strictObject({ provider: z.string().min(1).max(50).optional(), maxCostUsdMicros: usdMicrosSchema.optional() })
  .meta({ id: 'JobRetry' })
export type JobRetry = z.infer<typeof jobRetry>

/** One paid call to one provider, as the operations page shows it. */
export const operation = z
  .object({
    id: attemptId,
    jobId,
    provider: z.string(),
    model: z.string(),
    providerJobId: z.string().nullable(),
    providerStatus: z.string().nullable(),
    status: z.enum(ATTEMPT_STATUSES),
    submittedAt: isoTime.nullable(),
    elapsedSeconds: z.number(),
    lastPollAt: isoTime.nullable(),
    costUsdMicros: usdMicrosSchema.nullable(),
    estimatedUsdMicros: usdMicrosSchema.optional().meta({ description: 'What it may cost, while nobody knows' }),
  })
  .meta({ id: 'Operation' })
export type Operation = z.infer<typeof operation>

export const operationQuery = z.strictObject({
  status: z.enum(ATTEMPT_STATUSES).optional(),
  provider: z.string().max(50).optional(),
  ...listQuery,
})
export const operationList = z.object({ items: z.array(operation), nextCursor: z.string().nullable() }).meta({ id: 'OperationList' })
export type OperationList = z.infer<typeof operationList>
export const operationAdoption = z
  .strictObject({ providerJobId: z.string().min(1).max(200).optional(), maxCostUsdMicros: usdMicrosSchema.optional() })
  .meta({ id: 'OperationAdoption' })
