import type { Storage } from '../storage/index.ts'
import { type HttpContext, answer } from './context.ts'
import { chooseRange } from './range.ts'

/** A stored file as it is to be answered with. */
export interface SentBlob {
  readonly sha256: string
  readonly mime: string
  readonly bytes: number
  /** How it is named when it is saved; whole header value of Content-Disposition. */
  readonly disposition: string
  readonly cacheControl: string
}

/**
 * Answers with a file or a part of it: GET and HEAD, one range (206, 416), If-Range, If-None-Match (304), by RFC 9110.
 * The bytes are streamed from storage as fast as they are read, so a file of any size costs one chunk of memory.
 * They can do nothing in a browser but be shown: their type is fixed and whatever they may contain is sandboxed.
 */
export async function sendBlob(c: HttpContext, storage: Storage, blob: SentBlob) {
  const etag = `"${blob.sha256}"`
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': blob.cacheControl,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    ETag: etag,
  }
  if (matchesAny(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  const ifRange = c.req.header('if-range')
  const range = chooseRange(ifRange === undefined || ifRange.trim() === etag ? c.req.header('range') : undefined, blob.bytes)
  if (range.kind === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${blob.bytes}`)
    return answer(c, 'range_not_satisfiable', `The file has ${blob.bytes} bytes.`, { params: { bytes: blob.bytes } })
  }
  const part = range.kind === 'part' ? { start: range.start, end: range.end } : undefined
  headers['Content-Type'] = blob.mime
  headers['Content-Disposition'] = blob.disposition
  headers['Content-Length'] = String(part === undefined ? blob.bytes : part.end - part.start + 1)
  if (part !== undefined) headers['Content-Range'] = `bytes ${part.start}-${part.end}/${blob.bytes}`
  const status = part === undefined ? 200 : 206
  if (c.req.method === 'HEAD') return c.body(null, status, headers)
  const stream = await storage.read(blob.sha256, part)
  if (stream === null) return answer(c, 'not_found', 'The bytes of this file are gone.')
  return c.body(stream, status, headers)
}

/** Content-Disposition with a name that any file system takes, in plain ASCII and as RFC 8187 writes the rest. */
export function disposition(kind: 'inline' | 'attachment', filename: string): string {
  const safe = filename
    .replaceAll(/[\p{C}"*/:<>?\\|]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const ascii = safe.replaceAll(/[^\x20-\x7e]/g, '_')
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(safe.toWellFormed()).replaceAll(/['()]/g, escape)}`
}

function escape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/** If-None-Match compares weakly (RFC 9110 section 13.1.2). */
function matchesAny(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag)
}
