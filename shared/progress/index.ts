/** Where a job stands, as one pure table that the server writes progress by and the panel draws it by. */

/** The stages in the order in which a job passes through them. */
export const STAGES = ['queued', 'initializing', 'generating', 'encoding', 'uploading', 'completed'] as const
export type Stage = (typeof STAGES)[number]

/** The share of a job's whole progress, in percent, that each stage covers. */
export const STAGE_RANGES: Readonly<Record<Stage, readonly [from: number, to: number]>> = {
  queued: [0, 5],
  initializing: [5, 15],
  generating: [15, 80],
  encoding: [80, 95],
  uploading: [95, 100],
  completed: [100, 100],
}

export const STATUSES = ['queued', 'processing', 'cancelling', 'completed', 'failed', 'cancelled'] as const
export type Status = (typeof STATUSES)[number]

/** Statuses that a job never leaves. */
export const TERMINAL_STATUSES = ['completed', 'failed', 'cancelled'] as const satisfies readonly Status[]
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number]

/** Statuses of a job that still goes on. */
export const OPEN_STATUSES = ['queued', 'processing', 'cancelling'] as const satisfies readonly Exclude<Status, TerminalStatus>[]

/** Whether a job in this status is over for good. Unknown statuses of a newer server count as not over. */
export function isTerminal(status: string): status is TerminalStatus {
  return TERMINAL_STATUSES.some((terminal) => terminal === status)
}

/**
 * Whole-job progress in percent for a fraction of one stage.
 * @param fraction how much of the stage is done, clamped to 0..1; not a number counts as 0
 */
export function progressWithin(stage: Stage, fraction: number): number {
  const [from, to] = STAGE_RANGES[stage]
  const done = Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0
  return from + (to - from) * done
}

/** Progress never falls: the later of what was shown and what is reported, within 0..100. */
export function advance(shown: number, reported: number): number {
  return Math.min(100, Math.max(0, shown, Number.isFinite(reported) ? reported : 0))
}
