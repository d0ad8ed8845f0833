/** Cubic splines. Pure. */

/** One knot of a spline: the value it takes at a time. */
export interface Knot {
  readonly t: number
  readonly value: number
}

/**
 * The clamped cubic spline through knots: twice continuously differentiable (C2) and at rest at both ends; it keeps its first and last
 * value before and after them. Throws a RangeError for fewer than two knots or times that do not ascend.
 * @returns the value at a time
 */
export function clampedSpline(knots: readonly Knot[]): (t: number) => number {
  const spans = knots.slice(1).map((to, index) => span(knots[index] ?? to, to))
  const [first] = spans
  const last = spans.at(-1)
  if (first === undefined || last === undefined) throw new RangeError('a spline needs two knots')
  const slopes = knotSlopes(spans)
  return (t) => {
    const at = Math.min(last.end, Math.max(first.start, t))
    const index = Math.max(
      0,
      spans.findLastIndex(({ start }) => start <= at),
    )
    const { start, length, from, to } = spans[index] ?? first
    const u = (at - start) / length
    const before = (slopes[index] ?? 0) * length
    const after = (slopes[index + 1] ?? 0) * length
    const rise = to - from
    return from + u * (before + u * (3 * rise - 2 * before - after + u * (before + after - 2 * rise)))
  }
}

interface Span {
  readonly start: number
  readonly end: number
  readonly length: number
  readonly from: number
  readonly to: number
}

function span(from: Knot, to: Knot): Span {
  const length = to.t - from.t
  if (!(length > 0)) throw new RangeError('the times of a spline must ascend')
  return { start: from.t, end: to.t, length, from: from.value, to: to.value }
}

/** Velocities at the knots that make the second derivative continuous, zero at both ends: the Thomas algorithm. */
function knotSlopes(spans: readonly Span[]): readonly number[] {
  const upper: number[] = [0]
  const right: number[] = [0]
  spans.slice(1).forEach((after, index) => {
    const before = spans[index] ?? after
    const rise = (3 * (before.to - before.from)) / before.length ** 2 + (3 * (after.to - after.from)) / after.length ** 2
    const pivot = 2 / before.length + 2 / after.length - (upper[index] ?? 0) / before.length
    upper.push(1 / after.length / pivot)
    right.push((rise - (right[index] ?? 0) / before.length) / pivot)
  })
  const slopes = Array.from({ length: spans.length + 1 }, () => 0)
  for (let index = spans.length - 1; index > 0; index--)
    slopes[index] = (right[index] ?? 0) - (upper[index] ?? 0) * (slopes[index + 1] ?? 0)
  return slopes
}
