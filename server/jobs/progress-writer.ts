import { advance, progressWithin, STAGE_RANGES, type Stage } from 'shared/progress'
import type { Clock, JobRow } from '../db/index.ts'
import { parseStageTimes, type StageTimes } from './columns.ts'

export interface ProgressWriter {
  /** Tells how much (0..1) of a stage is done. Cheap: at most two writes a second, and one for each new stage. */
  report(stage: Stage, fraction: number): void
  /** Waits for the write in flight and gives the time spent in each stage so far. */
  finish(): Promise<StageTimes>
}

interface Point {
  readonly stage: Stage
  readonly progress: number
}

const BETWEEN_WRITES_MS = 500

/**
 * Turns what the steps report into writes of one job. A walk that goes on after a crash fills what is left of the range of the
 * stage that was shown with all the work up to that stage's end, so that the bar moves at once, and never falls.
 */
export function createProgressWriter(options: {
  readonly row: Pick<JobRow, 'progress' | 'stage' | 'stage_times'>
  readonly clock: Clock
  readonly write: (at: Point & { readonly stageTimes: StageTimes; readonly now: number }) => Promise<void>
}): ProgressWriter {
  const { row, clock, write } = options
  const times: StageTimes = { ...parseStageTimes(row.stage_times) }
  let latest: Point = { stage: 'initializing', progress: row.progress }
  let since = clock()
  let written: { readonly at: number; readonly stage: Stage } | null = null
  let inFlight: Promise<void> | null = null
  let finished = false

  const closeStage = (now: number): void => {
    times[latest.stage] = (times[latest.stage] ?? 0) + Math.max(0, now - since)
    since = now
  }

  const pump = (): void => {
    const now = clock()
    const due = written === null || written.stage !== latest.stage || now - written.at >= BETWEEN_WRITES_MS
    if (finished || inFlight !== null || !due) return
    written = { at: now, stage: latest.stage }
    inFlight = write({ ...latest, stageTimes: { ...times }, now }).finally(() => {
      inFlight = null
      if (written?.stage !== latest.stage) pump()
    })
  }

  return {
    report: (stage, fraction) => {
      if (stage !== latest.stage) closeStage(clock())
      const reached = resumed(row, progressWithin(stage, fraction))
      latest = { stage, progress: advance(latest.progress, reached) }
      pump()
    },
    finish: async () => {
      closeStage(clock())
      finished = true
      await inFlight
      return { ...times }
    },
  }
}

function resumed({ progress: shown, stage }: Pick<JobRow, 'progress' | 'stage'>, reached: number): number {
  const [start] = STAGE_RANGES.initializing
  const [, end] = STAGE_RANGES[stage ?? 'initializing']
  if (reached >= end) return reached
  const base = Math.min(end, Math.max(start, shown))
  return base + ((end - base) * Math.max(0, reached - start)) / (end - start)
}
