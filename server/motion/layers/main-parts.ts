import { newRaster, type Raster } from './raster.ts'

/** A value from which a mask counts as covered. */
const COVERED = 0.5
/** Share of the largest part that another must have to belong to the subject. */
const NOTABLE = 0.25
/** Samples around a part that are kept with it: its soft edge. */
const EDGE = 4

/** A mask without what is covered apart from its main parts: a model takes other things along, which must not float before the rest. */
export function mainParts(mask: Raster): Raster {
  const { width, height, data } = mask
  const labels = new Int32Array(width * height)
  const sizes = [0]
  for (let index = 0; index < labels.length; index++) {
    if (labels[index] !== 0 || (data[index] ?? 0) < COVERED) continue
    sizes.push(spread(mask, labels, index, sizes.length))
  }
  const largest = Math.max(...sizes)
  const kept = newRaster(width, height, 1)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const size = sizes[labels[row * width + column] ?? 0] ?? 0
      if (size > 0 && size >= NOTABLE * largest) keepAround(mask, kept, column, row)
    }
  return kept
}

/** Labels what hangs together with one sample, and counts it. */
function spread({ width, height, data }: Raster, labels: Int32Array, start: number, label: number): number {
  const open = [start]
  labels[start] = label
  let size = 0
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    size += 1
    const column = index % width
    for (const [next, inside] of [
      [index - 1, column > 0],
      [index + 1, column < width - 1],
      [index - width, index >= width],
      [index + width, index < width * (height - 1)],
    ] as const) {
      if (!inside || labels[next] !== 0 || (data[next] ?? 0) < COVERED) continue
      labels[next] = label
      open.push(next)
    }
  }
  return size
}

function keepAround({ width, height, data }: Raster, kept: Raster, column: number, row: number): void {
  // Only at a rim is there a soft edge to take along.
  const index = row * width + column
  kept.data[index] = data[index] ?? 0
  const isRim = [index - 1, index + 1, index - width, index + width].some((next) => (data[next] ?? 1) < COVERED)
  if (!isRim) return
  for (let y = Math.max(0, row - EDGE); y <= Math.min(height - 1, row + EDGE); y++)
    for (let x = Math.max(0, column - EDGE); x <= Math.min(width - 1, column + EDGE); x++) {
      const near = y * width + x
      if ((data[near] ?? 0) < COVERED) kept.data[near] = data[near] ?? 0
    }
}
