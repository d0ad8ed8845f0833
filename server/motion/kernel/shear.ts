/**
 * A homography maps the rows of the output to straight lines of the source. Where those are nearly level, a row is rendered in two steps
 * (E. Catmull, A. R. Smith: 3-D transformations of images in scanline order, SIGGRAPH 1980): down, every column of the source where the
 * line crosses it, 8 columns at once; then across, where the samples of the output lie along the line.
 */

const PHASE_MASK: i32 = 127
/** Half of one of 128 positions between two samples, so that a place takes the nearest one. */
const HALF_PHASE: f64 = 1.0 / 256
const ONE: f64 = 65536
const LINE_ONE: f64 = 4294967296

// @ts-ignore: decorator
@inline
function weighed(rows: v128, weights: v128): v128 {
  return i16x8.relaxed_q15mulr_s(rows, weights)
}

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

// @ts-ignore: decorator
@inline
function pair(table: usize, first: u32, second: u32): v128 {
  return v128.load64_lane(table + <usize>second, v128.load64_zero(table + <usize>first), 1)
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

/** Above an eighth of a row per column, Q32, eight columns may lie in three different rows. */
const STEEP: i64 = 1 << 29

function down4(from: usize, stride: i32, line: i64, slope: i64, low: i32, high: i32, to: usize, blocks: i32): void {
  if (slope > STEEP || slope < -STEEP) mixFour(from, stride, line, slope, low, high, to, blocks, true)
  else mixFour(from, stride, line, slope, low, high, to, blocks, false)
}

function down8(from: usize, stride: i32, line: i64, slope: i64, low: i32, high: i32, table: usize, to: usize, blocks: i32): void {
  if (slope > STEEP || slope < -STEEP) {
    mixAlong(from, stride, line, slope, low, high, 0, table, to, blocks, false, true)
    mixAlong(from, stride, line, slope, low, high, 4, table + 8, to, blocks, true, true)
  } else {
    mixAlong(from, stride, line, slope, low, high, 0, table, to, blocks, false, false)
    mixAlong(from, stride, line, slope, low, high, 4, table + 8, to, blocks, true, false)
  }
}

/**
 * Notes for each sample of a row which columns it takes and by which weights: eight byte offsets of the first column as 16-bit numbers,
 * then eight of the weights. The homography is exact at every sixteenth sample; a parabola runs through three of those.
 * @param u, w the numerator and denominator of the column at the row's first sample; `du`, `dw` per sample
 * @param shift binary logarithm of the bytes of a position's weights
 */
// @ts-ignore: decorator
@inline
function mapColumns(u: f64, du: f64, w: f64, dw: f64, samples: i32, low: i32, high: i32, shift: i32, map: usize): void {
  const eighths = i16x8(0, 4096, 8192, 12288, 16384, 20480, 24576, 28672)
  const squares = i16x8(0, 512, 2048, 4608, 8192, 12800, 18432, 25088)
  const lows = i16x8.splat(<i16>low)
  const highs = i16x8.splat(<i16>high)
  const us = f64x2.replace_lane(f64x2.splat((u + 16 * du) * ONE), 1, (u + 32 * du) * ONE)
  const ws = f64x2.replace_lane(f64x2.splat(w + 16 * dw), 1, w + 32 * dw)
  const alongU = f64x2.splat(du * ONE)
  const alongW = f64x2.splat(dw)
  let start = <i32>(u * (ONE / w))
  for (let x = 0; x < samples; x += 32) {
    const along = f64x2.splat(<f64>x)
    const ends = f64x2.div(f64x2.add(us, f64x2.mul(alongU, along)), f64x2.add(ws, f64x2.mul(alongW, along)))
    const places = i32x4.trunc_sat_f64x2_s_zero(ends)
    const middle = i32x4.extract_lane(places, 0)
    const end = i32x4.extract_lane(places, 1)
    // In Q10 from the whole column at the start: 32 samples go less than 64 columns far.
    const bend = end - 2 * middle + start
    const slope = (((middle - start) >> 1) - (bend >> 2)) >> 6
    const columns = i16x8.splat(<i16>(start >> 16))
    let here = i16x8.add(i16x8.splat(<i16>((start & 0xffff) >> 6)), weighed(i16x8.splat(<i16>slope), eighths))
    here = i16x8.add(here, weighed(i16x8.splat(<i16>(bend >> 9)), squares))
    const more = i16x8.splat(<i16>(bend >> 8))
    let step = i16x8.add(i16x8.splat(<i16>(slope + (bend >> 9))), weighed(more, eighths))
    noteEight(here, columns, lows, highs, shift, map)
    here = i16x8.add(here, step)
    noteEight(here, columns, lows, highs, shift, map + 32)
    step = i16x8.add(step, more)
    here = i16x8.add(here, step)
    noteEight(here, columns, lows, highs, shift, map + 64)
    here = i16x8.add(here, i16x8.add(step, more))
    noteEight(here, columns, lows, highs, shift, map + 96)
    start = end
    map += 128
  }
}

// @ts-ignore: decorator
@inline
function noteEight(places: v128, start: v128, lows: v128, highs: v128, shift: i32, map: usize): void {
  const phases: i32 = 127 << shift
  const columns = i16x8.add(start, i16x8.shr_u(places, 10))
  v128.store(map, i16x8.shl(i16x8.min_s(i16x8.max_s(columns, lows), highs), 1))
  v128.store(map, v128.and(shift == 3 ? places : i16x8.shl(places, 1), i16x8.splat(<i16>phases)), 16)
}

function noteRow(u: f64, du: f64, w: f64, dw: f64, samples: i32, low: i32, high: i32, taps: i32, map: usize): void {
  if (taps == 4) mapColumns(u, du, w, dw, samples, low, high, 3, map)
  else mapColumns(u, du, w, dw, samples, low, high, 4, map)
}

// @ts-ignore: decorator
@inline
function addPairs(a: v128, b: v128): v128 {
  return i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7))
}

