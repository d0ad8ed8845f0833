import { coverRectangle, type FrameSize, type Rectangle } from 'shared/camera'

/**
 * A box drawn by hand, independent of the frame's shape: its centre as shares of the picture, and its size relative to the largest box of
 * that shape. So it survives a change of the shape without shrinking.
 */
export interface HandBox {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export const WHOLE: HandBox = { x: 0.5, y: 0.5, scale: 1 }
export const SMALLEST_SCALE = 0.15

export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** The rectangle of a hand box for a picture and a frame's shape: of exactly that shape and inside the picture. */
export function rectangleOf(box: HandBox, picture: FrameSize, frame: FrameSize): Rectangle {
  const cover = coverRectangle(picture, frame)
  const scale = clamp(box.scale, SMALLEST_SCALE, 1)
  const [width, height] = [cover.width * scale, cover.height * scale]
  return { x: clamp(box.x - width / 2, 0, 1 - width), y: clamp(box.y - height / 2, 0, 1 - height), width, height }
}

/** The box moved by shares of the picture; it stops at the edges. */
export function moveBox(box: HandBox, by: { readonly x: number; readonly y: number }, picture: FrameSize, frame: FrameSize): HandBox {
  const at = rectangleOf(box, picture, frame)
  return settle({ ...at, x: at.x + by.x, y: at.y + by.y }, box.scale, picture, frame)
}

/** The box made larger or smaller around its centre. */
export function scaleBox(box: HandBox, factor: number, picture: FrameSize, frame: FrameSize): HandBox {
  const at = rectangleOf(box, picture, frame)
  return settle(at, clamp(box.scale * factor, SMALLEST_SCALE, 1), picture, frame)
}

/**
 * The box resized by dragging a corner to a point, its opposite corner staying where it is. The shape is kept: the side that was dragged
 * further decides, as far as the picture's edges allow.
 */
export function dragCorner(
  box: HandBox,
  corner: Corner,
  to: { readonly x: number; readonly y: number },
  picture: FrameSize,
  frame: FrameSize,
): HandBox {
  const at = rectangleOf(box, picture, frame)
  const cover = coverRectangle(picture, frame)
  const [left, top] = [corner.endsWith('left'), corner.startsWith('top')]
  const anchor = { x: left ? at.x + at.width : at.x, y: top ? at.y + at.height : at.y }
  const room = { x: left ? anchor.x : 1 - anchor.x, y: top ? anchor.y : 1 - anchor.y }
  const asked = Math.max(((to.x - anchor.x) * (left ? -1 : 1)) / cover.width, ((to.y - anchor.y) * (top ? -1 : 1)) / cover.height)
  const scale = clamp(asked, SMALLEST_SCALE, Math.min(1, room.x / cover.width, room.y / cover.height))
  const [width, height] = [cover.width * scale, cover.height * scale]
  return { x: anchor.x + (left ? -width / 2 : width / 2), y: anchor.y + (top ? -height / 2 : height / 2), scale }
}

function settle(at: Rectangle, scale: number, picture: FrameSize, frame: FrameSize): HandBox {
  const settled = rectangleOf({ x: at.x + at.width / 2, y: at.y + at.height / 2, scale }, picture, frame)
  return { x: settled.x + settled.width / 2, y: settled.y + settled.height / 2, scale }
}

/** What a key does to the box: arrows move it by a step, with Shift they resize it. Null for other keys. */
export function keyToBox(
  box: HandBox,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  picture: FrameSize,
  frame: FrameSize,
): HandBox | null {
  const step = 0.02
  if (key === '+' || (shiftKey && (key === 'ArrowRight' || key === 'ArrowUp'))) return scaleBox(box, 1.05, picture, frame)
  if (key === '-' || (shiftKey && (key === 'ArrowLeft' || key === 'ArrowDown'))) return scaleBox(box, 1 / 1.05, picture, frame)
  if (key === 'ArrowLeft') return moveBox(box, { x: -step, y: 0 }, picture, frame)
  if (key === 'ArrowRight') return moveBox(box, { x: step, y: 0 }, picture, frame)
  if (key === 'ArrowUp') return moveBox(box, { x: 0, y: -step }, picture, frame)
  if (key === 'ArrowDown') return moveBox(box, { x: 0, y: step }, picture, frame)
  return null
}
