/** Splines. Pure. */

/** One knot of a spline: the value it takes at a time. */
export interface Knot {
  readonly t: number
  readonly value: number
}

/**
 * The monotone spline through knots, twice continuously differentiable (C2), at rest at both ends; between two knots it never leaves the
 * range of their values, and before the first and after the last it stays where they are. Each span is the quintic Hermite polynomial
 * whose acceleration is zero at both knots; two knots alone give smootherstep. A cubic spline would be C2 as well, but shoots
 * beyond its knots. Throws a RangeError for fewer than two knots or times that do not ascend.
 * @returns the value at a time
 */
export function monotoneSpline(knots: readonly Knot[]): (t: number) => number {
  const spans = knots.slice(1).map((to, index) => spanBetween(knots[index] ?? to, to))
  const [first] = spans
  const last = spans.at(-1)
  if (first === undefined || last === undefined) throw new RangeError('a spline needs two knots')
  const slopes = spans.map((span, index) => (index === 0 ? 0 : slopeBetween(spans[index - 1] ?? span, span)))
  return (t) => {
    const at = Math.min(last.start + last.length, Math.max(first.start, t))
    const index = Math.max(
      0,
      spans.findLastIndex(({ start }) => start <= at),
    )
    const { start, length, from, rise } = spans[index] ?? first
    const u = (at - start) / length
    const before = (slopes[index] ?? 0) * length
    const after = (slopes[index + 1] ?? 0) * length
    const bend =
      u * u * (10 * rise - 6 * before - 4 * after + u * (8 * before + 7 * after - 15 * rise + 3 * u * (2 * rise - before - after)))
    return from + u * (before + bend)
  }
}

interface Span {
  readonly start: number
  readonly length: number
  readonly from: number
  readonly rise: number
}

function spanBetween(from: Knot, to: Knot): Span {
  const length = to.t - from.t
  if (!(length > 0)) throw new RangeError('the times of a spline must ascend')
  return { start: from.t, length, from: from.value, rise: to.value - from.value }
}

/**
 * Velocity at the knot between two spans: the weighted harmonic mean of theirs, zero where they turn (F. N. Fritsch and J. Butland, SIAM J. Sci.
 * Stat. Comput. 5, 1984). A quintic span stays monotone up to twice its own velocity.
 */
function slopeBetween(before: Span, after: Span): number {
  const [v, w] = [before.rise / before.length, after.rise / after.length]
  if (v * w <= 0) return 0
  const [p, q] = [2 * after.length + before.length, after.length + 2 * before.length]
  const mean = (p + q) / (p / v + q / w)
  const most = 2 * Math.min(Math.abs(v), Math.abs(w))
  return Math.sign(v) * Math.min(Math.abs(mean), most)
}
