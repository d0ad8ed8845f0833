import { pair, weighed } from './lanes'

const PHASE_MASK: i32 = 127

// @ts-ignore: decorator
@inline
function interleaveLow(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
}

// @ts-ignore: decorator
@inline
function interleaveHigh(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
}

// @ts-ignore: decorator
@inline
function weightsOf(table: usize, entries: v128, column: i32): v128 {
  // Lanes are immediates.
  if (column == 0) return pair(table, i16x8.extract_lane_u(entries, 0), i16x8.extract_lane_u(entries, 4))
  if (column == 1) return pair(table, i16x8.extract_lane_u(entries, 1), i16x8.extract_lane_u(entries, 5))
  if (column == 2) return pair(table, i16x8.extract_lane_u(entries, 2), i16x8.extract_lane_u(entries, 6))
  return pair(table, i16x8.extract_lane_u(entries, 3), i16x8.extract_lane_u(entries, 7))
}

/**
 * Mixes four of eight rows along a line, each column by its own weights.
 * @param from first column of the plane's row 0
 * @param line, slope Q32: the row that the first of the taps lies in at the first column, and how far it goes per column (less than 1/4)
 * @param low, high bounds of the uppermost row that is read
 * @param skip rows below that at which these four taps begin
 * @param table weights in Q15, 16 bytes from one of 128 positions to the next
 * @param add whether to add to what lies in `to`
 * @param steep whether the line goes more than 1/8 per column
 */
// @ts-ignore: decorator
@inline
function mixAlong(
  from: usize,
  stride: i32,
  line: i64,
  slope: i64,
  low: i32,
  high: i32,
  skip: i32,
  table: usize,
  to: usize,
  blocks: i32,
  add: bool,
  steep: bool,
): void {
  const step = slope >> 19
  const ramp = i16x8.mul(i16x8.splat(<i16>step), i16x8(0, 1, 2, 3, 4, 5, 6, 7))
  const fall = step < 0 ? (7 * step) << 19 : 0
  const one = i16x8.splat(1 << 13)
  const two = i16x8.splat(1 << 14)
  const mask = i16x8.splat(<i16>PHASE_MASK)
  const next = <usize>stride
  const end = to + (<usize>blocks << 4)
  for (; to < end; to += 16) {
    const top = <i32>((line + fall) >> 32)
    const places = i16x8.add(i16x8.splat(<i16>((line - (<i64>top << 32)) >> 19)), ramp)
    const entries = i16x8.shl(v128.and(i16x8.shr_u(places, 6), mask), 4)
    const a = weightsOf(table, entries, 0)
    const b = weightsOf(table, entries, 1)
    const c = weightsOf(table, entries, 2)
    const d = weightsOf(table, entries, 3)
    // A transposition: from four weights of each column to each weight of all columns.
    const ac = interleaveLow(a, c)
    const bd = interleaveLow(b, d)
    const ac2 = interleaveHigh(a, c)
    const bd2 = interleaveHigh(b, d)
    const near1 = interleaveLow(ac, bd)
    const far1 = interleaveHigh(ac, bd)
    const near2 = interleaveLow(ac2, bd2)
    const far2 = interleaveHigh(ac2, bd2)
    const start = from + <usize>((max(low, min(high, top)) + skip) * stride)
    const below = start + 2 * next
    const r1 = v128.load(start + next)
    const r2 = v128.load(below)
    const r3 = v128.load(below + next)
    const r4 = v128.load(below + 2 * next)
    const here = i16x8.lt_s(places, one)
    let first = either(v128.load(start), r1, here)
    let second = either(r1, r2, here)
    let third = either(r2, r3, here)
    let fourth = either(r3, r4, here)
    if (steep) {
      const close = i16x8.lt_s(places, two)
      first = either(first, second, close)
      second = either(second, third, close)
      third = either(third, fourth, close)
      fourth = either(fourth, either(r4, v128.load(below + 3 * next), here), close)
    }
    const upper = i16x8.add(weighed(first, i64x2.shuffle(near1, near2, 0, 2)), weighed(second, i64x2.shuffle(near1, near2, 1, 3)))
    const lower = i16x8.add(weighed(third, i64x2.shuffle(far1, far2, 0, 2)), weighed(fourth, i64x2.shuffle(far1, far2, 1, 3)))
    const mixed = i16x8.add(upper, lower)
    v128.store(to, add ? i16x8.add(v128.load(to), mixed) : mixed)
    from += 16
    line += slope << 3
  }
}

/**
 * Catmull-Rom between two of four rows in Horner's form around the middle, where no number outgrows 16 bits.
 * @param place in Q15: -0.5 at the second row, 0.5 at the third
 */
// @ts-ignore: decorator
@inline
function between(r0: v128, r1: v128, r2: v128, r3: v128, place: v128): v128 {
  const inner = i16x8.sub(r2, r1)
  const outer = i16x8.sub(i16x8.sub(r3, r0), inner)
  const sum = i16x8.add(r1, r2)
  const bend = i16x8.sub(i16x8.add(r0, r3), sum)
  const third = i16x8.sub(i16x8.shr_s(outer, 1), inner)
  const second = i16x8.add(weighed(third, place), i16x8.shr_s(bend, 2))
  const first = i16x8.sub(i16x8.add(inner, i16x8.shr_s(inner, 2)), i16x8.shr_s(outer, 3))
  const slope = i16x8.add(weighed(second, place), first)
  return i16x8.add(weighed(slope, place), i16x8.sub(i16x8.shr_s(sum, 1), i16x8.shr_s(bend, 4)))
}

