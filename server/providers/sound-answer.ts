import { writeFile } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { type Answer, parseJson, reasonOf } from './answer.ts'
import type { Made } from './port.ts'
import { retryAfterMs, wasSent } from './transport.ts'

/** An answer of bytes: as `Answer`, with the body as it came; `text` and `json` are empty where it is no text. */
export type BytesAnswer = (Extract<Answer, { kind: 'answered' }> & { readonly bytes: Uint8Array }) | Extract<Answer, { kind: 'none' }>

/** One call whose answer may be a file. Never throws for what the other side or the network does. */
export async function askForBytes(call: typeof fetch, url: string, init: RequestInit): Promise<BytesAnswer> {
  try {
    const response = await call(url, init)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const { status, headers } = response
    const text = /json|text|html|xml/.test(headers.get('content-type') ?? '') ? new TextDecoder().decode(bytes) : ''
    return { kind: 'answered', status, headers, bytes, text, json: parseJson(text), retryAfterMs: retryAfterMs(headers) }
  } catch (error) {
    return { kind: 'none', sent: wasSent(error), why: reasonOf(error) }
  }
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/aac': 'aac',
  'audio/mp4': 'm4a',
}

/** Writes a sound to a file by what its bytes are, whatever its type was said to be. Null where they are no sound. */
export async function keepSound(
  bytes: Uint8Array,
  name: string,
  newFile: (extension: string) => Promise<string>,
): Promise<Made['files'][number] | null> {
  const found = await fileTypeFromBuffer(bytes)
  const mime = found?.mime === 'audio/x-m4a' ? 'audio/mp4' : found?.mime.replace(/;.*$/, '')
  const extension = EXTENSIONS[mime ?? '']
  if (mime === undefined || extension === undefined) return null
  const path = await newFile(extension)
  await writeFile(path, bytes)
  return { name, path, mime }
}
