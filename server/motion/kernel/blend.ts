/** Limited-range luma as a share in Q15: 219 steps are one. */
// @ts-ignore: decorator
@inline
function shareOf(luma: v128): v128 {
  const steps = i16x8.min_s(i16x8.max_s(i16x8.sub(luma, i16x8.splat(16)), i16x8.splat(0)), i16x8.splat(219))
  return i16x8.add(i16x8.mul(steps, i16x8.splat(149)), i16x8.shr_s(i16x8.mul(steps, i16x8.splat(5)), 3))
}

// @ts-ignore: decorator
@inline
function times(a: v128, b: v128): v128 {
  return i16x8.relaxed_q15mulr_s(a, b)
}

/** 8-bit alpha in Q15, weakened by an opacity; doubling the top bit makes 255 exactly one. */
// @ts-ignore: decorator
@inline
function covers(alpha: v128, opacity: v128): v128 {
  return times(i16x8.add(i16x8.shl(alpha, 7), i16x8.shr_u(alpha, 1)), opacity)
}

// @ts-ignore: decorator
@inline
function mixed(below: v128, above: v128, share: v128): v128 {
  const levels = i16x8.add(below, times(i16x8.sub(above, below), share))
  return i8x16.narrow_i16x8_u(levels, levels)
}

/**
 * Lays one 8-bit plane over another: below += (above - below) * alpha * opacity.
 * @param alpha 8-bit, 255 is full, as a plane with the same stride as `above`; 0 for full everywhere
 * @param opacity 0..32767
 * Reads up to 7 bytes after the end of a row and writes none.
 */
export function lay(
  above: usize,
  alpha: usize,
  aboveStride: i32,
  below: usize,
  belowStride: i32,
  width: i32,
  height: i32,
  opacity: i32,
): void {
  const share = i16x8.splat(<i16>opacity)
  for (let y = 0; y < height; y++) {
    const from = above + <usize>(y * aboveStride)
    const cover = alpha + <usize>(y * aboveStride)
    const to = below + <usize>(y * belowStride)
    for (let x = 0; x < width; x += 8) {
      const at = <usize>x
      const here = alpha == 0 ? share : covers(v128.load8x8_u(cover + at), share)
      put(to + at, mixed(v128.load8x8_u(to + at), v128.load8x8_u(from + at), here), width - x)
    }
  }
}

/**
 * Lays one level over an 8-bit plane where coverage says so: below += (level - below) * alpha * opacity.
 * @param alpha 8-bit, 255 is full
 * @param opacity 0..32767
 * Reads up to 7 bytes after the end of a row and writes none.
 */
export function tint(alpha: usize, alphaStride: i32, below: usize, belowStride: i32, width: i32, height: i32, level: i32, opacity: i32): void {
  const levels = i16x8.splat(<i16>level)
  const share = i16x8.splat(<i16>opacity)
  for (let y = 0; y < height; y++) {
    const cover = alpha + <usize>(y * alphaStride)
    const to = below + <usize>(y * belowStride)
    for (let x = 0; x < width; x += 8) {
      const at = <usize>x
      put(to + at, mixed(v128.load8x8_u(to + at), levels, covers(v128.load8x8_u(cover + at), share)), width - x)
    }
  }
}

/** Stores the first 8 bytes, or as many of them as are left of the row. */
// @ts-ignore: decorator
@inline
function put(to: usize, bytes: v128, left: i32): void {
  if (left >= 8) return v128.store64_lane(to, bytes, 0)
  let rest = i64x2.extract_lane(bytes, 0)
  for (; left > 0; left--) {
    store<u8>(to++, <u8>rest)
    rest >>= 8
  }
}

/**
 * Makes of a limited-range luma plane what it looks like when projected on another: 1 - (1 - above) * (1 - below), in place.
 * Up to 7 bytes after the end of a row are overwritten.
 */
