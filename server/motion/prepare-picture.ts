import sharp, { type Sharp } from 'sharp'
import { BLURRED_FILL, type Framing, type FrameSize, type Rectangle } from 'shared/camera'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { planSource } from './plan.ts'
import type { Shot } from './plan-shot.ts'
import type { Pixels } from './sources.ts'

/** The fill is blurred on a picture this much smaller: nothing that fine survives the blur. */
const FILL_SHRINK = 8

/** Neutrals that transparent pictures are laid on: the light one, unless the picture itself is about as light. */
const NEUTRAL = { light: { r: 246, g: 246, b: 248 }, dark: { r: 28, g: 27, b: 34 } } as const
const LIGHT_CONTENT = 200

/**
 * Decodes a picture once and shrinks it to what the camera's closest view needs.
 * Problems: `media_invalid` where the file cannot be read or is not of the size that was said.
 */
export async function preparePixels(shot: Shot): Promise<Outcome<Pixels>> {
  try {
    const source = await opened(shot)
    if (source === null) return refuse('media_invalid', 'The picture is not of the size that was expected.')
    return succeed(shot.framing.kind === 'box' ? await boxed(source, shot, shot.framing.box) : await onFill(source, shot, shot.framing))
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : ''
    return refuse('media_invalid', 'The picture could not be read.', { params: { reason }, action: 'change_picture' })
  }
}

/** Gives a fresh pipeline each time: sharp decodes only as much as its one output needs. */
type Source = () => Sharp

async function opened({ path, picture }: Shot): Promise<Source | null> {
  const decode: Source = () => sharp(path, { failOn: 'error', sequentialRead: true })
  const { width, height, hasAlpha } = await decode().metadata()
  if (width !== picture.width || height !== picture.height) return null
  if (!hasAlpha) return () => decode().toColourspace('srgb')
  const background = await neutralFor(decode)
  return () => decode().flatten({ background }).toColourspace('srgb')
}

/** A light neutral flatters most products; a picture that is itself almost white would vanish on it. */
async function neutralFor(decode: Source): Promise<{ r: number; g: number; b: number }> {
  const data = await decode().resize(64, 64, { fit: 'inside' }).toColourspace('srgb').ensureAlpha().raw().toBuffer()
  let light = 0
  let weight = 0
  for (let index = 0; index + 3 < data.length; index += 4) {
    const alpha = data[index + 3] ?? 0
    light += alpha * (0.2126 * (data[index] ?? 0) + 0.7152 * (data[index + 1] ?? 0) + 0.0722 * (data[index + 2] ?? 0))
    weight += alpha
  }
  return weight > 0 && light / weight > LIGHT_CONTENT ? NEUTRAL.dark : NEUTRAL.light
}

async function boxed(source: Source, { picture, frame, zoom }: Shot, box: Rectangle): Promise<Pixels> {
  const { resized, region } = planSource(picture, frame, box, zoom)
  return await rgb(source().resize(resized.width, resized.height, { fit: 'fill', kernel: 'lanczos3' }).extract(region))
}

/** A picture in the frame's shape: the whole picture, sharp, on a blurred and dimmed fill of itself. */
async function onFill(source: Source, { frame, zoom, picture }: Shot, seen: Framing & { kind: 'blur' }): Promise<Pixels> {
  const width = Math.ceil(frame.width * zoom)
  const height = Math.ceil(frame.height * zoom)
  const left = Math.round(seen.placed.x * width)
  const top = Math.round(seen.placed.y * height)
  const placed = { width: Math.max(1, width - 2 * left), height: Math.max(1, height - 2 * top) }
  const [fill, whole] = await Promise.all([
    blurred(source, seen.fill, { width, height }, picture),
    rgb(source().resize(placed.width, placed.height, { fit: 'fill', kernel: 'lanczos3' })),
  ])
  const canvas = sharp(fill.data, { raw: { width, height, channels: 3 } })
  return await rgb(canvas.composite([{ input: whole.data, raw: { ...placed, channels: 3 }, left, top }]))
}

async function blurred(source: Source, fill: Rectangle, frame: FrameSize, picture: FrameSize): Promise<Pixels> {
  const small = { width: Math.max(8, Math.round(frame.width / FILL_SHRINK)), height: Math.max(8, Math.round(frame.height / FILL_SHRINK)) }
  const plan = planSource(picture, small, fill, 1)
  const sigma = Math.max(0.5, BLURRED_FILL.deviation * small.width)
  const left = Math.round(fill.x * plan.resized.width)
  const top = Math.round(fill.y * plan.resized.height)
  const width = Math.min(plan.resized.width - left, Math.max(1, Math.round(fill.width * plan.resized.width)))
  const height = Math.min(plan.resized.height - top, Math.max(1, Math.round(fill.height * plan.resized.height)))
  const cropped = await rgb(source().resize(plan.resized.width, plan.resized.height, { fit: 'fill' }).extract({ left, top, width, height }))
  const even = await rgb(fromPixels(cropped).resize(small.width, small.height, { fit: 'fill' }))
  const soft = await rgb(fromPixels(even).blur(sigma).linear(BLURRED_FILL.brightness, 0))
  return await rgb(fromPixels(soft).resize(frame.width, frame.height, { fit: 'fill', kernel: 'cubic' }))
}

function fromPixels({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}

async function rgb(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline.removeAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  if (info.channels === 3) return { data, width: info.width, height: info.height }
  const coloured = Buffer.alloc(info.width * info.height * 3)
  for (let index = 0; index < info.width * info.height; index++) coloured.fill(data[index * info.channels] ?? 0, index * 3, index * 3 + 3)
  return { data: coloured, width: info.width, height: info.height }
}
