/** 3x3 homographies, row-major, y down. Each maps homogeneous points (x, y, 1). */

/** Row-major 3x3 matrix. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number]

export const IDENTITY: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1]

/** A point of a plane. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The matrix product a·b: applies `b` first, then `a`. */
export function multiply(a: Homography, b: Homography): Homography {
  const [a0, a1, a2, a3, a4, a5, a6, a7, a8] = a
  const [b0, b1, b2, b3, b4, b5, b6, b7, b8] = b
  return [
    a0 * b0 + a1 * b3 + a2 * b6,
    a0 * b1 + a1 * b4 + a2 * b7,
    a0 * b2 + a1 * b5 + a2 * b8,
    a3 * b0 + a4 * b3 + a5 * b6,
    a3 * b1 + a4 * b4 + a5 * b7,
    a3 * b2 + a4 * b5 + a5 * b8,
    a6 * b0 + a7 * b3 + a8 * b6,
    a6 * b1 + a7 * b4 + a8 * b7,
    a6 * b2 + a7 * b5 + a8 * b8,
  ]
}

/** The inverse, scaled so that its last element is 1 where that is possible. Throws a RangeError for a matrix without one. */
export function invert(m: Homography): Homography {
  const [a, b, c, d, e, f, g, h, i] = m
  const A = e * i - f * h
  const B = f * g - d * i
  const C = d * h - e * g
  const determinant = a * A + b * B + c * C
  if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-12) throw new RangeError('this homography has no inverse')
  const raw = [A, c * h - b * i, b * f - c * e, B, a * i - c * g, c * d - a * f, C, b * g - a * h, a * e - b * d] as const
  const scale = Math.abs(raw[8]) > 1e-12 ? raw[8] : determinant
  const [r0, r1, r2, r3, r4, r5, r6, r7, r8] = raw
  return [r0 / scale, r1 / scale, r2 / scale, r3 / scale, r4 / scale, r5 / scale, r6 / scale, r7 / scale, r8 / scale]
}

/** Where a point goes. */
export function project(m: Homography, { x, y }: Point): Point {
  const w = m[6] * x + m[7] * y + m[8]
  return { x: (m[0] * x + m[1] * y + m[2]) / w, y: (m[3] * x + m[4] * y + m[5]) / w }
}

/** The homography that shows the box with the given top-left corner and size (as shares of the source) over the whole output. */
export function showBox(box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): Homography {
  return [box.width, 0, box.x, 0, box.height, box.y, 0, 0, 1]
}

/** Whether the homography keeps lines parallel to the axes: only scale and shift, which the separable kernel renders. */
export function isAxisAligned(m: Homography): boolean {
  return m[1] === 0 && m[3] === 0 && m[6] === 0 && m[7] === 0
}
