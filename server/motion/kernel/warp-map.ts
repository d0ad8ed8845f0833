/** Half of the distance between two of the positions that weights are known for, in Q16, so that a place takes the nearest one. */
const HALF_OF_128TH: f64 = 256
const HALF_OF_32ND: f64 = 1024
const ONE: f64 = 65536
/** Where the weights' offsets lie in a note of 4 taps: 32 bytes a phase down in the lower half, 8 bytes a phase across in the upper. */
const CUBIC_PHASES: i32 = (127 << 5) | (127 << 19)
/** And in a note of 2 taps: 8 bytes a phase across, 32 of those a phase down. */
const LINEAR_DOWN: i32 = 31 << 8
const LINEAR_ACROSS: i32 = 31 << 3
/** Every third sample: a turned row seldom goes more than one row of the source farther in three. */
const TOUCHED: usize = 3 << 2

/**
 * Notes for each sample of a row where its neighbours begin and which weights they take. The homography is exact at every sixteenth
 * sample and runs straight in between.
 * @param taps 4, of which one lies before a sample's place, or 2
 * @param matrix nine f64, target samples to source samples
 * @param notes room for the width rounded up to 32: `bytes` of addresses, relative to the plane, and `bytes` of weights, i32 each
 */
// @ts-ignore: decorator
@inline
function noteSamples(
  taps: i32,
  matrix: usize,
  y: f64,
  stride: i32,
  lastColumn: i32,
  lastRow: i32,
  padding: i32,
  notes: usize,
  bytes: usize,
): void {
  const du = load<f64>(matrix)
  const dv = load<f64>(matrix, 24)
  const dw = load<f64>(matrix, 48)
  const u = load<f64>(matrix, 8) * y + load<f64>(matrix, 16)
  const v = load<f64>(matrix, 32) * y + load<f64>(matrix, 40)
  const w = load<f64>(matrix, 56) * y + load<f64>(matrix, 64)
  let us = f64x2.replace_lane(f64x2.splat(u + 16 * du), 1, u + 32 * du)
  let vs = f64x2.replace_lane(f64x2.splat(v + 16 * dv), 1, v + 32 * dv)
  let ws = f64x2.replace_lane(f64x2.splat(w + 16 * dw), 1, w + 32 * dw)
  const stepU = f64x2.splat(32 * du)
  const stepV = f64x2.splat(32 * dv)
  const stepW = f64x2.splat(32 * dw)
  const shift = taps == 4 ? HALF_OF_128TH - ONE : HALF_OF_32ND
  const shifts = f64x2.splat(shift)
  const lows = i16x8.splat(<i16>-padding)
  const highs = i32x4.splat((lastColumn << 16) | lastRow)
  const units = i32x4.splat((2 << 16) | stride)
  let before = i32x4.replace_lane(i32x4.splat(<i32>((u / w) * ONE + shift)), 3, <i32>((v / w) * ONE + shift))
  const end = notes + bytes
  for (; notes < end; notes += 128) {
    const one = f64x2.div(f64x2.splat(ONE), ws)
    const nextU = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(us, one), shifts))
    const nextV = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(vs, one), shifts))
    const after = i64x2.shuffle(nextU, nextV, 0, 2)
    // Columns of both halves, then rows of both.
    const here = i32x4.shuffle(before, after, 1, 4, 3, 6)
    const step = i32x4.shr_s(i32x4.sub(after, here), 4)
    noteSixteen(
      taps,
      i32x4.shuffle(here, here, 0, 0, 0, 0),
      i32x4.shuffle(step, step, 0, 0, 0, 0),
      i32x4.shuffle(here, here, 2, 2, 2, 2),
      i32x4.shuffle(step, step, 2, 2, 2, 2),
      lows,
      highs,
      units,
      notes,
      bytes,
    )
    noteSixteen(
      taps,
      i32x4.shuffle(here, here, 1, 1, 1, 1),
      i32x4.shuffle(step, step, 1, 1, 1, 1),
      i32x4.shuffle(here, here, 3, 3, 3, 3),
      i32x4.shuffle(step, step, 3, 3, 3, 3),
      lows,
      highs,
      units,
      notes + 64,
      bytes,
    )
    before = after
    us = f64x2.add(us, stepU)
    vs = f64x2.add(vs, stepV)
    ws = f64x2.add(ws, stepW)
  }
}

