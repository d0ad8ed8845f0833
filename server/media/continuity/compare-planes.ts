/** Luma of a picture, 0 to 255, rows from the top. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** A shift of one picture against another, in pixels. */
export interface Shift {
  readonly x: number
  readonly y: number
}

const WINDOW = 8
const STEP = 4
const C1 = (0.01 * 255) ** 2
const C2 = (0.03 * 255) ** 2

/** Mean structural similarity (Wang et al. 2004, windows of 8x8 at every fourth pixel) of what two planes show alike when shifted. */
export function similarity(one: Plane, other: Plane, shift: Shift = { x: 0, y: 0 }): number {
  let [total, windows] = [0, 0]
  for (let y = Math.max(0, -shift.y); y + WINDOW <= one.height - Math.max(0, shift.y); y += STEP)
    for (let x = Math.max(0, -shift.x); x + WINDOW <= one.width - Math.max(0, shift.x); x += STEP) {
      total += windowSimilarity(one, other, y * one.width + x, (y + shift.y) * other.width + x + shift.x)
      windows += 1
    }
  return windows === 0 ? 0 : total / windows
}

function windowSimilarity(one: Plane, other: Plane, start: number, otherStart: number): number {
  let [sum1, sum2, squares1, squares2, products] = [0, 0, 0, 0, 0]
  for (let row = 0; row < WINDOW; row += 1)
    for (let column = 0; column < WINDOW; column += 1) {
      const value1 = one.data[start + row * one.width + column] ?? 0
      const value2 = other.data[otherStart + row * other.width + column] ?? 0
      sum1 += value1
      sum2 += value2
      squares1 += value1 * value1
      squares2 += value2 * value2
      products += value1 * value2
    }
  const count = WINDOW * WINDOW
  const [mean1, mean2] = [sum1 / count, sum2 / count]
  const [variance1, variance2] = [squares1 / count - mean1 * mean1, squares2 / count - mean2 * mean2]
  const covariance = products / count - mean1 * mean2
  return ((2 * mean1 * mean2 + C1) * (2 * covariance + C2)) / ((mean1 ** 2 + mean2 ** 2 + C1) * (variance1 + variance2 + C2))
}

/**
 * The shift at which two planes look most alike, by the mean difference of their luma, each against its own mean so that a change of
 * brightness moves nothing. Without a shift that is clearly better than none, none.
 * @param reach the largest shift tried, in pixels, each way
 * @param clearly a shift counts when it leaves no more than this share of the difference
 */
export function bestShift(one: Plane, other: Plane, reach: number, clearly: number): Shift {
  const still = differenceAt(one, other, { x: 0, y: 0 })
  let [best, least]: [Shift, number] = [{ x: 0, y: 0 }, still * clearly]
  for (let y = -reach; y <= reach; y += 1)
    for (let x = -reach; x <= reach; x += 1) {
      const difference = differenceAt(one, other, { x, y })
      if (difference < least) [best, least] = [{ x, y }, difference]
    }
  return best
}

function differenceAt(one: Plane, other: Plane, shift: Shift): number {
  const shade = mean(other) - mean(one)
  let [total, count] = [0, 0]
  for (let y = Math.max(0, -shift.y); y < one.height - Math.max(0, shift.y); y += 1)
    for (let x = Math.max(0, -shift.x); x < one.width - Math.max(0, shift.x); x += 1) {
      total += Math.abs((one.data[y * one.width + x] ?? 0) + shade - (other.data[(y + shift.y) * other.width + x + shift.x] ?? 0))
      count += 1
    }
  return count === 0 ? Number.POSITIVE_INFINITY : total / count
}

function mean({ data }: Plane): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length
}