/** Q6 times Q14 is Q20: rounded and brought back to levels. */
// @ts-ignore: decorator
@inline
function toLevels(sum: v128): v128 {
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(1 << 19)), 20)
}

// @ts-ignore: decorator
@inline
function two4(row: usize, table: usize, map: usize): v128 {
  const samples = v128.load64_lane(row + <usize>load<i16>(map, 2), v128.load64_zero(row + <usize>load<i16>(map)), 1)
  return i32x4.dot_i16x8_s(samples, pair(table, load<u16>(map, 16), load<u16>(map, 18)))
}

// @ts-ignore: decorator
@inline
function four4(row: usize, table: usize, map: usize): v128 {
  return toLevels(addPairs(two4(row, table, map), two4(row, table, map + 4)))
}

// @ts-ignore: decorator
@inline
function one8(row: usize, table: usize, map: usize): v128 {
  return i32x4.dot_i16x8_s(v128.load(row + <usize>load<i16>(map)), v128.load(table + <usize>load<u16>(map, 16)))
}

// @ts-ignore: decorator
@inline
function four8(row: usize, table: usize, map: usize): v128 {
  const a = addPairs(one8(row, table, map), one8(row, table, map + 2))
  const b = addPairs(one8(row, table, map + 4), one8(row, table, map + 6))
  return toLevels(addPairs(a, b))
}

function across4(row: usize, table: usize, map: usize, to: usize, samples: i32): void {
  for (let left = samples; left > 0; left -= 8) {
    put(to, i16x8.narrow_i32x4_s(four4(row, table, map), four4(row, table, map + 8)), left)
    map += 32
    to += 8
  }
}

function across8(row: usize, table: usize, map: usize, to: usize, samples: i32): void {
  for (let left = samples; left > 0; left -= 8) {
    put(to, i16x8.narrow_i32x4_s(four8(row, table, map), four8(row, table, map + 8)), left)
    map += 32
    to += 8
  }
}

/** Stores eight levels, or as many of them as are left of the row. */
// @ts-ignore: decorator
@inline
function put(to: usize, levels: v128, left: i32): void {
  const bytes = i8x16.narrow_i16x8_u(levels, levels)
  if (left >= 8) return v128.store64_lane(to, bytes, 0)
  let rest = i64x2.extract_lane(bytes, 0)
  for (; left > 0; left--) {
    store<u8>(to++, <u8>rest)
    rest >>= 8
  }
}

/**
 * Renders rows of up to three 8-bit planes through a homography whose rows are nearly level in the source: less than 1/4 down or up per
 * column, columns in ascending order. Outside of the source its edges go on.
 * @param matrix as `setHomography` writes it: samples of the target (counted from its first row, whatever `y` is) to samples of the source
 * @param y first row; `samples` of each
 * @param width, height of the source, which repeats its edges `padding` samples far
 * @param table as `shearTable` fills it for so many taps: 4, which are not widened down, or 8
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
    const first = v / w + slope * (<f64>from - left) - <f64>before + (taps == 4 ? 0 : HALF_PHASE)
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
      if (taps == 4) {
        down4(begin, stride, downward, along, -padding, lowest, row, blocks)
        across4(scratch, table + 1024, map, target + here, samples)
      } else {
        down8(begin, stride, downward, along, -padding, lowest, table, row, blocks)
        across8(scratch, table + 2048, map, target + here, samples)
      }
    }
  }
}
