import PQueue from 'p-queue'
import sharp, { type Sharp } from 'sharp'
import { refuse, succeed, type Outcome } from 'shared/wire'
import { findFocus } from './find-focus.ts'
import { sniffFile } from './sniff.ts'

export interface IngestedPicture {
  readonly mime: 'image/png' | 'image/jpeg'
  /** Pixels, upright. */
  readonly width: number
  readonly height: number
  readonly hasAlpha: boolean
  /** What a crop should keep, as shares of the sides. */
  readonly focus: { readonly x: number; readonly y: number }
}

export const PICTURE_LIMITS = { minimumSide: 16, maximumMegapixels: 50, maximumChannels: 5, seconds: 10 } as const

/** A picture of 50 MP takes 150 MB while it is turned upright: two at a time keep the server small. */
const ingests = new PQueue({ concurrency: 2 })
sharp.cache(false)

/**
 * Takes in a picture that came from outside and writes it anew: judged by its bytes, its size read from the header before
 * anything is decoded, turned upright by its EXIF orientation, brought to sRGB, all metadata left out, first frame only.
 * PNG where it is transparent anywhere, else JPEG at quality 95 without chroma subsampling, which looks the same as the original.
 *
 * Problems: `unsupported_media` with `params.format`; `media_invalid` for what is empty, damaged, below 16 px a side or above
 * 50 megapixels; `storage_full`.
 */
export async function ingestPicture(path: string, output: string): Promise<Outcome<IngestedPicture>> {
  const sniffed = await sniffFile(path)
  if (!sniffed.ok) return sniffed
  const { kind, format } = sniffed.value
  if (kind !== 'picture') {
    return refuse('unsupported_media', `A picture is needed here, not a ${kind}.`, { params: { format }, action: 'change_picture' })
  }
  return ingests.add(() => ingest(path, output))
}

async function ingest(path: string, output: string): Promise<Outcome<IngestedPicture>> {
  try {
    const { width, height, hasAlpha } = await sharp(path, { limitInputPixels: false, failOn: 'error' }).metadata()
    const fault = judgeSize(width, height)
    if (fault !== null) return fault
    const transparent = hasAlpha && !(await decode(path).stats()).isOpaque
    const upright = decode(path).autoOrient().toColourspace('srgb')
    const encoded = transparent
      ? upright.png({ compressionLevel: 6 })
      : upright.flatten({ background: '#ffffff' }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    const written = await encoded.toFile(output)
    return succeed({
      mime: transparent ? 'image/png' : 'image/jpeg',
      width: written.width,
      height: written.height,
      hasAlpha: transparent,
      focus: await findFocus(output),
    })
  } catch (error) {
    return refuseUnreadable(error)
  }
}

function decode(path: string): Sharp {
  return sharp(path, {
    limitInputPixels: PICTURE_LIMITS.maximumMegapixels * 1_000_000,
    limitInputChannels: PICTURE_LIMITS.maximumChannels,
    failOn: 'error',
    sequentialRead: true,
    pages: 1,
  }).timeout({ seconds: PICTURE_LIMITS.seconds })
}

function judgeSize(width: number, height: number): ReturnType<typeof refuse> | null {
  const { minimumSide, maximumMegapixels } = PICTURE_LIMITS
  const megapixels = (width * height) / 1_000_000
  if (Math.min(width, height) < minimumSide) {
    return refuse('media_invalid', `The picture is ${width}x${height} pixels; each side must have at least ${minimumSide}.`, {
      params: { width, height, minimum: minimumSide },
      issues: [{ path: 'file', message: 'the picture is too small', range: { minimum: minimumSide } }],
      action: 'change_picture',
    })
  }
  if (megapixels <= maximumMegapixels) return null
  return refuse('media_invalid', `The picture has ${megapixels.toFixed(1)} megapixels; at most ${maximumMegapixels} are taken in.`, {
    params: { width, height, megapixels: Number(megapixels.toFixed(1)), maximum: maximumMegapixels },
    issues: [{ path: 'file', message: 'the picture has too many megapixels', range: { maximum: maximumMegapixels } }],
    action: 'change_picture',
  })
}

/** libvips has no codes for its errors; what the decoder says is kept out of the answer. */
function refuseUnreadable(error: unknown): ReturnType<typeof refuse> {
  const message = error instanceof Error ? error.message : String(error)
  if (/no space left|ENOSPC|disk quota/i.test(message)) return refuse('storage_full', 'The disk is full.')
  const reason = /timeout/i.test(message) ? 'timeout' : 'damaged'
  const detail = reason === 'timeout' ? 'The picture takes too long to read.' : 'The picture is damaged or incomplete.'
  return refuse('media_invalid', detail, { params: { reason }, issues: [{ path: 'file', message: detail }], action: 'change_picture' })
}
