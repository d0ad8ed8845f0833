import { z } from 'zod'
import { clipRequest, resolvedClip } from './clip.ts'
import { imageRequest, resolvedImage } from './picture.ts'
import { segmentId, storyboardId } from './storyboard.ts'
import { exportRequest, reelRequest, resolvedExport, resolvedReel } from './reel.ts'
import {
  musicRequest,
  resolvedMusic,
  resolvedSpeech,
  resolvedStems,
  resolvedTranscript,
  speechRequest,
  stemsRequest,
  transcriptRequest,
} from './sound.ts'

export const JOB_KINDS = ['clip', 'image', 'speech', 'music', 'transcript', 'stems', 'export', 'reel'] as const
export type JobKind = (typeof JOB_KINDS)[number]

/** Anything that can be asked of `POST /api/jobs`. */
export const jobRequest = z
  .discriminatedUnion('kind', [
    clipRequest,
    imageRequest,
    speechRequest,
    musicRequest,
    transcriptRequest,
    stemsRequest,
    exportRequest,
    reelRequest,
  ])
  .meta({ id: 'JobRequest' })
export type JobRequest = z.infer<typeof jobRequest>
/** What a price is asked for: a request, all that a storyboard still has to have made, or another take of one of its segments. */
export const estimateRequest = z
  .union([
    jobRequest,
    z.strictObject({ storyboardId }),
    z.strictObject({ storyboardId, segmentId, provider: z.string().max(50).optional(), model: z.string().max(100).optional() }),
  ])
  .meta({ id: 'EstimateRequest' })
export type EstimateRequest = z.infer<typeof estimateRequest>
export type JobRequestOf<Kind extends JobKind> = Extract<JobRequest, { kind: Kind }>

/** A request with every default filled in: what a job keeps. */
export const resolvedRequest = z.discriminatedUnion('kind', [
  resolvedClip,
  resolvedImage,
  resolvedSpeech,
  resolvedMusic,
  resolvedTranscript,
  resolvedStems,
  resolvedExport,
  resolvedReel,
])
export type ResolvedRequest = z.infer<typeof resolvedRequest>
export type ResolvedOf<Kind extends JobKind> = Extract<ResolvedRequest, { kind: Kind }>
