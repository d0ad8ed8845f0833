import type { FrameSize } from 'shared/camera'

/** Interleaved samples in floating point; `data` has width · height · channels of them. */
export interface Raster extends FrameSize {
  readonly channels: number
  readonly data: Float32Array
}

export function newRaster(width: number, height: number, channels: number): Raster {
  return { width, height, channels, data: new Float32Array(width * height * channels) }
}

/** Whole samples of a raster. */
export interface SampleBox extends FrameSize {
  readonly left: number
  readonly top: number
}

/** A part of a raster as a raster of its own. */
export function crop({ width, channels, data }: Raster, box: SampleBox): Raster {
  const part = newRaster(box.width, box.height, channels)
  const line = box.width * channels
  for (let row = 0; row < box.height; row++) {
    const start = ((box.top + row) * width + box.left) * channels
    part.data.set(data.subarray(start, start + line), row * line)
  }
  return part
}

/** The smallest box around all samples above `least` of a raster of one channel; null where there are none. */
export function boxAbove({ width, height, data }: Raster, least: number): SampleBox | null {
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      if ((data[row * width + column] ?? 0) <= least) continue
      left = Math.min(left, column)
      right = Math.max(right, column)
      top = Math.min(top, row)
      bottom = row
    }
  return right < 0 ? null : { left, top, width: right + 1 - left, height: bottom + 1 - top }
}

/** A box that is larger by `by` samples on each side, as far as the raster has them. */
export function grown(box: SampleBox, by: number, { width, height }: FrameSize): SampleBox {
  const [left, top] = [Math.max(0, box.left - by), Math.max(0, box.top - by)]
  const [right, bottom] = [Math.min(width, box.left + box.width + by), Math.min(height, box.top + box.height + by)]
  return { left, top, width: right - left, height: bottom - top }
}

/** The mean over a square window of 2·radius + 1 samples each way, cut off at the borders. Time does not depend on the radius. */
export function boxMean(raster: Raster, radius: number): Raster {
  return meanDown(meanAcross(raster, radius), radius)
}

function meanAcross({ width, height, channels, data }: Raster, radius: number): Raster {
  const mean = newRaster(width, height, channels)
  const sums = new Float64Array(channels)
  for (let row = 0; row < height; row++) {
    const start = row * width * channels
    sums.fill(0)
    for (let index = 0; index < Math.min(radius, width) * channels; index++)
      sums[index % channels] = (sums[index % channels] ?? 0) + (data[start + index] ?? 0)
    for (let column = 0; column < width; column++) {
      const [enters, leaves] = [column + radius, column - radius - 1]
      const share = 1 / (Math.min(enters, width - 1) - Math.max(leaves, -1))
      for (let channel = 0; channel < channels; channel++) {
        const added = enters < width ? (data[start + enters * channels + channel] ?? 0) : 0
        const removed = leaves >= 0 ? (data[start + leaves * channels + channel] ?? 0) : 0
        const sum = (sums[channel] ?? 0) + added - removed
        sums[channel] = sum
        mean.data[start + column * channels + channel] = sum * share
      }
    }
  }
  return mean
}

function meanDown({ width, height, channels, data }: Raster, radius: number): Raster {
  const mean = newRaster(width, height, channels)
  const line = width * channels
  const sums = new Float64Array(line)
  for (let row = 0; row < Math.min(radius, height); row++)
    for (let index = 0; index < line; index++) sums[index] = (sums[index] ?? 0) + (data[row * line + index] ?? 0)
  for (let row = 0; row < height; row++) {
    const [enters, leaves] = [row + radius, row - radius - 1]
    const share = 1 / (Math.min(enters, height - 1) - Math.max(leaves, -1))
    for (let index = 0; index < line; index++) {
      const added = enters < height ? (data[enters * line + index] ?? 0) : 0
      const removed = leaves >= 0 ? (data[leaves * line + index] ?? 0) : 0
      const sum = (sums[index] ?? 0) + added - removed
      sums[index] = sum
      mean.data[row * line + index] = sum * share
    }
  }
  return mean
}

/** The largest value over a square window of 2·radius + 1 samples each way, of a raster of one channel. */
export function boxMaximum(raster: Raster, radius: number): Raster {
  const across = newRaster(raster.width, raster.height, 1)
  const both = newRaster(raster.width, raster.height, 1)
  maximumAlong(raster.data, across.data, raster.width, raster.height, { step: 1, line: raster.width }, radius)
  maximumAlong(across.data, both.data, raster.height, raster.width, { step: raster.width, line: 1 }, radius)
  return both
}

function maximumAlong(
  from: Float32Array,
  to: Float32Array,
  length: number,
  lines: number,
  { step, line }: { readonly step: number; readonly line: number },
  radius: number,
): void {
  for (let index = 0; index < lines; index++)
    for (let at = 0; at < length; at++) {
      let largest = 0
      const last = Math.min(length - 1, at + radius)
      for (let near = Math.max(0, at - radius); near <= last; near++) largest = Math.max(largest, from[index * line + near * step] ?? 0)
      to[index * line + at * step] = largest
    }
}

/**
 * A part of a raster at another size, interpolated linearly, edges repeated.
 * @param box what to show, in samples of the raster; it may reach outside
 */
export function resample(raster: Raster, box: { readonly x: number; readonly y: number } & FrameSize, size: FrameSize): Raster {
  const result = newRaster(size.width, size.height, raster.channels)
  const read = rowReader(raster, box, size)
  const line = size.width * raster.channels
  for (let row = 0; row < size.height; row++) result.data.set(read(row), row * line)
  return result
}

/** Reads the rows of `resample` one at a time, each into the same array: for what need not exist as a whole. */
export function rowReader(
  { width, height, channels, data }: Raster,
  box: { readonly x: number; readonly y: number } & FrameSize,
  size: FrameSize,
): (row: number) => Float32Array {
  const line = width * channels
  const between = new Float32Array(line)
  const result = new Float32Array(size.width * channels)
  const lefts = new Int32Array(size.width)
  const shares = new Float32Array(size.width)
  for (let column = 0; column < size.width; column++) {
    const at = place(box.x + ((column + 0.5) * box.width) / size.width, width)
    lefts[column] = at.first
    shares[column] = at.share
  }
  return (row) => {
    const { first, second, share } = place(box.y + ((row + 0.5) * box.height) / size.height, height)
    for (let index = 0; index < line; index++) {
      const above = data[first * line + index] ?? 0
      between[index] = above + share * ((data[second * line + index] ?? 0) - above)
    }
    for (let column = 0; column < size.width; column++) {
      const from = (lefts[column] ?? 0) * channels
      const next = Math.min(from + channels, line - channels)
      const part = shares[column] ?? 0
      for (let channel = 0; channel < channels; channel++) {
        const left = between[from + channel] ?? 0
        result[column * channels + channel] = left + part * ((between[next + channel] ?? 0) - left)
      }
    }
    return result
  }
}

/** The two samples that a place on an axis lies between; samples have their centres at 0.5, 1.5, … */
function place(at: number, size: number): { readonly first: number; readonly second: number; readonly share: number } {
  const centre = Math.min(size - 1, Math.max(0, at - 0.5))
  const first = Math.floor(centre)
  return { first, second: Math.min(size - 1, first + 1), share: centre - first }
}
