import { weighed } from './lanes'
import { WARP_ACROSS } from './tables'

/** Half of one of 128 positions between two samples in Q16, so that a place takes the nearest one. */
const HALF_PHASE: f64 = 256
const ONE: f64 = 65536
/** Where the weights' offsets lie in a note: 32 bytes a phase down, in the lower half, 8 bytes a phase across, in the upper. */
const DOWN_PHASES: i32 = 127 << 5
const ACROSS_PHASES: i32 = 127 << 19

/**
 * Notes for each sample of a row where its 4x4 neighbours begin and which weights they take. The homography is exact at every eighth
 * sample and runs straight in between.
 * @param matrix nine f64, target samples to source samples
 * @param offsets, phases room for the width rounded up to 16, i32 each
 */
function mapRow(
  matrix: usize,
  y: f64,
  samples: i32,
  stride: i32,
  lastColumn: i32,
  lastRow: i32,
  padding: i32,
  offsets: usize,
  phases: usize,
): void {
  const du = load<f64>(matrix)
  const dv = load<f64>(matrix, 24)
  const dw = load<f64>(matrix, 48)
  const u = load<f64>(matrix, 8) * y + load<f64>(matrix, 16)
  const v = load<f64>(matrix, 32) * y + load<f64>(matrix, 40)
  const w = load<f64>(matrix, 56) * y + load<f64>(matrix, 64)
  const us = f64x2.replace_lane(f64x2.splat(u + 8 * du), 1, u + 16 * du)
  const vs = f64x2.replace_lane(f64x2.splat(v + 8 * dv), 1, v + 16 * dv)
  const ws = f64x2.replace_lane(f64x2.splat(w + 8 * dw), 1, w + 16 * dw)
  const nearest = f64x2.splat(HALF_PHASE - ONE)
  const lows = i16x8.splat(<i16>-padding)
  const highs = i32x4.splat((lastColumn << 16) | lastRow)
  const units = i32x4.splat((2 << 16) | stride)
  let hereU = <i32>((u / w) * ONE + HALF_PHASE - ONE)
  let hereV = <i32>((v / w) * ONE + HALF_PHASE - ONE)
  for (let x = 0; x < samples; x += 16) {
    const along = f64x2.splat(<f64>x)
    const one = f64x2.div(f64x2.splat(ONE), f64x2.add(ws, f64x2.mul(f64x2.splat(dw), along)))
    const nextU = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(f64x2.add(us, f64x2.mul(f64x2.splat(du), along)), one), nearest))
    const nextV = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(f64x2.add(vs, f64x2.mul(f64x2.splat(dv), along)), one), nearest))
    const middleU = i32x4.extract_lane(nextU, 0)
    const middleV = i32x4.extract_lane(nextV, 0)
    const endU = i32x4.extract_lane(nextU, 1)
    const endV = i32x4.extract_lane(nextV, 1)
    noteEight(hereU, (middleU - hereU) >> 3, hereV, (middleV - hereV) >> 3, lows, highs, units, offsets, phases)
    noteEight(middleU, (endU - middleU) >> 3, middleV, (endV - middleV) >> 3, lows, highs, units, offsets + 32, phases + 32)
    hereU = endU
    hereV = endV
    offsets += 64
    phases += 64
  }
}

// @ts-ignore: decorator
@inline
function noteEight(
  u: i32,
  du: i32,
  v: i32,
  dv: i32,
  lows: v128,
  highs: v128,
  units: v128,
  offsets: usize,
  phases: usize,
): void {
  const ramp = i32x4(0, 1, 2, 3)
  const stepU = i32x4.splat(du)
  const stepV = i32x4.splat(dv)
  const firstU = i32x4.add(i32x4.splat(u), i32x4.mul(stepU, ramp))
  const firstV = i32x4.add(i32x4.splat(v), i32x4.mul(stepV, ramp))
  noteFour(firstU, firstV, lows, highs, units, offsets, phases)
  const secondU = i32x4.add(firstU, i32x4.shl(stepU, 2))
  const secondV = i32x4.add(firstV, i32x4.shl(stepV, 2))
  noteFour(secondU, secondV, lows, highs, units, offsets + 16, phases + 16)
}

