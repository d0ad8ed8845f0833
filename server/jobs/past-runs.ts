import { isTerminal, STAGE_RANGES } from 'shared/progress'
import type { ResolvedRequest } from 'shared/wire'
import { extentOf, MINIMUM_SAMPLES, modeOf, percentile } from '../providers/index.ts'
import type { Db, JobRow } from '../db/index.ts'
import { parseRequest, parseStageTimes } from './columns.ts'
import { framePixels, workPixels } from './resolve-clip.ts'

/** One finished job, as far as it says how long the next will take. */
export interface PastRun {
  /** Milliseconds from the start of the work to its end. */
  readonly totalMs: number
  readonly generatingMs: number
  /** Frames times pixels; of sound its seconds or characters. */
  readonly workPixels: number
  readonly manner: string
}

export interface PastRuns {
  of(provider: string, model: string): Promise<readonly PastRun[]>
  /** Forgets what was read, since a job has just been completed. */
  refresh(): void
}

const KEPT = 50

/** The newest finished jobs of each model, over all users: how long work takes is nobody's secret. Read once until refreshed. */
export function createPastRuns(db: Db): PastRuns {
  const known = new Map<string, Promise<readonly PastRun[]>>()
  return {
    of: (provider, model) => {
      const key = `${provider}/${model}`
      const runs = known.get(key) ?? readRuns(db, provider, model)
      known.set(key, runs)
      return runs
    },
    refresh: () => known.clear(),
  }
}

async function readRuns(db: Db, provider: string, model: string): Promise<readonly PastRun[]> {
  const rows = await db
    .selectFrom('jobs')
    .select(['render_time_ms', 'stage_times', 'work_pixels', 'request'])
    .where('status', '=', 'completed')
    .where('provider', '=', provider)
    .where('model', '=', model)
    .where('render_time_ms', 'is not', null)
    .orderBy('finished_at', 'desc')
    .limit(KEPT)
    .execute()
  return rows.map((row) => ({
    totalMs: row.render_time_ms ?? 0,
    generatingMs: parseStageTimes(row.stage_times).generating ?? 0,
    workPixels: row.work_pixels,
    manner: mannerOf(parseRequest(row.request)),
  }))
}

/** What makes a pixel of one clip dearer than one of another: what it is made from, and how it is to look. */
export function mannerOf(request: ResolvedRequest): string {
  if (request.kind !== 'clip') return request.kind
  return `${modeOf(request)} ${request.style} ${request.lighting === undefined ? 'unlit' : 'lit'} ${request.smoothing}`
}

/** What the time of a job grows with. */
export function workOf(request: ResolvedRequest): number {
  switch (request.kind) {
    case 'clip':
      return workPixels(request)
    case 'image':
      return framePixels(request)
    case 'export':
    case 'reel':
      return 1
    default: {
      const { seconds, characters = 0 } = extentOf(request)
      return Math.max(1, Math.round(seconds > 0 ? seconds : characters))
    }
  }
}

/**
 * Seconds until a job is done, from the medians of past runs scaled by the pixels of this one: of runs in the same manner, where there
 * are enough of them. Null below three runs, and outside of the stage whose progress is even enough to tell anything.
 */
export function remainingSeconds(
  row: Pick<JobRow, 'status' | 'stage' | 'progress' | 'work_pixels'> & Pick<PastRun, 'manner'>,
  runs: readonly PastRun[],
): number | null {
  if (isTerminal(row.status) || row.stage !== 'generating' || runs.length < MINIMUM_SAMPLES) return null
  const [from, to] = STAGE_RANGES.generating
  const left = Math.min(1, Math.max(0, (to - row.progress) / (to - from)))
  const like = runs.filter(({ manner }) => manner === row.manner)
  const telling = like.length < MINIMUM_SAMPLES ? runs : like
  const perPixel = (pick: (run: PastRun) => number): number =>
    percentile(
      telling.map((run) => pick(run) / Math.max(1, run.workPixels)),
      0.5,
    ) ?? 0
  const generating = perPixel((run) => run.generatingMs) * left
  const afterwards = perPixel((run) => Math.max(0, run.totalMs - run.generatingMs))
  return Math.max(1, Math.round(((generating + afterwards) * row.work_pixels) / 1000))
}
