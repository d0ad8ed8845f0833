import { weighed } from './lanes'
import { WARP_ACROSS } from './tables'
import { noteWarped, touch } from './warp-map'
import { sampleTwo } from './warp-two'

/** Four columns down, twice: the sum of the upper half and the lower is what the rows mix to. */
// @ts-ignore: decorator
@inline
function mixRows(from: usize, stride: usize, weights: usize): v128 {
  const below = from + 2 * stride
  const upper = v128.load64_lane(from + stride, v128.load64_zero(from), 1)
  const lower = v128.load64_lane(below + stride, v128.load64_zero(below), 1)
  return i16x8.add(weighed(upper, v128.load(weights)), weighed(lower, v128.load(weights, 16)))
}

/** Two neighbouring samples, each as two partial sums in Q20. */
// @ts-ignore: decorator
@inline
function two(plane: usize, stride: usize, table: usize, notes: usize, bytes: usize): v128 {
  const phases = notes + bytes
  const a = mixRows(plane + <usize>load<i32>(notes), stride, table + <usize>load<u16>(phases))
  const b = mixRows(plane + <usize>load<i32>(notes, 4), stride, table + <usize>load<u16>(phases, 4))
  const mixed = i16x8.add(i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3))
  const across = table + WARP_ACROSS
  const first = v128.load64_zero(across + <usize>load<u16>(phases, 2))
  return i32x4.dot_i16x8_s(mixed, v128.load64_lane(across + <usize>load<u16>(phases, 6), first, 1))
}

// @ts-ignore: decorator
@inline
function four(plane: usize, stride: usize, table: usize, notes: usize, bytes: usize): v128 {
  const a = two(plane, stride, table, notes, bytes)
  const b = two(plane, stride, table, notes + 8, bytes)
  const sum = i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7))
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(1 << 19)), 20)
}

// @ts-ignore: decorator
@inline
function eight(plane: usize, stride: usize, table: usize, notes: usize, bytes: usize): v128 {
  const levels = i16x8.narrow_i32x4_s(four(plane, stride, table, notes, bytes), four(plane, stride, table, notes + 16, bytes))
  return i8x16.narrow_i16x8_u(levels, levels)
}

function sampleRow(plane: usize, stride: usize, table: usize, notes: usize, bytes: usize, to: usize, width: i32): void {
  const end = to + <usize>(width & ~7)
  for (; to < end; to += 8) {
    v128.store64_lane(to, eight(plane, stride, table, notes, bytes), 0)
    notes += 32
  }
  if ((width & 7) == 0) return
  let rest = i64x2.extract_lane(eight(plane, stride, table, notes, bytes), 0)
  for (let x = width & 7; x > 0; x--) {
    store<u8>(to++, <u8>rest)
    rest >>= 8
  }
}

/** Writes down a homography, row by row, for `warpPlanes`. */
export function setHomography(
  matrix: usize,
  m0: f64,
  m1: f64,
  m2: f64,
  m3: f64,
  m4: f64,
  m5: f64,
  m6: f64,
  m7: f64,
  m8: f64,
): void {
  store<f64>(matrix, m0)
  store<f64>(matrix, m1, 8)
  store<f64>(matrix, m2, 16)
  store<f64>(matrix, m3, 24)
  store<f64>(matrix, m4, 32)
  store<f64>(matrix, m5, 40)
  store<f64>(matrix, m6, 48)
  store<f64>(matrix, m7, 56)
  store<f64>(matrix, m8, 64)
}

/**
 * Renders rows of up to three 8-bit planes through a homography, by the neighbours of each sample. Outside of the source its edges go on.
 * @param matrix as `setHomography` writes it: samples of the target (counted from its first row, whatever `y` is) to samples of the source
 * @param y first row; `samples` of each
 * @param width, height of the source, which repeats its edges `padding` samples far
 * @param table as `warpTable` fills it for 4 taps, as `linearTable` for 2
 * @param taps 4 for cubic convolution; 2 for bilinear interpolation of exactly two planes
 * @param map scratch of 16 bytes for each sample of a row, rounded up to 32
 * @param source0, target0 a source and where its first row goes; all have the same geometry, 0 is none
 * Writes nothing outside of the rows.
 */
export function warpPlanes(
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
  map: usize,
  targetStride: i32,
  source0: usize,
  target0: usize,
  source1: usize,
  target1: usize,
  source2: usize,
  target2: usize,
): void {
  const bytes = <usize>((samples + 31) & ~31) << 2
  const lastColumn = width + padding - taps
  const lastRow = height + padding - taps
  const far = taps - 1
  const leading = <usize>((load<f64>(matrix, 32) < 0 ? 0 : far * stride) + (load<f64>(matrix, 8) < 0 ? 0 : far << 1))
  let notes = map
  let next = map + 2 * bytes
  let seen = 0
  noteWarped(taps, matrix, <f64>y, stride, lastColumn, lastRow, padding, notes, bytes)
  for (let row = 0; row < rows; row++) {
    if (row + 1 < rows) {
      noteWarped(taps, matrix, <f64>(y + row + 1), stride, lastColumn, lastRow, padding, next, bytes)
      seen |= touch(source0 + leading, next, bytes)
      if (source1 != 0) seen |= touch(source1 + leading, next, bytes)
      if (source2 != 0) seen |= touch(source2 + leading, next, bytes)
    }
    const at = <usize>(row * targetStride)
    if (taps == 2) sampleTwo(source0, source1 - source0, <usize>stride, table, notes, bytes, target0 + at, target1 - target0, samples)
    else {
      sampleRow(source0, <usize>stride, table, notes, bytes, target0 + at, samples)
      if (source1 != 0) sampleRow(source1, <usize>stride, table, notes, bytes, target1 + at, samples)
      if (source2 != 0) sampleRow(source2, <usize>stride, table, notes, bytes, target2 + at, samples)
    }
    const done = notes
    notes = next
    next = done
  }
  // Nobody reads it: what is never used would never be read.
  store<i32>(map, seen)
}
