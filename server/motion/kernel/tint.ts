/**
 * Lays one level over an 8-bit plane where coverage says so: target += (level - target) * coverage * opacity.
 * @param coverage 8-bit, 255 is full
 * @param opacity 0..32767
 * Works on 8 samples at a time and touches nothing after the end of a row.
 */
export function tint(
  coverage: usize,
  coverageStride: i32,
  target: usize,
  targetStride: i32,
  width: i32,
  height: i32,
  level: i32,
  opacity: i32,
): void {
  const levels = i16x8.splat(<i16>level)
  const share = i16x8.splat(<i16>opacity)
  const whole = width & ~7
  for (let y = 0; y < height; y++) {
    const from = coverage + <usize>(y * coverageStride)
    const to = target + <usize>(y * targetStride)
    for (let x = 0; x < whole; x += 8) {
      const covered = v128.load8x8_u(from + <usize>x)
      // Doubling the top bit makes 255 exactly one in Q15.
      const alpha = i16x8.add(i16x8.shl(covered, 7), i16x8.shr_u(covered, 1))
      const below = v128.load8x8_u(to + <usize>x)
      const more = i16x8.relaxed_q15mulr_s(i16x8.sub(levels, below), i16x8.relaxed_q15mulr_s(alpha, share))
      const mixed = i16x8.add(below, more)
      v128.store64_lane(to + <usize>x, i8x16.narrow_i16x8_u(mixed, mixed), 0)
    }
    for (let x = whole; x < width; x++) {
      const covered = <i32>load<u8>(from + <usize>x)
      const alpha = (((covered << 7) + (covered >> 1)) * opacity + 0x4000) >> 15
      const below = <i32>load<u8>(to + <usize>x)
      store<u8>(to + <usize>x, <u8>(below + (((level - below) * alpha + 0x4000) >> 15)))
    }
  }
}
