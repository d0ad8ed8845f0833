/** The one source of chance: same seed, same numbers, on every machine. */

/**
 * Mulberry32 (Tommy Ettinger, 2017, public domain): a 32-bit integer generator with a period of 2^32.
 * @param seed 0..4294967295
 * @returns a function that gives the next number in [0, 1)
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
