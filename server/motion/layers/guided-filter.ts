import { boxMean, newRaster, type Raster } from './raster.ts'

/** A guide's three colours and one, as the weights that give the filtered value: value = r·R + g·G + b·B + constant. */
const COEFFICIENTS = 4

/**
 * The guided filter with a colour guide (He, Sun and Tang, "Guided Image Filtering", TPAMI 2013, section 3.4), up to the point where
 * its coefficients are known: applied to a finer copy of the guide they give a finer result (He and Sun, "Fast Guided Filter", 2015).
 * @param guide three channels, 0..1
 * @param input one channel of the guide's size
 * @param radius of the window, in samples
 * @param epsilon what variance of the guide counts as an edge
 * @returns four channels: weights of red, green and blue, and a constant
 */
export function guidedCoefficients(guide: Raster, input: Raster, radius: number, epsilon: number): Raster {
  const means = boxMean(moments(guide, input), radius)
  const local = newRaster(guide.width, guide.height, COEFFICIENTS)
  for (let index = 0; index < guide.width * guide.height; index++)
    solve(means.data, index * MOMENTS, epsilon, local.data, index * COEFFICIENTS)
  return boxMean(local, radius)
}

/** Red, green, blue, input; input times each colour; products of the colours: rr, rg, rb, gg, gb, bb. */
const MOMENTS = 13

function moments(guide: Raster, input: Raster): Raster {
  const products = newRaster(guide.width, guide.height, MOMENTS)
  for (let index = 0; index < guide.width * guide.height; index++) {
    const r = guide.data[index * 3] ?? 0
    const g = guide.data[index * 3 + 1] ?? 0
    const b = guide.data[index * 3 + 2] ?? 0
    const value = input.data[index] ?? 0
    const at = index * MOMENTS
    products.data[at] = r
    products.data[at + 1] = g
    products.data[at + 2] = b
    products.data[at + 3] = value
    products.data[at + 4] = r * value
    products.data[at + 5] = g * value
    products.data[at + 6] = b * value
    products.data[at + 7] = r * r
    products.data[at + 8] = r * g
    products.data[at + 9] = r * b
    products.data[at + 10] = g * g
    products.data[at + 11] = g * b
    products.data[at + 12] = b * b
  }
  return products
}

/** Solves (covariance of the guide + epsilon) · weights = covariance of guide and input for one window, by the adjugate. */
function solve(mean: Float32Array, at: number, epsilon: number, result: Float32Array, to: number): void {
  const r = mean[at] ?? 0
  const g = mean[at + 1] ?? 0
  const b = mean[at + 2] ?? 0
  const value = mean[at + 3] ?? 0
  const withR = (mean[at + 4] ?? 0) - r * value
  const withG = (mean[at + 5] ?? 0) - g * value
  const withB = (mean[at + 6] ?? 0) - b * value
  const rr = (mean[at + 7] ?? 0) - r * r + epsilon
  const rg = (mean[at + 8] ?? 0) - r * g
  const rb = (mean[at + 9] ?? 0) - r * b
  const gg = (mean[at + 10] ?? 0) - g * g + epsilon
  const gb = (mean[at + 11] ?? 0) - g * b
  const bb = (mean[at + 12] ?? 0) - b * b + epsilon
  const adjugateRr = gg * bb - gb * gb
  const adjugateRg = gb * rb - rg * bb
  const adjugateRb = rg * gb - gg * rb
  const adjugateGg = rr * bb - rb * rb
  const adjugateGb = rb * rg - rr * gb
  const adjugateBb = rr * gg - rg * rg
  const determinant = rr * adjugateRr + rg * adjugateRg + rb * adjugateRb
  const weightR = (adjugateRr * withR + adjugateRg * withG + adjugateRb * withB) / determinant
  const weightG = (adjugateRg * withR + adjugateGg * withG + adjugateGb * withB) / determinant
  const weightB = (adjugateRb * withR + adjugateGb * withG + adjugateBb * withB) / determinant
  result[to] = weightR
  result[to + 1] = weightG
  result[to + 2] = weightB
  result[to + 3] = value - weightR * r - weightG * g - weightB * b
}

/** The filtered value of each sample of a guide, whose coefficients have its size. Not clamped. */
export function applyCoefficients(guide: Raster, coefficients: Raster): Raster {
  const filtered = newRaster(guide.width, guide.height, 1)
  for (let index = 0; index < guide.width * guide.height; index++)
    filtered.data[index] =
      (coefficients.data[index * 4] ?? 0) * (guide.data[index * 3] ?? 0) +
      (coefficients.data[index * 4 + 1] ?? 0) * (guide.data[index * 3 + 1] ?? 0) +
      (coefficients.data[index * 4 + 2] ?? 0) * (guide.data[index * 3 + 2] ?? 0) +
      (coefficients.data[index * 4 + 3] ?? 0)
  return filtered
}
