/** Both colours of one place at once, from their 2x2 neighbours: 16 numbers, of which one instruction weighs eight. */
// @ts-ignore: decorator
@inline
function one(plane: usize, other: usize, stride: usize, table: usize, notes: usize, bytes: usize): v128 {
  const from = plane + <usize>load<i32>(notes)
  const upper = v128.load32_lane(from + other, v128.load32_zero(from), 2)
  const both = v128.load32_lane(from + stride, upper, 1)
  const near = v128.load32_lane(from + other + stride, both, 3)
  return i32x4.dot_i16x8_s(near, v128.load64_splat(table + <usize>load<i32>(notes + bytes)))
}

/** Two neighbouring samples: levels of the one plane and the other, twice. */
// @ts-ignore: decorator
@inline
function two(plane: usize, other: usize, stride: usize, table: usize, notes: usize, bytes: usize): v128 {
  const a = one(plane, other, stride, table, notes, bytes)
  const b = one(plane, other, stride, table, notes + 4, bytes)
  const sum = i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7))
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(1 << 19)), 20)
}

// @ts-ignore: decorator
@inline
function four(plane: usize, other: usize, stride: usize, table: usize, notes: usize, bytes: usize): v128 {
  return i16x8.narrow_i32x4_s(two(plane, other, stride, table, notes, bytes), two(plane, other, stride, table, notes + 8, bytes))
}

/** Eight levels of the one plane, then eight of the other. */
// @ts-ignore: decorator
@inline
function eight(plane: usize, other: usize, stride: usize, table: usize, notes: usize, bytes: usize): v128 {
  const a = four(plane, other, stride, table, notes, bytes)
  const b = four(plane, other, stride, table, notes + 16, bytes)
  const levels = i8x16.narrow_i16x8_u(a, b)
  return i8x16.shuffle(levels, levels, 0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15)
}

/**
 * Samples one row of two planes by bilinear interpolation.
 * @param other, otherTo bytes from the first plane, and from where its row goes, to those of the second
 * @param table as `linearTable` fills it
 * @param notes, bytes as `noteWarped` wrote them for 2 taps
 */
export function sampleTwo(
  plane: usize,
  other: usize,
  stride: usize,
  table: usize,
  notes: usize,
  bytes: usize,
  to: usize,
  otherTo: usize,
  width: i32,
): void {
  const end = to + <usize>(width & ~7)
  for (; to < end; to += 8) {
    const levels = eight(plane, other, stride, table, notes, bytes)
    v128.store64_lane(to, levels, 0)
    v128.store64_lane(to + otherTo, levels, 1)
    notes += 32
  }
  if ((width & 7) == 0) return
  const levels = eight(plane, other, stride, table, notes, bytes)
  let rest = i64x2.extract_lane(levels, 0)
  let otherRest = i64x2.extract_lane(levels, 1)
  for (let x = width & 7; x > 0; x--) {
    store<u8>(to + otherTo, <u8>otherRest)
    store<u8>(to++, <u8>rest)
    rest >>= 8
    otherRest >>= 8
  }
}
