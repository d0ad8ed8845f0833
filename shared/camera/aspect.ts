/** Aspect ratios, frame sizes and the boxes of one shape inside another. */

import type { Point } from './matrix.ts'

export const ASPECT_RATIOS = ['16:9', '9:16', '1:1', '4:5'] as const
export type AspectRatio = (typeof ASPECT_RATIOS)[number]

export const RESOLUTIONS = ['720p', '1080p', '4k'] as const
export type Resolution = (typeof RESOLUTIONS)[number]

/** Width and height in pixels. */
export interface FrameSize {
  readonly width: number
  readonly height: number
}

/** A box as shares (0..1) of the picture it lies on. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const SIDES: Readonly<Record<AspectRatio, FrameSize>> = {
  '16:9': { width: 16, height: 9 },
  '9:16': { width: 9, height: 16 },
  '1:1': { width: 1, height: 1 },
  '4:5': { width: 4, height: 5 },
}

/** A resolution names the short side of the frame, in pixels. */
const SHORT_SIDE: Readonly<Record<Resolution, number>> = { '720p': 720, '1080p': 1080, '4k': 2160 }

/** Width divided by height. */
export function aspectValue(ratio: AspectRatio): number {
  const { width, height } = SIDES[ratio]
  return width / height
}

/** The frame's size in pixels, both sides even. */
export function frameSize(ratio: AspectRatio, resolution: Resolution): FrameSize {
  const { width, height } = SIDES[ratio]
  const unit = SHORT_SIDE[resolution] / Math.min(width, height)
  return { width: Math.round(width * unit), height: Math.round(height * unit) }
}

/** The ratio whose shape is nearest to the given size, compared by the logarithm of width over height. */
export function nearestAspectRatio(size: FrameSize): AspectRatio {
  const shape = Math.log(size.width / size.height)
  const distance = (ratio: AspectRatio): number => Math.abs(Math.log(aspectValue(ratio)) - shape)
  return ASPECT_RATIOS.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best))
}

const CENTRE: Point = { x: 0.5, y: 0.5 }

/**
 * The largest box of the frame's shape inside a picture, as near to the focus as the picture's edges allow.
 * @param focus the point of the picture to keep, as shares of its sides; the centre where nothing is known
 */
export function coverRectangle(picture: FrameSize, frame: FrameSize, focus: Point = CENTRE): Rectangle {
  const pictureShape = picture.width / picture.height
  const frameShape = frame.width / frame.height
  const width = Math.min(1, frameShape / pictureShape)
  const height = Math.min(1, pictureShape / frameShape)
  return { x: clamp(focus.x - width / 2, 0, 1 - width), y: clamp(focus.y - height / 2, 0, 1 - height), width, height }
}

/** Where the whole picture lies inside the frame when it is fitted (letterboxed), as shares of the frame. */
export function containRectangle(picture: FrameSize, frame: FrameSize): Rectangle {
  const pictureShape = picture.width / picture.height
  const frameShape = frame.width / frame.height
  const width = Math.min(1, pictureShape / frameShape)
  const height = Math.min(1, frameShape / pictureShape)
  return { x: (1 - width) / 2, y: (1 - height) / 2, width, height }
}

/**
 * A rectangle drawn by hand, brought to the frame's shape: shrunk around its own centre on the side that is too long, so
 * that nothing outside what the person drew is ever shown.
 */
export function rectangleOfShape(drawn: Rectangle, picture: FrameSize, frame: FrameSize): Rectangle {
  const shape = (drawn.width * picture.width) / (drawn.height * picture.height)
  const frameShape = frame.width / frame.height
  const width = drawn.width * Math.min(1, frameShape / shape)
  const height = drawn.height * Math.min(1, shape / frameShape)
  return { x: drawn.x + (drawn.width - width) / 2, y: drawn.y + (drawn.height - height) / 2, width, height }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
