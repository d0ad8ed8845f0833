import sharp from 'sharp'
import type { Framing, FrameSize, Rectangle } from 'shared/camera'
import { planSource } from '../plan.ts'
import type { PlacedMask } from './cut-out.ts'
import { newRaster, type Raster } from './raster.ts'

/** How a picture is framed and prepared. */
export interface MaskGeometry {
  readonly picture: FrameSize
  readonly frame: FrameSize
  readonly framing: Framing
  readonly zoom: number
}

/** Decodes a grey picture in base64 to one channel of 0..1. Throws where it is not one. */
export async function decodeGrey(base64: string): Promise<Raster> {
  const decoded = sharp(Buffer.from(base64, 'base64'), { failOn: 'error' }).toColourspace('b-w').extractChannel(0)
  const { data, info } = await decoded.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  const grey = newRaster(info.width, info.height, 1)
  for (let index = 0; index < grey.data.length; index++) grey.data[index] = (data[index] ?? 0) / 255
  return grey
}

/** Which samples of something that is stretched over a whole picture are seen once the picture is framed and prepared. */
export function placeMask(raster: Raster, { picture, frame, framing, zoom }: MaskGeometry): PlacedMask {
  if (framing.kind === 'blur') return { raster, box: samplesOf(raster, framedBox(framing)) }
  const { resized, region } = planSource(picture, frame, framing.box, zoom)
  const { left, top, width, height } = region
  const seen = { x: left / resized.width, y: top / resized.height, width: width / resized.width, height: height / resized.height }
  return { raster, box: samplesOf(raster, seen) }
}

/** What the frame shows of a picture, as shares of it; a picture on a fill is smaller than what the frame shows. */
function framedBox(framing: Framing): Rectangle {
  if (framing.kind === 'box') return framing.box
  const { x, y, width, height } = framing.placed
  return { x: -x / width, y: -y / height, width: 1 / width, height: 1 / height }
}

function samplesOf({ width, height }: Raster, box: Rectangle): PlacedMask['box'] {
  return { x: box.x * width, y: box.y * height, width: box.width * width, height: box.height * height }
}

/** A value from which a mask counts as covered where it meets a border. */
const COVERED = 0.3

/** Whether anything lies along the border of a mask. */
export function touchesBorder({ width, height, data }: Raster): boolean {
  const covers = (index: number): boolean => (data[index] ?? 0) > COVERED
  for (let column = 0; column < width; column++) if (covers(column) || covers((height - 1) * width + column)) return true
  for (let row = 0; row < height; row++) if (covers(row * width) || covers((row + 1) * width - 1)) return true
  return false
}

/** Share of what the frame shows that a mask covers. */
export function coverageOf(raster: Raster, framing: Framing): number {
  const box = samplesOf(raster, framedBox(framing))
  const [left, top] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))]
  const [right, bottom] = [Math.min(raster.width, Math.ceil(box.x + box.width)), Math.min(raster.height, Math.ceil(box.y + box.height))]
  let sum = 0
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) sum += raster.data[row * raster.width + column] ?? 0
  return sum / (box.width * box.height)
}
