import { type FrameSize, mulberry32 } from 'shared/camera'
import type { Rgb } from './colour.ts'
import { marginOf, type Overlay, type Place } from './overlays.ts'

/** A texture in pixels: three bytes of light a pixel, or one byte of cover. It reaches beyond the frame by its margin. */
export type Painted =
  | { readonly kind: 'light'; readonly size: FrameSize; readonly data: Buffer }
  | { readonly kind: 'shade'; readonly size: FrameSize; readonly data: Buffer; readonly colour: Rgb }

/** Pixels of the longer side over the frame alone: light has no edges that more would show. */
const LONG_SIDE = { soft: 480, fine: 960 } as const

/**
 * Paints an overlay for frames of a size, with one level of triangular noise, so that its slow gradients do not show as bands
 * (Lipshitz, Wannamaker, Vanderkooy, "Quantization and dither", 1992). Equal overlays give equal bytes.
 */
export function paintTexture(overlay: Overlay, frame: FrameSize): Painted {
  const { texture } = overlay
  const { size, place } = canvasOf(overlay, frame)
  const random = mulberry32(0xd17e)
  const level = (value: number): number => {
    if (value <= 0) return 0
    return Math.max(0, Math.min(255, Math.floor(value * 255 + random() + random() - 0.5)))
  }
  const pixels = size.width * size.height
  const data = Buffer.alloc(texture.kind === 'light' ? pixels * 3 : pixels)
  let at = 0
  for (let row = 0; row < size.height; row++)
    for (let column = 0; column < size.width; column++) {
      const where = place(column, row)
      if (texture.kind === 'shade') data[at++] = level(texture.at(where))
      else for (const channel of texture.at(where)) data[at++] = level(channel)
    }
  return texture.kind === 'light' ? { kind: 'light', size, data } : { kind: 'shade', size, data, colour: texture.colour }
}

/** How many pixels an overlay gets, and where in the frame each lies. */
function canvasOf(
  overlay: Overlay,
  frame: FrameSize,
): { readonly size: FrameSize; readonly place: (column: number, row: number) => Place } {
  const reach = 1 + 2 * marginOf(overlay.drift)
  const long = Math.max(frame.width, frame.height)
  const scale = Math.min(1, LONG_SIDE[overlay.fine ? 'fine' : 'soft'] / long)
  const size = { width: Math.ceil((frame.width * reach * scale) / 2) * 2, height: Math.ceil((frame.height * reach * scale) / 2) * 2 }
  const short = Math.min(frame.width, frame.height)
  const wide = frame.width / short
  const tall = frame.height / short
  const place = (column: number, row: number): Place => {
    const x = ((column + 0.5) / size.width - 0.5) * reach + 0.5
    const y = ((row + 0.5) / size.height - 0.5) * reach + 0.5
    return { x, y, u: (x - 0.5) * wide, v: (y - 0.5) * tall, wide, tall }
  }
  return { size, place }
}
