import { quantise } from './axis'

/** Bytes of `warpTable` up to its second half. */
export const WARP_ACROSS: usize = 4096
/**
 * Bytes of `shearTable` before its weights: coefficients in Q13, constant first, of the first, third and fourth weight of four, each in
 * eight lanes.
 */
export const SHEAR_WEIGHTS: usize = 192

/**
 * Fills the weights of `warpPlanes`: for each of 128 positions between two samples, four weights in Q15 that are repeated in four lanes
 * each (down), and after those of all positions, four weights in Q14 (across).
 * @param acrossSoftness, downSoftness 0 for Catmull-Rom, 1 for the cubic B-spline
 */
export function warpTable(table: usize, acrossSoftness: f64, downSoftness: f64): void {
  for (let phase = 0; phase < 128; phase++) {
    const first = -1 - <f64>phase / 128
    const down = table + (<usize>phase << 5)
    quantise(down, 4, first, 1, downSoftness, 32767)
    for (let tap = 3; tap >= 0; tap--) v128.store64_lane(down + (<usize>tap << 3), v128.load16_splat(down + (<usize>tap << 1)), 0)
    quantise(table + WARP_ACROSS + (<usize>phase << 3), 4, first, 1, acrossSoftness, 16384)
  }
}

/**
 * Fills the weights of `shearPlanes`: for each of 128 positions between two samples, `taps` weights in Q15 (down), and after those of all
 * positions as many in Q14 (across).
 * @param acrossStep, downStep source samples per output sample, by which eight taps are widened
 * @param acrossSoftness, downSoftness of four taps: 0 for Catmull-Rom, 1 for the cubic B-spline
 */
export function shearTable(
  table: usize,
  taps: i32,
  acrossStep: f64,
  downStep: f64,
  acrossSoftness: f64,
  downSoftness: f64,
): void {
  const bytes = taps * 2
  const down = table + SHEAR_WEIGHTS
  const across = down + <usize>(128 * bytes)
  for (let phase = 0; phase < 128; phase++) {
    const first = <f64>(1 - (taps >> 1)) - <f64>phase / 128
    const at = <usize>(phase * bytes)
    quantise(down + at, taps, first, Math.max(1, downStep), downSoftness, 32767)
    quantise(across + at, taps, first, Math.max(1, acrossStep), acrossSoftness, 16384)
  }
  const sharp = 1 - downSoftness
  polynomial(table, downSoftness / 6, -sharp / 2 - downSoftness / 2, sharp + downSoftness / 2, -sharp / 2 - downSoftness / 6)
  polynomial(table + 64, downSoftness / 6, sharp / 2 + downSoftness / 2, 2 * sharp + downSoftness / 2, -1.5 * sharp - downSoftness / 2)
  polynomial(table + 128, 0, 0, -sharp / 2, sharp / 2 + downSoftness / 6)
}

function polynomial(to: usize, c0: f64, c1: f64, c2: f64, c3: f64): void {
  v128.store(to, i16x8.splat(<i16>Math.round(c0 * 8192)))
  v128.store(to, i16x8.splat(<i16>Math.round(c1 * 8192)), 16)
  v128.store(to, i16x8.splat(<i16>Math.round(c2 * 8192)), 32)
  v128.store(to, i16x8.splat(<i16>Math.round(c3 * 8192)), 48)
}