// @ts-ignore: decorator
@inline
function noteSixteen(
  taps: i32,
  firstU: v128,
  stepU: v128,
  firstV: v128,
  stepV: v128,
  lows: v128,
  highs: v128,
  units: v128,
  notes: usize,
  bytes: usize,
): void {
  const ramp = i32x4(0, 1, 2, 3)
  const fourU = i32x4.shl(stepU, 2)
  const fourV = i32x4.shl(stepV, 2)
  let u = i32x4.add(firstU, i32x4.mul(stepU, ramp))
  let v = i32x4.add(firstV, i32x4.mul(stepV, ramp))
  noteFour(taps, u, v, lows, highs, units, notes, bytes)
  u = i32x4.add(u, fourU)
  v = i32x4.add(v, fourV)
  noteFour(taps, u, v, lows, highs, units, notes + 16, bytes)
  u = i32x4.add(u, fourU)
  v = i32x4.add(v, fourV)
  noteFour(taps, u, v, lows, highs, units, notes + 32, bytes)
  noteFour(taps, i32x4.add(u, fourU), i32x4.add(v, fourV), lows, highs, units, notes + 48, bytes)
}

/** Column and row lie side by side as 16-bit numbers, so that one instruction bounds both and one makes an offset of them. */
// @ts-ignore: decorator
@inline
function noteFour(taps: i32, u: v128, v: v128, lows: v128, highs: v128, units: v128, notes: usize, bytes: usize): void {
  const cells = sideBySide(i32x4.shr_u(v, 16), u)
  v128.store(notes, i32x4.dot_i16x8_s(i16x8.min_s(i16x8.max_s(cells, lows), highs), units))
  v128.store(notes + bytes, taps == 4 ? cubicPhases(u, v) : linearPhases(u, v))
}

/** The lower halves of some 32-bit numbers with the upper halves of others. */
// @ts-ignore: decorator
@inline
function sideBySide(lower: v128, upper: v128): v128 {
  return i16x8.shuffle(lower, upper, 0, 9, 2, 11, 4, 13, 6, 15)
}

// @ts-ignore: decorator
@inline
function cubicPhases(u: v128, v: v128): v128 {
  return v128.and(sideBySide(i32x4.shr_u(v, 4), i32x4.shl(u, 10)), i32x4.splat(CUBIC_PHASES))
}

// @ts-ignore: decorator
@inline
function linearPhases(u: v128, v: v128): v128 {
  const down = v128.and(i32x4.shr_u(v, 3), i32x4.splat(LINEAR_DOWN))
  return v128.or(down, v128.and(i32x4.shr_u(u, 8), i32x4.splat(LINEAR_ACROSS)))
}

export function noteWarped(
  taps: i32,
  matrix: usize,
  y: f64,
  stride: i32,
  lastColumn: i32,
  lastRow: i32,
  padding: i32,
  notes: usize,
  bytes: usize,
): void {
  if (taps == 4) noteSamples(4, matrix, y, stride, lastColumn, lastRow, padding, notes, bytes)
  else noteSamples(2, matrix, y, stride, lastColumn, lastRow, padding, notes, bytes)
}

/**
 * Reads where a row will be sampled. Along a turned row no processor foresees what comes next: sampling would wait for one line of the
 * memory after the other, this waits for many at once.
 * @param plane a source, moved to the corner of the neighbours that comes to new samples first
 * @returns something of all that was read, or nothing would be
 */
export function touch(plane: usize, notes: usize, bytes: usize): i32 {
  let seen = 0
  const end = notes + bytes
  for (; notes < end; notes += TOUCHED) seen |= <i32>load<u8>(plane + <usize>load<i32>(notes))
  return seen
}
