/** Bytes, stored once per sha256. A sha256 is 64 lower-case hex digits; anything else throws, because it can only be a bug. */
export interface Storage {
  /** A path on the same volume as the blobs, for a file with this extension; nothing is created. Disposing removes what is still there. */
  temporary(extension: string): Promise<TemporaryFile>
  /** Makes the file at `path` a blob, durably: consumed when it returns. Committing equal bytes again renews the blob's age. */
  commit(path: string): Promise<{ sha256: string; bytes: number }>
  /** The blob's bytes, or those of a range with inclusive ends, cut at the blob's end (nothing beyond it). Null: no such blob. */
  read(sha256: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>
  size(sha256: string): Promise<number | null>
  /** Lends a path that may only be read, and only until `work` is done. Throws when there is no such blob. */
  withLocalFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T>
  /** A URL that serves the blob for so many seconds, or null where the server has to serve it itself. */
  presign(sha256: string, seconds: number): Promise<string | null>
  /** Nothing happens when it is not there. */
  remove(sha256: string): Promise<void>
  /** All blobs, in no order; `modifiedAt` in milliseconds is when the bytes were last committed. */
  list(): AsyncIterable<{ sha256: string; bytes: number; modifiedAt: number }>
  /** Free space for blobs, or null where that has no bound. */
  freeBytes(): Promise<number | null>
  /** Removes temporary files last written more than so many milliseconds ago; says how many. */
  sweepTemporary(olderThanMs: number): Promise<number>
}

export interface ByteRange {
  readonly start: number
  /** Inclusive. */
  readonly end: number
}

export interface TemporaryFile extends AsyncDisposable {
  readonly path: string
}

/** `ab/cdef…`: directories stay small, and the name says the digest. */
export function blobName(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('Not a sha256 in lower-case hex')
  return `${sha256.slice(0, 2)}/${sha256.slice(2)}`
}

export function emptyStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() })
}
