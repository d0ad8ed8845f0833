import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { refuse, type Outcome } from 'shared/wire'

export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'avif' | 'gif'
export type VideoFormat = 'mp4' | 'mov' | 'webm' | 'matroska'
export type SoundFormat = 'mp3' | 'm4a' | 'aac' | 'wav' | 'flac' | 'ogg'
export type Sniffed =
  | { readonly kind: 'picture'; readonly format: PictureFormat }
  | { readonly kind: 'video'; readonly format: VideoFormat }
  | { readonly kind: 'sound'; readonly format: SoundFormat }

const KNOWN: Readonly<Record<string, Sniffed>> = {
  'image/png': { kind: 'picture', format: 'png' },
  'image/apng': { kind: 'picture', format: 'png' },
  'image/jpeg': { kind: 'picture', format: 'jpeg' },
  'image/webp': { kind: 'picture', format: 'webp' },
  'image/avif': { kind: 'picture', format: 'avif' },
  'image/gif': { kind: 'picture', format: 'gif' },
  'video/mp4': { kind: 'video', format: 'mp4' },
  'video/x-m4v': { kind: 'video', format: 'mp4' },
  'video/quicktime': { kind: 'video', format: 'mov' },
  'video/webm': { kind: 'video', format: 'webm' },
  'video/matroska': { kind: 'video', format: 'matroska' },
  'video/x-matroska': { kind: 'video', format: 'matroska' },
  'audio/mpeg': { kind: 'sound', format: 'mp3' },
  'audio/mp4': { kind: 'sound', format: 'm4a' },
  'audio/x-m4a': { kind: 'sound', format: 'm4a' },
  'audio/aac': { kind: 'sound', format: 'aac' },
  'audio/wav': { kind: 'sound', format: 'wav' },
  'audio/flac': { kind: 'sound', format: 'flac' },
  'audio/ogg': { kind: 'sound', format: 'ogg' },
  'audio/ogg; codecs=opus': { kind: 'sound', format: 'ogg' },
}

const HEAD_BYTES = 16_384

/**
 * Tells what a file is by its bytes; its name and its declared type are never believed. Anything but the pictures, videos and
 * sounds that this house takes in is `unsupported_media` with `params.format`; an empty file is `media_invalid`.
 */
export async function sniffFile(path: string): Promise<Outcome<Sniffed>> {
  return sniff(await readHead(path))
}

/** `sniffFile` for the first bytes of a file. */
export async function sniff(head: Uint8Array): Promise<Outcome<Sniffed>> {
  if (head.length === 0) return refuse('media_invalid', 'The file is empty.', { params: { bytes: 0 }, action: 'change_picture' })
  const drawing = textFormat(head)
  if (drawing === 'svg') {
    return refuseFormat('svg', 'SVG drawings are not taken in. Save the drawing as PNG, or take a screenshot, and use that.')
  }
  const found = await fileTypeFromBuffer(head)
  const known = found === undefined ? undefined : KNOWN[found.mime]
  if (known !== undefined) return { ok: true, value: known }
  const format = found?.ext ?? drawing ?? 'unknown'
  const name =
    format === 'unknown' ? 'This file is neither a picture, nor a video, nor a sound' : `Files of the kind "${format}" are not taken in`
  return refuseFormat(
    format,
    `${name}. Use PNG, JPEG, WebP, AVIF or GIF, an MP4, MOV or WebM video, or an MP3, M4A, WAV, FLAC or Ogg sound.`,
  )
}

function refuseFormat(format: string, detail: string): Outcome<never> {
  return refuse('unsupported_media', detail, { params: { format }, action: 'change_picture' })
}

/** Formats that are text, and so have no magic number. Null for anything with bytes that text does not have. */
function textFormat(head: Uint8Array): 'svg' | 'html' | 'xml' | 'playlist' | 'text' | null {
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return null
  const text = new TextDecoder().decode(head).trimStart().toLowerCase()
  if (/^(?:<\?xml[^>]*>|<!--[\s\S]*?-->|<!doctype svg[^>]*>|\s)*<svg[\s>]/.test(text)) return 'svg'
  if (/^<(?:!doctype html|html|head|body|script)/.test(text)) return 'html'
  if (text.startsWith('<?xml')) return 'xml'
  if (/^(?:#extm3u|ffconcat|file ')/.test(text)) return 'playlist'
  return 'text'
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read({ buffer: new Uint8Array(HEAD_BYTES), position: 0 })
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
