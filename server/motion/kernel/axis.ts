/** Keys' cubic convolution kernel with a = -1/2 (Catmull-Rom): R. Keys, IEEE Trans. ASSP 29(6), 1981, equation 15. */
// @ts-ignore: decorator
@inline
function cubic(distance: f64): f64 {
  const x = Math.abs(distance)
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2
  return 0
}

/**
 * Fills one axis of a separable filter: for each of `count` output samples the address offset of its first source sample (i32) and
 * `taps` weights (i16). The centre of output sample i lies at source sample `start + step * i`. Where the picture is made smaller
 * (step > 1) the kernel is widened by the step, so that nothing aliases and the change from one frame to the next stays smooth.
 * @param one the fixed-point number that the weights of a sample add up to
 * @param unit bytes from one source sample to the next along this axis
 * @param low, high bounds of the first source sample
 * Entries up to the next multiple of 16 repeat the last, because the kernel works on 16 samples at a time.
 */
export function axis(
  offsets: usize,
  weights: usize,
  count: i32,
  start: f64,
  step: f64,
  taps: i32,
  one: i32,
  unit: i32,
  low: i32,
  high: i32,
): void {
  const widening = Math.max(1, step)
  const padded = (count + 15) & ~15
  for (let i = 0; i < padded; i++) {
    const centre = start + step * <f64>min(i, count - 1)
    const first = <i32>Math.floor(centre) - (taps >> 1) + 1
    store<i32>(offsets + (<usize>i << 2), max(low, min(high, first)) * unit)
    quantise(weights + <usize>(i * taps * 2), taps, <f64>first - centre, widening, one)
  }
}

/**
 * Turns the kernel's values at `first`, `first + 1` ... into weights in fixed point.
 * What rounding took from the sum goes to the largest weight, so that a flat picture keeps its level exactly.
 */
export function quantise(weights: usize, taps: i32, first: f64, widening: f64, one: i32): void {
  let sum: f64 = 0
  for (let k = 0; k < taps; k++) sum += cubic((first + <f64>k) / widening)
  let left = one
  let largest = 0
  let peak = i32.MIN_VALUE
  for (let k = 0; k < taps; k++) {
    const weight = <i32>Math.floor((cubic((first + <f64>k) / widening) / sum) * <f64>one + 0.5)
    store<i16>(weights + (<usize>k << 1), <i16>weight)
    left -= weight
    if (weight > peak) {
      peak = weight
      largest = k
    }
  }
  store<i16>(weights + (<usize>largest << 1), <i16>(peak + left))
}
