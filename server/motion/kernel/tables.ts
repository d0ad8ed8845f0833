import { quantise } from './axis'

/** Bytes of `warpTable` up to its second half. */
export const WARP_ACROSS: usize = 4096

/**
 * Fills the weights of `warpPlanes`: for each of 128 positions between two samples, four weights in Q15 that are repeated in four lanes
 * each (down), and after those of all positions, four weights in Q14 (across).
 * @param acrossStep, downStep source samples per output sample, by which the kernel is widened as far as four taps allow
 */
export function warpTable(table: usize, acrossStep: f64, downStep: f64): void {
  for (let phase = 0; phase < 128; phase++) {
    const first = -1 - <f64>phase / 128
    const down = table + (<usize>phase << 5)
    quantise(down, 4, first, Math.max(1, downStep), 32767)
    for (let tap = 3; tap >= 0; tap--) v128.store64_lane(down + (<usize>tap << 3), v128.load16_splat(down + (<usize>tap << 1)), 0)
    quantise(table + WARP_ACROSS + (<usize>phase << 3), 4, first, Math.max(1, acrossStep), 16384)
  }
}

/**
 * Fills the weights of `warpPlanes` for 2 taps: for each of 32 positions between two rows each of 32 between two columns, the weights of
 * the 2x2 samples around in Q14, row by row.
 */
export function linearTable(table: usize): void {
  for (let down = 0; down < 32; down++)
    for (let across = 0; across < 32; across++) {
      const weights = table + <usize>((down << 8) + (across << 3))
      store<i16>(weights, <i16>((32 - down) * (32 - across) << 4))
      store<i16>(weights, <i16>((32 - down) * across << 4), 2)
      store<i16>(weights, <i16>(down * (32 - across) << 4), 4)
      store<i16>(weights, <i16>(down * across << 4), 6)
    }
}

/**
 * Fills the weights of `shearPlanes`: for each of 128 positions between two samples, `taps` weights in Q15 (down), and after those of all
 * positions as many in Q14 (across). Two taps are linear, and computed on the way down.
 * @param acrossStep, downStep source samples per output sample, by which the kernel is widened as far as the taps allow
 */
export function shearTable(table: usize, taps: i32, acrossStep: f64, downStep: f64): void {
  const bytes = taps * 2
  const across = table + <usize>(128 * bytes)
  for (let phase = 0; phase < 128; phase++) {
    if (taps == 2) {
      store<i32>(across + (<usize>phase << 2), ((128 - phase) << 7) | (phase << 23))
      continue
    }
    const first = <f64>(1 - (taps >> 1)) - <f64>phase / 128
    quantise(table + <usize>(phase * bytes), taps, first, Math.max(1, downStep), 32767)
    quantise(across + <usize>(phase * bytes), taps, first, Math.max(1, acrossStep), 16384)
  }
}
