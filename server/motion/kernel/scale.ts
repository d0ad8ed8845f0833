/**
 * Renders one 8-bit plane from a Q6 source plane by two tables of `axis`: down first, over the columns that are needed, then across.
 * Down works on 8 neighbouring columns at once; across gathers the 4 or 8 neighbours of each output sample.
 * @param acrossTaps 4 or 8, weights adding up to 16384
 * @param downTaps 4, 6 or 8, weights adding up to 32767
 * @param row scratch for one row of the source, padding included
 * Each output row is written in pieces of 16 bytes: up to 15 bytes after its end are overwritten.
 */
export function scalePlane(
  source: usize,
  sourceStride: i32,
  target: usize,
  targetStride: i32,
  width: i32,
  height: i32,
  acrossOffsets: usize,
  acrossWeights: usize,
  acrossTaps: i32,
  downOffsets: usize,
  downWeights: usize,
  downTaps: i32,
  row: usize,
): void {
  const left = load<i32>(acrossOffsets) & ~15
  const end = load<i32>(acrossOffsets + (<usize>(width - 1) << 2)) + acrossTaps * 2
  const bytes = (end - left + 15) & ~15
  const shifted = row - <usize>left
  const stride = <usize>sourceStride
  for (let y = 0; y < height; y++) {
    const from = source + <usize>load<i32>(downOffsets + (<usize>y << 2)) + <usize>left
    const weights = downWeights + <usize>(y * downTaps * 2)
    if (downTaps == 4) down4(from, stride, weights, row, bytes)
    else if (downTaps == 6) down6(from, stride, weights, row, bytes)
    else down8(from, stride, weights, row, bytes)
    const to = target + <usize>(y * targetStride)
    if (acrossTaps == 4) across4(shifted, to, width, acrossOffsets, acrossWeights)
    else across8(shifted, to, width, acrossOffsets, acrossWeights)
  }
}

// @ts-ignore: decorator
@inline
function part(address: usize, weight: v128): v128 {
  return i16x8.relaxed_q15mulr_s(v128.load(address), weight)
}

function down4(from: usize, stride: usize, weights: usize, row: usize, bytes: i32): void {
  const w0 = v128.load16_splat(weights)
  const w1 = v128.load16_splat(weights, 2)
  const w2 = v128.load16_splat(weights, 4)
  const w3 = v128.load16_splat(weights, 6)
  const end = row + <usize>bytes
  let r0 = from
  let r1 = from + stride
  let r2 = r1 + stride
  let r3 = r2 + stride
  for (; row < end; row += 16) {
    v128.store(row, i16x8.add(i16x8.add(part(r0, w0), part(r1, w1)), i16x8.add(part(r2, w2), part(r3, w3))))
    r0 += 16
    r1 += 16
    r2 += 16
    r3 += 16
  }
}

function down6(from: usize, stride: usize, weights: usize, row: usize, bytes: i32): void {
  const w4 = v128.load16_splat(weights, 8)
  const w5 = v128.load16_splat(weights, 10)
  down4(from, stride, weights, row, bytes)
  const end = row + <usize>bytes
  let r4 = from + 4 * stride
  let r5 = r4 + stride
  for (; row < end; row += 16) {
    v128.store(row, i16x8.add(v128.load(row), i16x8.add(part(r4, w4), part(r5, w5))))
    r4 += 16
    r5 += 16
  }
}

function down8(from: usize, stride: usize, weights: usize, row: usize, bytes: i32): void {
  const w4 = v128.load16_splat(weights, 8)
  const w5 = v128.load16_splat(weights, 10)
  const w6 = v128.load16_splat(weights, 12)
  const w7 = v128.load16_splat(weights, 14)
  down4(from, stride, weights, row, bytes)
  const end = row + <usize>bytes
  let r4 = from + 4 * stride
  let r5 = r4 + stride
  let r6 = r5 + stride
  let r7 = r6 + stride
  for (; row < end; row += 16) {
    const upper = i16x8.add(part(r4, w4), part(r5, w5))
    v128.store(row, i16x8.add(v128.load(row), i16x8.add(upper, i16x8.add(part(r6, w6), part(r7, w7)))))
    r4 += 16
    r5 += 16
    r6 += 16
    r7 += 16
  }
}

// @ts-ignore: decorator
@inline
function pack(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d))
}

/** Adds neighbouring lanes: [a0+a1, a2+a3, b0+b1, b2+b3]. */
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
function two4(row: usize, offsets: usize, weights: usize): v128 {
  const one = v128.load64_zero(row + <usize>load<i32>(offsets))
  return i32x4.dot_i16x8_s(v128.load64_lane(row + <usize>load<i32>(offsets, 4), one, 1), v128.load(weights))
}

// @ts-ignore: decorator
@inline
function four4(row: usize, offsets: usize, weights: usize): v128 {
  return toLevels(addPairs(two4(row, offsets, weights), two4(row, offsets + 8, weights + 16)))
}

function across4(row: usize, to: usize, width: i32, offsets: usize, weights: usize): void {
  const end = to + <usize>width
  for (; to < end; to += 16) {
    const a = four4(row, offsets, weights)
    const b = four4(row, offsets + 16, weights + 32)
    const c = four4(row, offsets + 32, weights + 64)
    const d = four4(row, offsets + 48, weights + 96)
    v128.store(to, pack(a, b, c, d))
    offsets += 64
    weights += 128
  }
}

// @ts-ignore: decorator
@inline
function one8(row: usize, offset: i32, weights: usize): v128 {
  return i32x4.dot_i16x8_s(v128.load(row + <usize>offset), v128.load(weights))
}

// @ts-ignore: decorator
@inline
function four8(row: usize, offsets: usize, weights: usize): v128 {
  const a = addPairs(one8(row, load<i32>(offsets), weights), one8(row, load<i32>(offsets, 4), weights + 16))
  const b = addPairs(one8(row, load<i32>(offsets, 8), weights + 32), one8(row, load<i32>(offsets, 12), weights + 48))
  return toLevels(addPairs(a, b))
}

function across8(row: usize, to: usize, width: i32, offsets: usize, weights: usize): void {
  const end = to + <usize>width
  for (; to < end; to += 16) {
    const a = four8(row, offsets, weights)
    const b = four8(row, offsets + 16, weights + 64)
    const c = four8(row, offsets + 32, weights + 128)
    const d = four8(row, offsets + 48, weights + 192)
    v128.store(to, pack(a, b, c, d))
    offsets += 64
    weights += 256
  }
}