export function screenLuma(above: usize, aboveStride: i32, below: usize, belowStride: i32, width: i32, height: i32): void {
  const black = i16x8.splat(16)
  for (let y = 0; y < height; y++) {
    const to = above + <usize>(y * aboveStride)
    const from = below + <usize>(y * belowStride)
    for (let x = 0; x < width; x += 8) {
      const light = v128.load8x8_u(to + <usize>x)
      const ground = v128.load8x8_u(from + <usize>x)
      const more = i16x8.sub(light, black)
      const levels = i16x8.sub(i16x8.add(ground, more), times(more, shareOf(ground)))
      v128.store64_lane(to + <usize>x, i8x16.narrow_i16x8_u(levels, levels), 0)
    }
  }
}

/** Mean of two rows of luma at even columns, where chroma lies. */
// @ts-ignore: decorator
@inline
function lumaOfChroma(luma: usize, stride: i32): v128 {
  const even = i16x8.splat(255)
  const upper = v128.and(v128.load(luma), even)
  const lower = v128.and(v128.load(luma + <usize>stride), even)
  return i16x8.shr_u(i16x8.add(i16x8.add(upper, lower), i16x8.splat(1)), 1)
}

/**
 * The same for a chroma plane: each side's colour is left as far as the other side is dark. That is exact where one of both is grey,
 * and close elsewhere. To be called before `lay` changes `belowLuma` and `screenLuma` changes `aboveLuma`.
 * @param aboveLuma, belowLuma luma planes of both sides, twice as wide and high
 * Up to 7 bytes after the end of a row are overwritten.
 */
export function screenChroma(
  above: usize,
  aboveStride: i32,
  aboveLuma: usize,
  aboveLumaStride: i32,
  below: usize,
  belowStride: i32,
  belowLuma: usize,
  belowLumaStride: i32,
  width: i32,
  height: i32,
): void {
  const grey = i16x8.splat(128)
  for (let y = 0; y < height; y++) {
    const to = above + <usize>(y * aboveStride)
    const from = below + <usize>(y * belowStride)
    const light = aboveLuma + <usize>(2 * y * aboveLumaStride)
    const ground = belowLuma + <usize>(2 * y * belowLumaStride)
    for (let x = 0; x < width; x += 8) {
      const at = <usize>x
      const colour = i16x8.sub(v128.load8x8_u(to + at), grey)
      const other = i16x8.sub(v128.load8x8_u(from + at), grey)
      const lost = i16x8.add(
        times(colour, shareOf(lumaOfChroma(ground + 2 * at, belowLumaStride))),
        times(other, shareOf(lumaOfChroma(light + 2 * at, aboveLumaStride))),
      )
      const levels = i16x8.sub(i16x8.add(i16x8.add(colour, other), grey), lost)
      v128.store64_lane(to + at, i8x16.narrow_i16x8_u(levels, levels), 0)
    }
  }
}

/** Sets all samples of an 8-bit plane to one level. */
export function flatten(plane: usize, stride: i32, width: i32, height: i32, level: i32): void {
  for (let y = 0; y < height; y++) memory.fill(plane + <usize>(y * stride), <u8>level, <usize>width)
}

/** Adds bytes to 16-bit sums, or begins the sums with them. Works on whole pieces of 16 bytes. */
export function accumulate(sums: usize, from: usize, bytes: i32, begin: bool): void {
  const end = from + <usize>bytes
  for (; from < end; from += 16) {
    const levels = v128.load(from)
    const low = i16x8.extend_low_i8x16_u(levels)
    const high = i16x8.extend_high_i8x16_u(levels)
    v128.store(sums, begin ? low : i16x8.add(v128.load(sums), low))
    v128.store(sums, begin ? high : i16x8.add(v128.load(sums, 16), high), 16)
    sums += 32
  }
}

/** Turns sums of 2 to 8 levels into their mean. Works on whole pieces of 16 bytes. */
export function average(sums: usize, to: usize, bytes: i32, count: i32): void {
  const part = i16x8.splat(<i16>((2048 + (count >> 1)) / count))
  const end = to + <usize>bytes
  for (; to < end; to += 16) {
    const low = times(i16x8.shl(v128.load(sums), 4), part)
    const high = times(i16x8.shl(v128.load(sums, 16), 4), part)
    v128.store(to, i8x16.narrow_i16x8_u(low, high))
    sums += 32
  }
}
