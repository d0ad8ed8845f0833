import { fillByPullPush } from './pull-push.ts'
import { boxMaximum, newRaster, type Raster } from './raster.ts'

/** Masks of what stands apart in a depth map, each as large as the map. */
export interface DepthBands {
  readonly near: Raster
  /** What is in the middle, carried on behind what is near. */
  readonly middle: Raster
}

const LEVELS = 64
/** A band smaller than this share of the picture is not worth moving. */
const SMALLEST = 0.03
/** Share of the variance that three bands must explain. Of depth that changes evenly they explain 8/9: any cut would go through something. */
const EXPLAINED = 0.91
/** Levels of 0..1 over which one band goes over into the next. */
const SOFTNESS = 0.04
/** Samples around what is near that do not say what lies behind it. */
const RIM = 3

/**
 * Cuts a depth map into near, middle and far where its values are furthest apart (Otsu, "A Threshold Selection Method from Gray-Level
 * Histograms", 1979, for three classes).
 * @param nearness one channel, 0..1, larger is nearer
 * @returns null where the picture has no such bands
 */
export function depthBands(nearness: Raster): DepthBands | null {
  const found = thresholds(nearness)
  if (found === null) return null
  const { width, height } = nearness
  const near = newRaster(width, height, 1)
  const front = newRaster(width, height, 1)
  for (let index = 0; index < width * height; index++) {
    near.data[index] = step(nearness.data[index] ?? 0, found.upper)
    front.data[index] = step(nearness.data[index] ?? 0, found.lower)
  }
  const known = boxMaximum(near, RIM)
  for (let index = 0; index < known.data.length; index++) known.data[index] = (known.data[index] ?? 0) > 0.01 ? 0 : 1
  return { near, middle: fillByPullPush(front, known) }
}

function step(value: number, threshold: number): number {
  return Math.min(1, Math.max(0, (value - threshold) / SOFTNESS + 0.5))
}

function thresholds({ data }: Raster): { readonly lower: number; readonly upper: number } | null {
  const counts = new Float64Array(LEVELS)
  for (const value of data) {
    const level = Math.min(LEVELS - 1, Math.floor(value * LEVELS))
    counts[level] = (counts[level] ?? 0) + 1 / data.length
  }
  const shares = [0]
  const sums = [0]
  for (let level = 0; level < LEVELS; level++) {
    shares.push((shares[level] ?? 0) + (counts[level] ?? 0))
    sums.push((sums[level] ?? 0) + (counts[level] ?? 0) * level)
  }
  const mean = sums[LEVELS] ?? 0
  let total = 0
  for (let level = 0; level < LEVELS; level++) total += (counts[level] ?? 0) * (level - mean) ** 2
  const between = (from: number, to: number): number => {
    const share = (shares[to] ?? 0) - (shares[from] ?? 0)
    if (share < SMALLEST) return Number.NEGATIVE_INFINITY
    return share * (((sums[to] ?? 0) - (sums[from] ?? 0)) / share - mean) ** 2
  }
  let best = { explained: 0, lower: 0, upper: 0 }
  for (let lower = 1; lower < LEVELS - 1; lower++)
    for (let upper = lower + 1; upper < LEVELS; upper++) {
      const explained = between(0, lower) + between(lower, upper) + between(upper, LEVELS)
      if (explained > best.explained) best = { explained, lower, upper }
    }
  if (total === 0 || best.explained < EXPLAINED * total) return null
  return { lower: best.lower / LEVELS, upper: best.upper / LEVELS }
}
