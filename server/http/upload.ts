import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { fileTypeFromBuffer } from 'file-type'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { SOUND_LIMITS } from '../media/index.ts'
import { StreamRefused } from '../security/index.ts'
import { MalformedMultipart } from './multipart.ts'

export const PICTURE_LIMIT = 25 * 1024 * 1024
export const VIDEO_LIMIT = 4 * 1024 * 1024 * 1024
/** How many bodies larger than a picture are received at once. */
export const LARGE_UPLOADS = 2

const SNIFFED_BYTES = 4100

/** Receives bodies into files, never into memory. */
export interface Receiver {
  /**
   * Writes what comes to a file. How much may come follows from what the first bytes are, not from what they are called:
   * 25 MiB, for sounds 200 MiB, for videos 4 GiB. Problems: payload_too_large, rate_limited (two large ones at once), invalid_request (nothing
   * came, or it broke off), storage_full.
   * @param most bytes that may come whatever they are, in place of what follows from the first ones
   */
  receive(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, path: string, most?: number): Promise<Outcome<null>>
}

export function createReceiver(): Receiver {
  let large = 0
  return {
    async receive(chunks, path, most) {
      const admission = { entered: false }
      try {
        await pipeline(
          bounded(
            chunks,
            () => {
              if (large >= LARGE_UPLOADS) return false
              large += 1
              admission.entered = true
              return true
            },
            most,
          ),
          createWriteStream(path),
        )
        return succeed(null)
      } catch (error) {
        return refusalOf(error)
      } finally {
        if (admission.entered) large -= 1
      }
    },
  }
}

type Refusal = ReturnType<typeof refuse>

/** Carries a refusal out of a stream, which can only throw. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.problem.detail)
    this.refusal = refusal
  }
}

async function* bounded(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  enterLarge: () => boolean,
  most: number | null = null,
): AsyncGenerator<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0)
  let limit = most
  let bytes = 0
  let isLarge = false
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (limit === null) {
      head = Buffer.concat([head, chunk])
      if (head.length < SNIFFED_BYTES) continue
      limit = await limitOf(head)
    }
    if (bytes > limit) throw new Refused(tooLarge(limit))
    if (bytes > PICTURE_LIMIT && !isLarge) {
      isLarge = enterLarge()
      if (!isLarge) throw new Refused(tooMany())
    }
    yield head.length > 0 ? head : chunk
    head = new Uint8Array(0)
  }
  if (bytes === 0)
    throw new Refused(refuse('invalid_request', 'The file is empty.', { issues: [{ path: 'file', message: 'has 0 bytes' }] }))
  if (head.length > 0) yield head
}

async function limitOf(head: Uint8Array): Promise<number> {
  const type = await fileTypeFromBuffer(head)
  if (type?.mime.startsWith('audio/') === true) return SOUND_LIMITS.bytes
  return type?.mime.startsWith('video/') === true ? VIDEO_LIMIT : PICTURE_LIMIT
}

function tooLarge(limit: number): Refusal {
  return refuse('payload_too_large', `A file of this kind may have ${limit} bytes.`, { params: { limitBytes: limit } })
}

function tooMany(): Refusal {
  return refuse('rate_limited', `Only ${LARGE_UPLOADS} large uploads at a time.`, {
    params: { limit: 'large_uploads', retryAfterSeconds: 5 },
    action: 'wait',
  })
}

/** The problem that a failure while receiving stands for. Throws on what is a fault of this machine. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal
  if (error instanceof StreamRefused) return { ok: false, problem: error.problem }
  if (error instanceof MalformedMultipart) {
    return refuse('invalid_request', `The multipart body is malformed: ${error.message}.`, {
      issues: [{ path: '', message: error.message }],
    })
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return refuse('storage_full', 'There is no room left for this file.')
  if (code === 'EIO' || code === 'EACCES' || code === 'EROFS') throw error
  return refuse('invalid_request', 'The upload broke off.', { issues: [{ path: '', message: 'broke off' }], retryable: true })
}
