import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Canvas } from '@napi-rs/canvas'
import sharp from 'sharp'

/** Of deflate: letters on nothing are small at any level, and this one takes a fifth of the time of the canvas's own encoder. */
const COMPRESSION = 3

/** Where bitmaps are put down, numbered in the order in which they are drawn. */
export interface Sketchbook {
  /** Writes a canvas as a PNG and tells where it is. */
  keep(canvas: Canvas): Promise<string>
}

/** @param name what the names of the files begin with */
export async function openSketchbook(directory: string, name: string): Promise<Sketchbook> {
  await mkdir(directory, { recursive: true })
  let count = 0
  return {
    async keep(canvas) {
      const file = path.join(directory, `${name}-${String(count++).padStart(5, '0')}.png`)
      const { width, height } = canvas
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
      await sharp(Buffer.from(data.buffer), { raw: { width, height, channels: 4 } })
        .png({ compressionLevel: COMPRESSION })
        .toFile(file)
      return file
    },
  }
}

/** What may be drawn on: whole pixels, beginning and ending on even ones as 4:2:0 pictures ask for. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The smallest even area that holds a rectangle, as far as it lies in the frame. */
export function evenArea(
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  frame: { readonly width: number; readonly height: number },
): Area {
  const [left, top] = [2 * Math.max(0, Math.floor(x / 2)), 2 * Math.max(0, Math.floor(y / 2))]
  const right = Math.min(frame.width, 2 * Math.ceil((x + width) / 2))
  const bottom = Math.min(frame.height, 2 * Math.ceil((y + height) / 2))
  return { x: left, y: top, width: Math.max(2, right - left), height: Math.max(2, bottom - top) }
}
