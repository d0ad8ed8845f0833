import { across2, across4, across8, noteRow } from './shear-across'
import { down2, down4, down8 } from './shear-down'

/**
 * A homography maps the rows of the output to straight lines of the source. Where those are nearly level, a row is rendered in two steps
 * (E. Catmull, A. R. Smith: 3-D transformations of images in scanline order, SIGGRAPH 1980): down, every column of the source where the
 * line crosses it, 8 columns at once; then across, where the samples of the output lie along the line.
 */

/** Half of one of 128 positions between two samples, so that a place takes the nearest one. */
const HALF_PHASE: f64 = 1.0 / 256
const LINE_ONE: f64 = 4294967296

/**
 * Renders rows of up to three 8-bit planes through a homography whose rows are nearly level in the source: less than 1/4 down or up per
 * column, columns in ascending order. Outside of the source its edges go on.
 * @param matrix as `setHomography` writes it: samples of the target (counted from its first row, whatever `y` is) to samples of the source
 * @param y first row; `samples` of each
 * @param width, height of the source, which repeats its edges `padding` samples far
 * @param table as `shearTable` fills it for so many taps: 2 or 4, which are not widened down, or 8
 * @param row scratch for one row of the source, padding included
 * @param map scratch of 4 bytes for each sample of a row, rounded up to 32
 * @param source0, target0 a source and where its first row goes; all have the same geometry, 0 is none
 * Writes nothing outside of the rows.
 */
export function shearPlanes(
  matrix: usize,
  y: i32,
  rows: i32,
  samples: i32,
  width: i32,
  height: i32,
  stride: i32,
  padding: i32,
  table: usize,
  taps: i32,
  row: usize,
  map: usize,
  targetStride: i32,
  source0: usize,
  target0: usize,
  source1: usize,
  target1: usize,
  source2: usize,
  target2: usize,
): void {
  const du = load<f64>(matrix)
  const dv = load<f64>(matrix, 24)
  const dw = load<f64>(matrix, 48)
  const last = <f64>(samples - 1)
  const before = (taps >> 1) - 1
  // Where the camera only turns to the side, as in an orbit, columns stay columns.
  const isSteady = load<f64>(matrix, 8) == 0 && load<f64>(matrix, 56) == 0
  for (let line = y; line < y + rows; line++) {
    const at = <f64>line
    const w = load<f64>(matrix, 56) * at + load<f64>(matrix, 64)
    const u = load<f64>(matrix, 8) * at + load<f64>(matrix, 16)
    const v = load<f64>(matrix, 32) * at + load<f64>(matrix, 40)
    const left = u / w
    const right = (u + du * last) / (w + dw * last)
    const slope = ((v + dv * last) / (w + dw * last) - v / w) / (right - left)
    const from = max(-padding, min(width + padding - 8, <i32>Math.floor(left) - before))
    const to = max(from, min(width + padding - 1, <i32>Math.floor(right) + taps - before))
    const blocks = (to - from + 8) >> 3
    const first = v / w + slope * (<f64>from - left) - <f64>before + (taps == 8 ? HALF_PHASE : 0)
    // Everything is shifted by the columns before a sample, and by half a phase, so that whole and fraction can be cut off.
    const shifted = HALF_PHASE - <f64>before
    const high = width + padding - taps
    if (!isSteady || line == y) noteRow(u + w * shifted, du + dw * shifted, w, dw, samples, -padding, high, taps, map)
    const lowest = height + padding - taps - 2
    const here = <usize>((line - y) * targetStride)
    for (let plane = 0; plane < 3; plane++) {
      const source = plane == 0 ? source0 : plane == 1 ? source1 : source2
      const target = plane == 0 ? target0 : plane == 1 ? target1 : target2
      if (source == 0) break
      const begin = source + <usize>(from << 1)
      const scratch = row - <usize>(from << 1)
      const downward = <i64>(first * LINE_ONE)
      const along = <i64>(slope * LINE_ONE)
      if (taps == 2) {
        down2(begin, stride, downward, along, -padding, lowest, row, blocks)
        across2(scratch, table + 512, map, target + here, samples)
      } else if (taps == 4) {
        down4(begin, stride, downward, along, -padding, lowest, row, blocks)
        across4(scratch, table + 1024, map, target + here, samples)
      } else {
        down8(begin, stride, downward, along, -padding, lowest, table, row, blocks)
        across8(scratch, table + 2048, map, target + here, samples)
      }
    }
  }
}
