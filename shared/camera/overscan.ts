/** How close a view must be for no edge of the picture to show, and how close it is. Pure. */

import { type Homography, multiply } from './matrix.ts'

/** Between the poses that are looked at, a move may reach further by this share of the view. */
const MARGIN = 5e-4

const CORNERS = [
  { x: 0.5, y: 0.5 },
  { x: -0.5, y: 0.5 },
  { x: 0.5, y: -0.5 },
  { x: -0.5, y: -0.5 },
] as const

/**
 * The largest share of each side, around the centre of the output, whose corners all the views keep inside the picture; 1 where nothing
 * has to be cut off. Every corner runs on a straight line as the share grows, and in homogeneous coordinates it does so evenly, so
 * each corner and edge gives one linear bound.
 */
export function shareInside(views: readonly Homography[]): number {
  const share = roomInside(views)
  return share > 1 - 1e-9 ? 1 : share * (1 - MARGIN)
}

/** The same to the last digit, for views between which nothing else is seen. */
export function roomInside(views: readonly Homography[]): number {
  let share = 1
  for (const [a, b, c, d, e, f, g, h, i] of views) {
    const centre = { x: (a + b) / 2 + c, y: (d + e) / 2 + f, w: (g + h) / 2 + i }
    for (const { x, y } of CORNERS) {
      const way = { x: a * x + b * y, y: d * x + e * y, w: g * x + h * y }
      share = Math.min(
        share,
        bound(-centre.x, -way.x),
        bound(-centre.y, -way.y),
        bound(centre.x - centre.w, way.x - way.w),
        bound(centre.y - centre.w, way.y - way.w),
      )
    }
  }
  return share
}

/** The largest s with offset + s * slope <= 0. */
function bound(offset: number, slope: number): number {
  return slope > 0 ? Math.max(0, -offset / slope) : 1
}

/** The view through a lens so much longer that only this share of each side is seen. */
export function closer(view: Homography, share: number): Homography {
  if (share === 1) return view
  const rest = (1 - share) / 2
  return multiply(view, [share, 0, rest, 0, share, rest, 0, 0, 1])
}

/**
 * The largest linear magnification of a view anywhere in the frame. A homography scales areas by det H / w³ (its Jacobian), and w is
 * largest in a corner.
 */
export function magnification([a, b, c, d, e, f, g, h, i]: Homography): number {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  const w = Math.max(i, g + i, h + i, g + h + i)
  return Math.sqrt(w ** 3 / Math.abs(determinant))
}
