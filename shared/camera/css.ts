/** The camera as CSS, for the live preview. */

import { type FrameSize } from './aspect.ts'
import { type Homography, invert, multiply } from './matrix.ts'

/**
 * The CSS transform that shows an element the way a homography shows the framed picture. The element fills the frame and has
 * `transform-origin: 0 0`; it is moved by the inverse, because CSS maps source to output.
 * @param frame size of the element in CSS pixels
 */
export function cssTransform(homography: Homography, frame: FrameSize): string {
  const { width, height } = frame
  const toPixels: Homography = [width, 0, 0, 0, height, 0, 0, 0, 1]
  const toShares: Homography = [1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1]
  const [a, b, c, d, e, f, g, h, i] = multiply(multiply(toPixels, invert(homography)), toShares)
  return `matrix3d(${[a, d, 0, g, b, e, 0, h, 0, 0, 1, 0, c, f, 0, i].map(plain).join(', ')})`
}

/** CSS knows no exponents in older engines and no negative zero. */
function plain(value: number): string {
  return Math.abs(value) < 1e-12 ? '0' : String(Number(value.toFixed(12)))
}
