/** How long the segments of a story are. */

/** Seconds: the grain of a segment's length, what one has at least and at most, and what is aimed at. */
export const SEGMENT_SECONDS = { step: 0.5, minimum: 1, maximum: 60, aim: 5 } as const

/** How many segments a film of this many seconds is planned with: one for about every five. */
export function segmentCount(seconds: number): number {
  return Math.max(1, Math.round(seconds / SEGMENT_SECONDS.aim))
}

/**
 * Divides a film among its segments by their weights, in steps of half a second, each at least as long as a segment can be. The lengths
 * sum up to the film exactly, which is rounded to half a second first.
 * @param seconds at least `minimum` for each weight, or the film gets longer
 * @param weights above 0; at least one
 * @param minimum seconds of the shortest segment, a multiple of half a second
 */
export function lengthsOf(seconds: number, weights: readonly number[], minimum: number = SEGMENT_SECONDS.minimum): readonly number[] {
  const { step } = SEGMENT_SECONDS
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const least = minimum / step
  const steps = Math.max(Math.round(seconds / step), least * weights.length)
  const free = steps - least * weights.length
  const shares = weights.map((weight) => (free * weight) / total)
  const whole = shares.map(Math.floor)
  const rest = free - whole.reduce((sum, share) => sum + share, 0)
  // The largest remainders get what rounding down has left over; of equal ones the earlier.
  const order = shares
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .toSorted((a, b) => b.remainder - a.remainder)
  const lucky = new Set(order.slice(0, rest).map(({ index }) => index))
  return whole.map((share, index) => (least + share + (lucky.has(index) ? 1 : 0)) * step)
}
