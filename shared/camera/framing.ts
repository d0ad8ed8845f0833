/** How a picture of another shape meets a frame, and what the camera aims at in it. */

import { containRectangle, coverRectangle, type FrameSize, type Rectangle, rectangleOfShape } from './aspect.ts'
import type { Point } from './matrix.ts'

export type Fit = 'crop' | 'blur' | Rectangle

/** How a picture meets a frame: one box of it fills the frame, or the whole of it lies on a blurred fill. */
export type Framing =
  | { readonly kind: 'box'; readonly box: Rectangle }
  | { readonly kind: 'blur'; readonly fill: Rectangle; readonly placed: Rectangle }

/** What is known of a picture's content, as shares of its sides. */
export interface PictureContent {
  /** Box of its subject. */
  readonly subject?: Rectangle | null | undefined
  /** The point that draws the eye: what counts where no subject is known. */
  readonly focus?: Point | null | undefined
}

/** What the camera is told of the framed picture's content, as shares of the framed picture. */
export interface Aim {
  readonly subject?: Rectangle
  readonly target?: Point
}

/** The fill behind a picture fitted with blur: standard deviation of the Gaussian as a share of the frame's width, and its brightness. */
export const BLURRED_FILL = { deviation: 0.04, brightness: 0.7 } as const

/** A subject may be so much larger than the window of a crop before it counts as cut apart. */
const CUT_TOLERANCE = 1.1

/**
 * The framing of a picture in a frame. `box` and `fill` are shares of the picture; `placed` is a share of the frame.
 *
 * A crop keeps the subject in its middle, as far as the picture's edges allow: then all of the subject that fits is seen. Where the
 * subject is more than 10 % wider or taller than what a crop shows, any crop would cut it apart, so the whole picture is shown on a
 * blurred fill instead. Without a subject a crop keeps the focus. A rectangle that a person drew is followed whatever the subject is.
 */
export function framing(fit: Fit, picture: FrameSize, frame: FrameSize, content: PictureContent = {}): Framing {
  if (typeof fit === 'object') return { kind: 'box', box: rectangleOfShape(fit, picture, frame) }
  const subject = content.subject ?? null
  const box = coverRectangle(picture, frame, subject === null ? (content.focus ?? undefined) : centreOf(subject))
  if (fit === 'crop' && (subject === null || holds(box, subject))) return { kind: 'box', box }
  return { kind: 'blur', fill: coverRectangle(picture, frame), placed: containRectangle(picture, frame) }
}

/**
 * The subject's box and the focus as shares of what is framed; what is not in sight is left out. Spread it into the camera's options:
 * engine and preview then aim alike.
 */
export function aim(seen: Framing, content: PictureContent): Aim {
  const subject = content.subject ?? null
  const focus = content.focus ?? null
  const box = subject === null ? null : inSight(framedBox(seen, subject))
  const point = focus === null ? null : framedBox(seen, { ...focus, width: 0, height: 0 })
  return {
    ...(box === null ? {} : { subject: box }),
    ...(point === null || !isShare(point.x) || !isShare(point.y) ? {} : { target: { x: point.x, y: point.y } }),
  }
}

function holds(window: Rectangle, subject: Rectangle): boolean {
  return subject.width <= window.width * CUT_TOLERANCE && subject.height <= window.height * CUT_TOLERANCE
}

function centreOf({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

/** A box of the picture as shares of what is framed; it may reach outside. */
function framedBox(seen: Framing, { x, y, width, height }: Rectangle): Rectangle {
  if (seen.kind === 'blur') {
    const { placed } = seen
    return { x: placed.x + x * placed.width, y: placed.y + y * placed.height, width: width * placed.width, height: height * placed.height }
  }
  const { box } = seen
  return { x: (x - box.x) / box.width, y: (y - box.y) / box.height, width: width / box.width, height: height / box.height }
}

function inSight({ x, y, width, height }: Rectangle): Rectangle | null {
  const [left, top] = [Math.max(0, x), Math.max(0, y)]
  const [right, bottom] = [Math.min(1, x + width), Math.min(1, y + height)]
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1
}
