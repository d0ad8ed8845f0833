import type { PictureMime } from './types.ts'

export interface PictureFacts {
  readonly mime: PictureMime
  /** Pixels as shown, EXIF orientation applied. */
  readonly width: number
  readonly height: number
}

/** Decodes a picture far enough to know its size; null where it cannot be decoded. */
export type MeasurePicture = (blob: Blob) => Promise<{ readonly width: number; readonly height: number } | null>

/** Whether bytes are a picture, by their own first bytes and by decoding them; what the host said about them counts for nothing. */
export async function readPicture(
  blob: Blob,
  measure: MeasurePicture = measureBitmap,
): Promise<({ readonly ok: true } & PictureFacts) | { readonly ok: false }> {
  const mime = sniffPicture(new Uint8Array(await blob.slice(0, 32).arrayBuffer()))
  if (mime === null) return { ok: false }
  const size = await measure(new Blob([blob], { type: mime }))
  return size === null ? { ok: false } : { ok: true, mime, ...size }
}

/** The picture format that the first bytes say, by the formats' own signatures. */
export function sniffPicture(head: Uint8Array): PictureMime | null {
  const text = (from: number, length: number): string => String.fromCharCode(...head.subarray(from, from + length))
  if (head[0] === 0x89 && text(1, 3) === 'PNG') return 'image/png'
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg'
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return 'image/webp'
  if (text(0, 4) === 'GIF8') return 'image/gif'
  if (text(4, 4) === 'ftyp' && /avi[fs]/.test(text(8, 24))) return 'image/avif'
  return null
}

/** Measures by decoding in the browser. */
export const measureBitmap: MeasurePicture = async (blob) => {
  try {
    const bitmap = await createImageBitmap(blob)
    const size = { width: bitmap.width, height: bitmap.height }
    bitmap.close()
    return size
  } catch {
    return null
  }
}