/** The row of a tap, or the one below it where the line has come so far. All bits of a lane of the mask are equal. */
// @ts-ignore: decorator
@inline
function either(row: v128, below: v128, mask: v128): v128 {
  return i16x8.relaxed_laneselect(row, below, mask)
}

/** Mixes four rows along a line like `mixAlong`; four weights are sooner computed than fetched. */
// @ts-ignore: decorator
@inline
function mixFour(
  from: usize,
  stride: i32,
  line: i64,
  slope: i64,
  low: i32,
  high: i32,
  to: usize,
  blocks: i32,
  steep: bool,
): void {
  const step = slope >> 19
  const ramp = i16x8.mul(i16x8.splat(<i16>step), i16x8(0, 1, 2, 3, 4, 5, 6, 7))
  const fall = step < 0 ? (7 * step) << 19 : 0
  const one = i16x8.splat(1 << 13)
  const two = i16x8.splat(1 << 14)
  const fraction = i16x8.splat(0x7fff)
  const next = <usize>stride
  const end = to + (<usize>blocks << 4)
  for (; to < end; to += 16) {
    const top = <i32>((line + fall) >> 32)
    const places = i16x8.add(i16x8.splat(<i16>((line - (<i64>top << 32)) >> 19)), ramp)
    const start = from + <usize>(max(low, min(high, top)) * stride)
    const below = start + 2 * next
    const r1 = v128.load(start + next)
    const r2 = v128.load(below)
    const r3 = v128.load(below + next)
    const r4 = v128.load(below + 2 * next)
    const here = i16x8.lt_s(places, one)
    let first = either(v128.load(start), r1, here)
    let second = either(r1, r2, here)
    let third = either(r2, r3, here)
    let fourth = either(r3, r4, here)
    if (steep) {
      const close = i16x8.lt_s(places, two)
      first = either(first, second, close)
      second = either(second, third, close)
      third = either(third, fourth, close)
      fourth = either(fourth, either(r4, v128.load(below + 3 * next), here), close)
    }
    // In Q15 from the middle on: a half is `two` of Q13.
    v128.store(to, between(first, second, third, fourth, i16x8.sub(v128.and(i16x8.shl(places, 2), fraction), two)))
    from += 16
    line += slope << 3
  }
}

/** Mixes two rows along a line. */
// @ts-ignore: decorator
@inline
function mixTwo(
  from: usize,
  stride: i32,
  line: i64,
  slope: i64,
  low: i32,
  high: i32,
  to: usize,
  blocks: i32,
  steep: bool,
): void {
  const step = slope >> 19
  const ramp = i16x8.mul(i16x8.splat(<i16>step), i16x8(0, 1, 2, 3, 4, 5, 6, 7))
  const fall = step < 0 ? (7 * step) << 19 : 0
  const one = i16x8.splat(1 << 13)
  const two = i16x8.splat(1 << 14)
  const fraction = i16x8.splat(0x7fff)
  const next = <usize>stride
  const end = to + (<usize>blocks << 4)
  for (; to < end; to += 16) {
    const top = <i32>((line + fall) >> 32)
    const places = i16x8.add(i16x8.splat(<i16>((line - (<i64>top << 32)) >> 19)), ramp)
    const start = from + <usize>(max(low, min(high, top)) * stride)
    const r1 = v128.load(start + next)
    const r2 = v128.load(start + 2 * next)
    const here = i16x8.lt_s(places, one)
    let first = either(v128.load(start), r1, here)
    let second = either(r1, r2, here)
    if (steep) {
      const close = i16x8.lt_s(places, two)
      first = either(first, second, close)
      second = either(second, either(r2, v128.load(start + 3 * next), here), close)
    }
    const share = v128.and(i16x8.shl(places, 2), fraction)
    v128.store(to, i16x8.add(first, weighed(i16x8.sub(second, first), share)))
    from += 16
    line += slope << 3
  }
}

/** Above an eighth of a row per column, Q32, eight columns may lie in three different rows. */
const STEEP: i64 = 1 << 29

export function down2(from: usize, stride: i32, line: i64, slope: i64, low: i32, high: i32, to: usize, blocks: i32): void {
  if (slope > STEEP || slope < -STEEP) mixTwo(from, stride, line, slope, low, high, to, blocks, true)
  else mixTwo(from, stride, line, slope, low, high, to, blocks, false)
}

export function down4(from: usize, stride: i32, line: i64, slope: i64, low: i32, high: i32, to: usize, blocks: i32): void {
  if (slope > STEEP || slope < -STEEP) mixFour(from, stride, line, slope, low, high, to, blocks, true)
  else mixFour(from, stride, line, slope, low, high, to, blocks, false)
}

export function down8(from: usize, stride: i32, line: i64, slope: i64, low: i32, high: i32, table: usize, to: usize, blocks: i32): void {
  if (slope > STEEP || slope < -STEEP) {
    mixAlong(from, stride, line, slope, low, high, 0, table, to, blocks, false, true)
    mixAlong(from, stride, line, slope, low, high, 4, table + 8, to, blocks, true, true)
  } else {
    mixAlong(from, stride, line, slope, low, high, 0, table, to, blocks, false, false)
    mixAlong(from, stride, line, slope, low, high, 4, table + 8, to, blocks, true, false)
  }
}
