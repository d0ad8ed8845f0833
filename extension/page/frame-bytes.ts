/** The rungs of the ladder that run in the page itself. */
import { onMessage, type ReadPictureReply, type ReadPictureRequest } from '../api/index.ts'
import { elementsOf } from './collect.ts'
import { isImage } from './read-images.ts'

export interface FramePorts {
  readonly document: Document
  readonly fetch: typeof fetch
}

/**
 * Listens for requests for bytes until the returned function is called. Blobs travel by message, since results of injected functions are
 * JSON.
 */
export function setupBytesReader(ports: FramePorts): () => void {
  return onMessage('readPicture', ({ data }) => readInFrame(data, ports))
}

/** Answers one request for bytes from inside a frame. */
export async function readInFrame(request: ReadPictureRequest, ports: FramePorts): Promise<ReadPictureReply> {
  if (request.rung === 'canvas') return drawPicture(request.url, ports.document)
  return fetchPicture(request, ports)
}

/**
 * Fetches as the page would, so that hosts that check the referrer and cookies are content. First with the page's cookies, which a host
 * that answers CORS requests with `*` refuses, then without.
 */
async function fetchPicture({ url, maximumBytes }: ReadPictureRequest, ports: FramePorts): Promise<ReadPictureReply> {
  let status: number | null = null
  for (const credentials of ['include', 'omit'] as const) {
    try {
      const response = await ports.fetch(url, { credentials, cache: 'force-cache' })
      if (response.ok) return await boundedBlob(response, maximumBytes)
      status = response.status
    } catch {
      continue
    }
  }
  return status === null ? { ok: false, reason: 'blocked' } : { ok: false, reason: 'http-error', status }
}

/** The body of a response as a Blob, given up as soon as it grows beyond the limit. */
export async function boundedBlob(response: Response, maximumBytes: number): Promise<ReadPictureReply> {
  if (Number(response.headers.get('content-length') ?? 0) > maximumBytes) return { ok: false, reason: 'too-large' }
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > maximumBytes) return { ok: false, reason: 'too-large' }
    parts.push(part)
  }
  return { ok: true, blob: new Blob(parts, { type: response.headers.get('content-type') ?? '' }) }
}

/** Draws the element that has the picture loaded. Pictures of another origin without CORS taint the canvas; then nothing can be had. */
async function drawPicture(url: string, document: Document): Promise<ReadPictureReply> {
  const images = [...elementsOf(document)].filter(isImage)
  const image = images.find((each) => each.naturalWidth > 0 && (each.currentSrc === url || each.src === url))
  if (image === undefined) return { ok: false, reason: 'failed' }
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  try {
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    return blob === null ? { ok: false, reason: 'failed' } : { ok: true, blob }
  } catch {
    return { ok: false, reason: 'tainted' }
  }
}