/** Column and row lie side by side as 16-bit numbers, so that one instruction bounds both and one makes an offset of them. */
// @ts-ignore: decorator
@inline
function noteFour(u: v128, v: v128, lows: v128, highs: v128, units: v128, offsets: usize, phases: usize): void {
  const cells = v128.or(v128.and(u, i32x4.splat(<i32>0xffff0000)), i32x4.shr_u(v, 16))
  v128.store(offsets, i32x4.dot_i16x8_s(i16x8.min_s(i16x8.max_s(cells, lows), highs), units))
  const down = v128.and(i32x4.shr_u(v, 4), i32x4.splat(DOWN_PHASES))
  v128.store(phases, v128.or(down, v128.and(i32x4.shl(u, 10), i32x4.splat(ACROSS_PHASES))))
}

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
function two(plane: usize, stride: usize, table: usize, offsets: usize, phases: usize): v128 {
  const a = mixRows(plane + <usize>load<i32>(offsets), stride, table + <usize>load<u16>(phases))
  const b = mixRows(plane + <usize>load<i32>(offsets, 4), stride, table + <usize>load<u16>(phases, 4))
  const mixed = i16x8.add(i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3))
  const across = table + WARP_ACROSS
  const first = v128.load64_zero(across + <usize>load<u16>(phases, 2))
  return i32x4.dot_i16x8_s(mixed, v128.load64_lane(across + <usize>load<u16>(phases, 6), first, 1))
}

// @ts-ignore: decorator
@inline
function four(plane: usize, stride: usize, table: usize, offsets: usize, phases: usize): v128 {
  const a = two(plane, stride, table, offsets, phases)
  const b = two(plane, stride, table, offsets + 8, phases + 8)
  const sum = i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7))
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(1 << 19)), 20)
}

// @ts-ignore: decorator
@inline
function eight(plane: usize, stride: usize, table: usize, offsets: usize, phases: usize): v128 {
  const levels = i16x8.narrow_i32x4_s(four(plane, stride, table, offsets, phases), four(plane, stride, table, offsets + 16, phases + 16))
  return i8x16.narrow_i16x8_u(levels, levels)
}

function sampleRow(plane: usize, stride: usize, table: usize, offsets: usize, phases: usize, to: usize, width: i32): void {
  const end = to + <usize>(width & ~7)
  for (; to < end; to += 8) {
    v128.store64_lane(to, eight(plane, stride, table, offsets, phases), 0)
    offsets += 32
    phases += 32
  }
  if ((width & 7) == 0) return
  let rest = i64x2.extract_lane(eight(plane, stride, table, offsets, phases), 0)
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
 * Renders rows of up to three 8-bit planes through a homography, by 4x4 neighbours of each sample. Outside of the source its edges go on.
 * @param matrix as `setHomography` writes it: samples of the target (counted from its first row, whatever `y` is) to samples of the source
 * @param y first row; `samples` of each
 * @param width, height of the source, which repeats its edges `padding` samples far
 * @param table as `warpTable` fills it
 * @param map scratch of 8 bytes for each sample of a row, rounded up to 16
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
  map: usize,
  targetStride: i32,
  source0: usize,
  target0: usize,
  source1: usize,
  target1: usize,
  source2: usize,
  target2: usize,
): void {
  const phases = map + (<usize>((samples + 15) & ~15) << 2)
  const lastColumn = width + padding - 4
  const lastRow = height + padding - 4
  for (let row = 0; row < rows; row++) {
    mapRow(matrix, <f64>(y + row), samples, stride, lastColumn, lastRow, padding, map, phases)
    const at = <usize>(row * targetStride)
    sampleRow(source0, <usize>stride, table, map, phases, target0 + at, samples)
    if (source1 != 0) sampleRow(source1, <usize>stride, table, map, phases, target1 + at, samples)
    if (source2 != 0) sampleRow(source2, <usize>stride, table, map, phases, target2 + at, samples)
  }
}
