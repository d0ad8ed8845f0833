/** Single instructions and idioms that the kernels share. */

/** Q15 times a number, rounded. */
// @ts-ignore: decorator
@inline
export function weighed(rows: v128, weights: v128): v128 {
  return i16x8.relaxed_q15mulr_s(rows, weights)
}

/** The four weights of two positions, by their offsets in a table. */
// @ts-ignore: decorator
@inline
export function pair(table: usize, first: u32, second: u32): v128 {
  return v128.load64_lane(table + <usize>second, v128.load64_zero(table + <usize>first), 1)
}
