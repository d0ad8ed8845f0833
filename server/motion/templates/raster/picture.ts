import { createCanvas, loadImage } from '@napi-rs/canvas'
import sharp from 'sharp'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { MotionPicture } from '../../spec.ts'
import { type Desk, placeRgba } from '../../sources.ts'
import type { PictureNode } from '../node.ts'
import { MARGIN, type Sprite } from './rasterise.ts'

/** What is blurred needs few pixels. */
const FILL_SIDE = 96
const FILL = { blur: 7, brightness: 0.34, saturation: 1 } as const
const BEFORE = { brightness: 0.62, contrast: 0.9 } as const

/**
 * Decodes the clip's picture, cropped around its subject to a node's shape.
 * Problems: `media_invalid` where it cannot be read.
 */
export async function rasterisePicture(desk: Desk, node: PictureNode, picture: MotionPicture, scale: number): Promise<Outcome<Sprite>> {
  const density = node.treatment === 'fill' ? FILL_SIDE / Math.max(node.width, node.height) : scale
  const inner = { width: evenly(node.width * density), height: evenly(node.height * density) }
  try {
    const png = await cropped(picture, inner, node.treatment)
    const size = { width: inner.width + 2 * MARGIN, height: inner.height + 2 * MARGIN }
    const context = createCanvas(size.width, size.height).getContext('2d')
    context.beginPath()
    // A fill goes on to the border, so that no edge of it can be seen.
    if (node.treatment === 'fill') context.rect(0, 0, size.width, size.height)
    else context.roundRect(MARGIN, MARGIN, inner.width, inner.height, node.radius * density)
    context.clip()
    const from = node.treatment === 'fill' ? 0 : MARGIN
    context.drawImage(await loadImage(png), from, from, size.width - 2 * from, size.height - 2 * from)
    const data = Buffer.from(context.getImageData(0, 0, size.width, size.height).data.buffer)
    return succeed({ source: placeRgba(desk, { ...size, data }), ...size, x: size.width / 2, y: size.height / 2, density })
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : ''
    return refuse('media_invalid', 'The picture could not be read.', { params: { reason }, action: 'change_picture' })
  }
}

async function cropped(
  picture: MotionPicture,
  size: { width: number; height: number },
  treatment: PictureNode['treatment'],
): Promise<Buffer> {
  const { subject, focus } = picture
  const centre = subject === null ? (focus ?? { x: 0.5, y: 0.5 }) : { x: subject.x + subject.width / 2, y: subject.y + subject.height / 2 }
  const shape = size.width / size.height
  const width = Math.min(picture.width, Math.round(picture.height * shape))
  const height = Math.min(picture.height, Math.round(picture.width / shape))
  const left = Math.round(Math.min(picture.width - width, Math.max(0, centre.x * picture.width - width / 2)))
  const top = Math.round(Math.min(picture.height - height, Math.max(0, centre.y * picture.height - height / 2)))
  const box = { left, top, width: Math.max(1, width), height: Math.max(1, height) }
  const plain = sharp(picture.path, { failOn: 'error' })
    .flatten({ background: { r: 246, g: 246, b: 248 } })
    .toColourspace('srgb')
    .extract(box)
    .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' })
  if (treatment === 'fill')
    return await plain.blur(FILL.blur).modulate({ brightness: FILL.brightness, saturation: FILL.saturation }).png().toBuffer()
  if (treatment === 'before')
    return await plain
      .greyscale()
      .linear(BEFORE.contrast * BEFORE.brightness, 8)
      .toColourspace('srgb')
      .png()
      .toBuffer()
  return await plain.png().toBuffer()
}

function evenly(length: number): number {
  return Math.max(2, 2 * Math.round(length / 2))
}
