import { pair, weighed } from './lanes'

const ONE: f64 = 65536

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
  const entries = shift == 2 ? i16x8.shr_u(places, 1) : shift == 3 ? places : i16x8.shl(places, 1)
  v128.store(map, v128.and(entries, i16x8.splat(<i16>phases)), 16)
}

export function noteRow(u: f64, du: f64, w: f64, dw: f64, samples: i32, low: i32, high: i32, taps: i32, map: usize): void {
  if (taps == 2) mapColumns(u, du, w, dw, samples, low, high, 2, map)
  else if (taps == 4) mapColumns(u, du, w, dw, samples, low, high, 3, map)
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
function four2(row: usize, table: usize, map: usize): v128 {
  let samples = v128.load32_zero(row + <usize>load<i16>(map))
  samples = v128.load32_lane(row + <usize>load<i16>(map, 2), samples, 1)
  samples = v128.load32_lane(row + <usize>load<i16>(map, 4), samples, 2)
  samples = v128.load32_lane(row + <usize>load<i16>(map, 6), samples, 3)
  let weights = v128.load32_zero(table + <usize>load<u16>(map, 16))
  weights = v128.load32_lane(table + <usize>load<u16>(map, 18), weights, 1)
  weights = v128.load32_lane(table + <usize>load<u16>(map, 20), weights, 2)
  weights = v128.load32_lane(table + <usize>load<u16>(map, 22), weights, 3)
  return toLevels(i32x4.dot_i16x8_s(samples, weights))
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

export function across2(row: usize, table: usize, map: usize, to: usize, samples: i32): void {
  for (let left = samples; left > 0; left -= 8) {
    put(to, i16x8.narrow_i32x4_s(four2(row, table, map), four2(row, table, map + 8)), left)
    map += 32
    to += 8
  }
}

export function across4(row: usize, table: usize, map: usize, to: usize, samples: i32): void {
  for (let left = samples; left > 0; left -= 8) {
    put(to, i16x8.narrow_i32x4_s(four4(row, table, map), four4(row, table, map + 8)), left)
    map += 32
    to += 8
  }
}

export function across8(row: usize, table: usize, map: usize, to: usize, samples: i32): void {
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
