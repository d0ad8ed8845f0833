import { fillByPullPush } from './pull-push.ts'
import { boxMean, newRaster, type Raster } from './raster.ts'

/** Difference of two colours of 0..1, as a length, above which they hardly belong to the same thing. */
const ALIKE = 0.12
/** Known samples at each end of a run that its colours are taken from. */
const ENDS = 4
/** How much the smooth fill counts beside a line that joins like colours. */
const SMOOTH_SHARE = 0.08

/**
 * Fills what is not known of a picture of three channels, 0..1: smoothly, but where the same colour lies on both sides of a row or a
 * column of the hole it is carried straight across, so that horizons, table edges and walls go on behind what covered them.
 * @param known one channel, 0 or 1
 */
export function fillHole(colours: Raster, known: Raster): Raster {
  const { width, height } = colours
  const smooth = fillByPullPush(colours, known)
  const sums = newRaster(width, height, 4)
  joinAlong(colours, known, sums, { length: width, lines: height, step: 1, line: width })
  joinAlong(colours, known, sums, { length: height, lines: width, step: width, line: 1 })
  const joined = boxMean(sums, 1)
  for (let index = 0; index < width * height; index++) {
    if ((known.data[index] ?? 0) > 0) continue
    const weight = joined.data[index * 4 + 3] ?? 0
    const share = weight / (weight + SMOOTH_SHARE / Math.max(width, height))
    if (share === 0) continue
    for (let channel = 0; channel < 3; channel++) {
      const at = index * 3 + channel
      const behind = smooth.data[at] ?? 0
      smooth.data[at] = behind + share * ((joined.data[index * 4 + channel] ?? 0) / weight - behind)
    }
  }
  return smooth
}

interface Lines {
  readonly length: number
  readonly lines: number
  readonly step: number
  readonly line: number
}

/** Adds to `sums`, weighted by how well it joins, what each unknown run of each line would be as a mix of the colours at its ends. */
function joinAlong(colours: Raster, known: Raster, sums: Raster, { length, lines, step, line }: Lines): void {
  for (let index = 0; index < lines; index++) {
    const first = index * line
    const isKnown = (at: number): boolean => (known.data[first + at * step] ?? 0) > 0
    for (let from = 0; from < length; from++) {
      if (isKnown(from)) continue
      let to = from
      while (to < length && !isKnown(to)) to += 1
      const before = endColour(colours, isKnown, { first, step, length }, from - 1, -1)
      const after = endColour(colours, isKnown, { first, step, length }, to, 1)
      if (before !== null && after !== null) joinRun(sums, first, step, { from, to, before, after })
      from = to
    }
  }
}

type Colour = readonly [number, number, number]

/** The mean of the known samples at one end of a run; null where the run reaches the border. */
function endColour(
  { data }: Raster,
  isKnown: (at: number) => boolean,
  { first, step, length }: { readonly first: number; readonly step: number; readonly length: number },
  start: number,
  direction: 1 | -1,
): Colour | null {
  let [r, g, b, count] = [0, 0, 0, 0]
  for (let at = start; count < ENDS && at >= 0 && at < length && isKnown(at); at += direction) {
    const sample = (first + at * step) * 3
    r += data[sample] ?? 0
    g += data[sample + 1] ?? 0
    b += data[sample + 2] ?? 0
    count += 1
  }
  return count === 0 ? null : [r / count, g / count, b / count]
}

function joinRun(
  sums: Raster,
  first: number,
  step: number,
  { from, to, before, after }: { readonly from: number; readonly to: number; readonly before: Colour; readonly after: Colour },
): void {
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
