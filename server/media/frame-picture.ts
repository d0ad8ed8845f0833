import { BLURRED_FILL, type Fit, type FrameSize, framing, type PictureContent, type Rectangle } from 'shared/camera'
import sharp, { type Sharp } from 'sharp'
import { type Outcome, refuse, succeed } from 'shared/wire'

export interface FramedPicture {
  /** Exact pixels of the result. */
  readonly frame: FrameSize
  readonly fit: Fit
  readonly mime: 'image/jpeg' | 'image/png' | 'image/webp'
  readonly maximumBytes: number
}

/** Tried one after another until the file is small enough; none of them shows at the size of a video frame but the last. */
const QUALITIES = [92, 85, 75, 60] as const

/**
 * Writes a picture as it is to be seen in a frame: cut around its subject, whole on a blurred fill, or cut by hand, as engine and preview
 * would; transparency becomes white. `media_invalid` for a picture that cannot be read or made small enough.
 * @param picture upright; its size in pixels, and what is known of its content
 */
export async function framePicture(
  picture: { readonly path: string; readonly size: FrameSize } & PictureContent,
  output: string,
  { frame, fit, mime, maximumBytes }: FramedPicture,
): Promise<Outcome<{ readonly bytes: number }>> {
  try {
    const seen = framing(fit, picture.size, frame, picture)
    const framed =
      seen.kind === 'box'
        ? await cut(picture.path, picture.size, seen.box, frame)
        : await fitOnBlur(picture.path, picture.size, seen, frame)
    for (const quality of QUALITIES) {
      const { size } = await encode(framed, mime, quality).toFile(output)
      if (size <= maximumBytes) return succeed({ bytes: size })
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return refuse('media_invalid', 'The picture could not be read.', { action: 'change_picture' })
  }
  return refuse('media_invalid', 'The picture cannot be made small enough for this provider.', { action: 'change_picture' })
}

async function cut(path: string, size: FrameSize, box: Rectangle, frame: FrameSize): Promise<Sharp> {
  const raw = await opaque(path).extract(pixels(box, size)).resize(frame.width, frame.height, { fit: 'fill' }).png().toBuffer()
  return sharp(raw)
}

async function fitOnBlur(
  path: string,
  size: FrameSize,
  { fill, placed }: { readonly fill: Rectangle; readonly placed: Rectangle },
  frame: FrameSize,
): Promise<Sharp> {
  const behind = await opaque(path)
    .extract(pixels(fill, size))
    .resize(frame.width, frame.height, { fit: 'fill' })
    .blur(Math.max(0.5, BLURRED_FILL.deviation * frame.width))
    .modulate({ brightness: BLURRED_FILL.brightness })
    .png()
    .toBuffer()
  const { left, top, width, height } = pixels(placed, frame)
  const whole = await opaque(path).resize(width, height, { fit: 'fill' }).png().toBuffer()
  return sharp(
    await sharp(behind)
      .composite([{ input: whole, left, top }])
      .png()
      .toBuffer(),
  )
}

function opaque(path: string): Sharp {
  return sharp(path, { failOn: 'error' }).flatten({ background: '#ffffff' })
}

function encode(picture: Sharp, mime: FramedPicture['mime'], quality: number): Sharp {
  if (mime === 'image/png') return picture.clone().png()
  return mime === 'image/webp' ? picture.clone().webp({ quality }) : picture.clone().jpeg({ quality, chromaSubsampling: '4:4:4' })
}

/** Shares of a size as whole pixels inside of it. */
function pixels(box: Rectangle, size: FrameSize): { left: number; top: number; width: number; height: number } {
  const left = Math.min(size.width - 1, Math.max(0, Math.round(box.x * size.width)))
  const top = Math.min(size.height - 1, Math.max(0, Math.round(box.y * size.height)))
  const width = Math.max(1, Math.min(size.width - left, Math.round(box.width * size.width)))
  const height = Math.max(1, Math.min(size.height - top, Math.round(box.height * size.height)))
  return { left, top, width, height }
}
