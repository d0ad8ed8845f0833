/**
 * What a run can consist of: kills of local work, a freeze past the lease, cancellations; kills of paid work at every point, and of
 * one reel; many paid jobs in a storm of faults and kills; secrets in what all of that left behind; made-up requests; random lives of local and of paid
 * jobs; random histories of money.
 */
export const STAGES = ['kills', 'freeze', 'cancel', 'sweep', 'reel', 'storm', 'canaries', 'fuzz', 'lives', 'paid', 'ledger'] as const
/** What a short run consists of. */
const SHORT: readonly Stage[] = ['kills', 'freeze', 'sweep', 'storm', 'canaries', 'paid']
export type Stage = (typeof STAGES)[number]

/** Which stages to run. @param only names with commas between them; undefined: all, or what a short run consists of */
export function chooseStages(only: string | undefined, short: boolean): ReadonlySet<Stage> {
  if (only === undefined) return new Set(short ? SHORT : STAGES)
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
