/** What a run can consist of: kills at crash points, a freeze past the lease, cancellations, made-up requests, random lives of a job. */
export const STAGES = ['kills', 'freeze', 'cancel', 'fuzz', 'lives'] as const
export type Stage = (typeof STAGES)[number]

/** Which stages to run. @param only names with commas between them; undefined: all, or of a short run the first two */
export function chooseStages(only: string | undefined, short: boolean): ReadonlySet<Stage> {
  if (only === undefined) return new Set(short ? ['kills', 'freeze'] : STAGES)
  const names = only.split(',')
  const known = STAGES.filter((stage) => names.includes(stage))
  if (known.length !== names.length) throw new Error(`--only takes some of: ${STAGES.join(', ')}`)
  return new Set(known)
}

/** The middle and the largest of some milliseconds; null where one never came or there is none. */
export function summarise(times: readonly (number | null)[]): { readonly median: number; readonly max: number } | null {
  const known = times.filter((ms) => ms !== null).toSorted((a, b) => a - b)
  const [median, max] = [known[Math.floor(known.length / 2)], known.at(-1)]
  if (known.length < times.length || median === undefined || max === undefined) return null
  return { median: Math.round(median), max: Math.round(max) }
}
