import { fillByPullPush } from './pull-push.ts'
import { boxMean, newRaster, type Raster } from './raster.ts'

/** Difference of two colours of 0..1, as a length, above which they hardly belong to the same thing. */
const ALIKE = 0.12
/** Known samples at each end of a run that its colours are taken from. */
const ENDS = 5
/** Lines to each side whose ends are looked at too: texture must not be drawn out into streaks, edges must stay. */
const BESIDE = 4
/** How much the smooth fill counts beside a line that joins like colours. */
const SMOOTH_SHARE = 0.08
/** Samples that texture is finer than. */
const TEXTURE = 5
/** Texture stronger than this belongs to things, which must not be repeated. */
const MOST_TEXTURE = 0.08

/**
 * Fills what is not known of a picture of three channels, 0..1: smoothly, but where the same colour lies on both sides of a row or a
 * column of the hole it is carried straight across, so that horizons, table edges and walls go on behind what covered them; over that
 * lies the texture from beside the hole, mirrored.
 * @param known one channel, 0 or 1
 */
export function fillHole(colours: Raster, known: Raster): Raster {
  const { width, height } = colours
  const filled = fillByPullPush(colours, known)
  const sums = newRaster(width, height, 4)
  const rows = runsAlong(colours, known, { length: width, lines: height, step: 1, line: width })
  const columns = runsAlong(colours, known, { length: height, lines: width, step: width, line: 1 })
  for (const runs of [rows, columns]) for (const run of runs) joinRun(sums, run, runs)
  const joined = boxMean(sums, 1)
  for (let index = 0; index < width * height; index++) {
    if ((known.data[index] ?? 0) > 0) continue
    const weight = joined.data[index * 4 + 3] ?? 0
    const share = weight / (weight + SMOOTH_SHARE / Math.max(width, height))
    if (share === 0) continue
    for (let channel = 0; channel < 3; channel++) {
      const at = index * 3 + channel
      const behind = filled.data[at] ?? 0
      filled.data[at] = behind + share * ((joined.data[index * 4 + channel] ?? 0) / weight - behind)
    }
  }
  addTexture(filled, boxMean(filled, TEXTURE), colours, known, rows)
  return filled
}

type Colour = readonly [number, number, number]

/** Unknown samples in a line between known ones. Positions count samples along the line. */
interface Run {
  /** Which line it lies in, and the sample that the line starts at. */
  readonly line: number
  readonly first: number
  readonly step: number
  readonly from: number
  readonly to: number
  /** Mean colours at its ends; null where it reaches the border. */
  readonly before: Colour | null
  readonly after: Colour | null
}

interface Lines {
  readonly length: number
  readonly lines: number
  readonly step: number
  readonly line: number
}

function runsAlong(colours: Raster, known: Raster, { length, lines, step, line }: Lines): readonly Run[] {
  const runs: Run[] = []
  for (let index = 0; index < lines; index++) {
    const first = index * line
    const isKnown = (at: number): boolean => at >= 0 && at < length && (known.data[first + at * step] ?? 0) > 0
    for (let from = 0; from < length; from++) {
      if (isKnown(from)) continue
      let to = from
      while (to < length && !isKnown(to)) to += 1
      const end = (start: number, direction: 1 | -1): Colour | null => endColour(colours, isKnown, { first, step, start, direction })
      runs.push({ line: index, first, step, from, to, before: end(from - 1, -1), after: end(to, 1) })
      from = to
    }
  }
  return runs
}

function endColour(
  { data }: Raster,
  isKnown: (at: number) => boolean,
  { first, step, start, direction }: { readonly first: number; readonly step: number; readonly start: number; readonly direction: 1 | -1 },
): Colour | null {
  let [r, g, b, count] = [0, 0, 0, 0]
  for (let at = start; count < ENDS && isKnown(at); at += direction) {
    const sample = (first + at * step) * 3
    r += data[sample] ?? 0
    g += data[sample + 1] ?? 0
    b += data[sample + 2] ?? 0
    count += 1
  }
  return count === 0 ? null : [r / count, g / count, b / count]
}

/** Adds what a run would be as a mix of the colours at its ends, weighted by how well they join. */
function joinRun(sums: Raster, run: Run, runs: readonly Run[]): void {
  const { first, step, from, to } = run
  const beside = neighbours(run, runs)
  const before = medianColour(beside.map((each) => each.before))
  const after = medianColour(beside.map((each) => each.after))
  if (run.before === null || run.after === null || before === null || after === null) return
  const difference = Math.hypot(before[0] - after[0], before[1] - after[1], before[2] - after[2])
  // A short bridge is surer than a long one.
  const weight = Math.exp(-((difference / ALIKE) ** 2)) / (to - from)
  for (let at = from; at < to; at++) {
    const share = (at - from + 0.5) / (to - from)
    const sample = (first + at * step) * 4
    for (let channel = 0; channel < 3; channel++) {
      const value = (before[channel] ?? 0) + share * ((after[channel] ?? 0) - (before[channel] ?? 0))
      sums.data[sample + channel] = (sums.data[sample + channel] ?? 0) + weight * value
    }
    sums.data[sample + 3] = (sums.data[sample + 3] ?? 0) + weight
  }
}

/** Runs of the lines beside a run that overlap it, and the run itself. Runs are in order of their lines. */
function neighbours(run: Run, runs: readonly Run[]): readonly Run[] {
  const isBeside = (each: Run): boolean => each.from < run.to && each.to > run.from
  return runs.slice(firstOf(runs, run.line - BESIDE), firstOf(runs, run.line + BESIDE + 1)).filter(isBeside)
}

/** Index of the first run of a line or of those after it. */
function firstOf(runs: readonly Run[], line: number): number {
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[middle]?.line ?? 0) < line) low = middle + 1
    else high = middle
  }
  return low
}

function medianColour(colours: readonly (Colour | null)[]): Colour | null {
  const known = colours.filter((colour) => colour !== null)
  if (known.length === 0) return null
  return [median(known.map(([r]) => r)), median(known.map(([, g]) => g)), median(known.map(([, , b]) => b))]
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

/** Lays fine detail from beside each row of the hole over it, mirrored at the nearer end so that it goes on without a seam. */
function addTexture(filled: Raster, soft: Raster, colours: Raster, known: Raster, rows: readonly Run[]): void {
  for (const { first, from, to } of rows)
    for (let at = from; at < to; at++) {
      const mirrored = at - from < to - at ? 2 * from - 1 - at : 2 * to - at
      const source = first + mirrored
      if (mirrored < 0 || mirrored >= filled.width || (known.data[source] ?? 0) === 0) continue
      for (let channel = 0; channel < 3; channel++) {
        const detail = (colours.data[source * 3 + channel] ?? 0) - (soft.data[source * 3 + channel] ?? 0)
        const index = (first + at) * 3 + channel
        if (Math.abs(detail) < MOST_TEXTURE) filled.data[index] = Math.min(1, Math.max(0, (filled.data[index] ?? 0) + detail))
      }
    }
}
