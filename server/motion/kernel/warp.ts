/** Sub-sample positions that the weights are tabled for, each way. */
const PHASES: i32 = 128
const PHASE_SHIFT: i32 = 9
const PHASE_MASK: i32 = PHASES - 1
/** Half a phase in Q16, so that a position takes the nearest one. */
const HALF_PHASE: i32 = 1 << (PHASE_SHIFT - 1)
/** Bytes of a phase in the table for rows (four weights in Q15, each in four lanes) and in that for columns (four weights in Q14). */
const ROW_SHIFT: i32 = 5
const COLUMN_SHIFT: i32 = 3
const COLUMNS: usize = <usize>(PHASES << ROW_SHIFT)
const ONE: f64 = 65536

/**
 * Notes for each sample of a row where its 4x4 neighbours begin and which weights they take. The homography is exact at every eighth
 * sample and runs straight in between.
 * @param matrix nine f64, target samples to source samples
 * @param offsets, phases room for the width rounded up to 8, i32 each
 */
function mapRow(
  matrix: usize,
  y: f64,
  width: i32,
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
  const start = f64x2.replace_lane(f64x2.splat(u), 1, v)
  const step = f64x2.replace_lane(f64x2.splat(du), 1, dv)
  const ramp = i32x4(0, 1, 2, 3)
  const half = i32x4.splat(HALF_PHASE)
  const low = i32x4.splat(-padding)
  const right = i32x4.splat(lastColumn)
  const bottom = i32x4.splat(lastRow)
  const strides = i32x4.splat(stride)
  const mask = i32x4.splat(PHASE_MASK)
  let here = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(start, f64x2.splat(ONE / w)))
  for (let x = 8; x < width + 8; x += 8) {
    const next = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.add(start, f64x2.mul(step, f64x2.splat(<f64>x))), f64x2.splat(ONE / (w + dw * <f64>x))))
    const slope = i32x4.shr_s(i32x4.sub(next, here), 3)
    const slopeU = i32x4.shuffle(slope, slope, 0, 0, 0, 0)
    const slopeV = i32x4.shuffle(slope, slope, 1, 1, 1, 1)
    let atU = i32x4.add(i32x4.add(i32x4.shuffle(here, here, 0, 0, 0, 0), half), i32x4.mul(slopeU, ramp))
    let atV = i32x4.add(i32x4.add(i32x4.shuffle(here, here, 1, 1, 1, 1), half), i32x4.mul(slopeV, ramp))
    for (let part = 0; part < 2; part++) {
      const column = i32x4.min_s(i32x4.max_s(i32x4.sub(i32x4.shr_s(atU, 16), i32x4.splat(1)), low), right)
      const row = i32x4.min_s(i32x4.max_s(i32x4.sub(i32x4.shr_s(atV, 16), i32x4.splat(1)), low), bottom)
      v128.store(offsets, i32x4.add(i32x4.mul(row, strides), i32x4.shl(column, 1)))
      const phaseU = v128.and(i32x4.shr_u(atU, PHASE_SHIFT), mask)
      const phaseV = v128.and(i32x4.shr_u(atV, PHASE_SHIFT), mask)
      v128.store(phases, v128.or(i32x4.shl(phaseV, ROW_SHIFT), i32x4.shl(phaseU, COLUMN_SHIFT + 16)))
      atU = i32x4.add(atU, i32x4.shl(slopeU, 2))
      atV = i32x4.add(atV, i32x4.shl(slopeV, 2))
      offsets += 16
      phases += 16
    }
    here = next
  }
}

// @ts-ignore: decorator
@inline
function weighed(rows: v128, weights: v128): v128 {
  return i16x8.relaxed_q15mulr_s(rows, weights)
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
  const across = table + COLUMNS
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
