import type { TFunction } from 'i18next'
import { isTerminal, STAGES, type Stage, type Status, STATUSES } from 'shared/progress'
import type { ClipJob } from 'shared/wire'
import type { WaitingJob } from '../data/types.ts'

/** What a job is called: its title, its prompt, or what it was made of. */
export function titleOf(t: TFunction, job: Pick<ClipJob, 'title' | 'request'>): string {
  return job.title ?? job.request.prompt ?? job.request.source?.alt ?? job.request.source?.pageTitle ?? t('job.untitled')
}

/** The stage to show a job in; a newer server's stage counts as the one before it by progress. */
export function stageOf(job: Pick<ClipJob, 'status' | 'stage'>): Stage {
  if (job.status === 'completed') return 'completed'
  const stage = STAGES.find((each) => each === job.stage)
  return stage ?? (job.status === 'queued' ? 'queued' : 'initializing')
}

/** The key of the text that says where a job stands; null for a status that this panel does not know. */
export function standingKey(job: Pick<ClipJob, 'status' | 'stage'>): `stages.${Stage}` | `statuses.${Status}` | null {
  if (job.status === 'processing' || job.status === 'queued') return `stages.${stageOf(job)}`
  const status = STATUSES.find((each) => each === job.status)
  return status === undefined ? null : `statuses.${status}`
}

/** Where a job stands, in a word; words that this panel does not know are shown as they are. */
export function standingOf(t: TFunction, job: Pick<ClipJob, 'status' | 'stage'>): string {
  const key = standingKey(job)
  return key === null ? job.status : t(key)
}

/** Seconds since the job was asked for until it ended, or until now. */
export function elapsedSeconds(job: Pick<ClipJob, 'createdAt' | 'finishedAt'>, now: number): number {
  const end = job.finishedAt === null ? now : Date.parse(job.finishedAt)
  return Math.max(0, (end - Date.parse(job.createdAt)) / 1000)
}

/** Seconds that the work itself took; null where the server did not say. */
export function workSeconds(job: Pick<ClipJob, 'renderTimeMs' | 'startedAt' | 'finishedAt'>): number | null {
  if (job.renderTimeMs !== null) return job.renderTimeMs / 1000
  if (job.startedAt === null || job.finishedAt === null) return null
  return Math.max(0, (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000)
}

/** The price that a refused request has come to, in micro-dollars; null where it was not refused for its price. */
export function newPriceOf({ state, problem }: Pick<WaitingJob, 'state' | 'problem'>): number | null {
  const price = problem?.params['usdMicros']
  return state === 'refused' && problem?.code === 'price_changed' && typeof price === 'number' ? price : null
}

/** Whether work on the job may go on. */
export function isRunning(job: Pick<ClipJob, 'status'>): boolean {
  return !isTerminal(job.status)
}
