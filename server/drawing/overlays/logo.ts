import { type Image, loadImage } from '@napi-rs/canvas'
import sharp from 'sharp'
import type { Sketch } from './sketch.ts'

/** A logo as it is drawn. */
export interface Logo {
  readonly image: Image
  readonly width: number
  readonly height: number
  /** Relative luminance of what can be seen of it, 0 to 1. */
  readonly luminance: number
}

/** Reads a picture as large as it fits into a box of so many pixels. Null where the file is no picture. */
export async function readLogo(file: string, box: { readonly width: number; readonly height: number }): Promise<Logo | null> {
  try {
    const size = { width: Math.round(box.width), height: Math.round(box.height) }
    const resized = sharp(file)
      .rotate()
      .ensureAlpha()
      .resize({ ...size, fit: 'inside' })
    const { data, info } = await resized.png().toBuffer({ resolveWithObject: true })
    return { image: await loadImage(data), width: info.width, height: info.height, luminance: await luminanceOf(data) }
  } catch {
    return null
  }
}

async function luminanceOf(png: Buffer): Promise<number> {
  const rgba = await sharp(png).toColourspace('srgb').raw().toBuffer()
  let [sum, weight] = [0, 0]
  for (let index = 0; index < rgba.length; index += 4) {
    const alpha = rgba[index + 3] ?? 0
    const [r, g, b] = [rgba[index] ?? 0, rgba[index + 1] ?? 0, rgba[index + 2] ?? 0]
    sum += alpha * (0.2126 * (r / 255) ** 2.2 + 0.7152 * (g / 255) ** 2.2 + 0.0722 * (b / 255) ** 2.2)
    weight += alpha
  }
  return weight === 0 ? 0 : sum / weight
}

/** A logo that lets so much of the picture through. */
export function watermark({ image, width, height }: Logo, opacity: number): Sketch {
  return {
    width,
    height,
    reach: 0,
    paint(context) {
      context.globalAlpha = opacity
      context.drawImage(image, 0, 0)
      context.globalAlpha = 1
    },
  }
}
