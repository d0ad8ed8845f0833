import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type Readable, Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { type Entry, open, type ZipFile } from 'yauzl'

/** What a zip may hold. Media cannot be compressed, so a zip that grows much while it is unpacked is a bomb. */
export const ZIP_LIMITS = { members: 5000, growth: 20, spareBytes: 32 * 1024 * 1024 } as const

/** A file of a zip. */
export interface ZipMember {
  readonly name: string
  /** Unpacked, as the zip says; reading ends where it says less than there is. */
  readonly bytes: number
}

/** A zip from outside while it is open. Problems of both: `media_invalid`, `storage_full`, `cancelled`. */
export interface ZipReader {
  readonly members: ReadonlyMap<string, ZipMember>
  /** A member as text; `media_invalid` where it is not there or has more bytes than `limit`. */
  text(name: string, limit: number): Promise<Outcome<string>>
  /** Writes a member to a file of any other name and tells its sha256. */
  extract(name: string, path: string, signal: AbortSignal): Promise<Outcome<{ readonly sha256: string; readonly bytes: number }>>
}

const openFile = promisify<string, object, ZipFile>(open)

/**
 * Opens a zip for as long as `work` takes. Refused as `media_invalid` with `params.reason` are files that are none (`not_a_zip`), names
 * that lead out of it or come twice (`unsafe_name`), too many or much too large files (`too_large`), and encrypted ones (`encrypted`).
 */
export async function readZip<T>(path: string, work: (zip: ZipReader) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  let file: ZipFile
  try {
    file = await openFile(path, { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySize: true })
  } catch {
    return damaged('not_a_zip', 'The file is not a zip, or it is incomplete.')
  }
  try {
    const entries = await listEntries(file, (await stat(path)).size)
    return entries.ok ? await work(readerOf(file, entries.value)) : entries
  } finally {
    file.close()
  }
}

async function listEntries(file: ZipFile, zipBytes: number): Promise<Outcome<ReadonlyMap<string, Entry>>> {
  if (file.entryCount > ZIP_LIMITS.members) return tooLarge(`more than ${ZIP_LIMITS.members} files`)
  const most = zipBytes * ZIP_LIMITS.growth + ZIP_LIMITS.spareBytes
  const entries = new Map<string, Entry>()
  let bytes = 0
  try {
    for await (const entry of each(file)) {
      if (entry.fileName.endsWith('/')) continue
      if (entries.has(entry.fileName)) return damaged('unsafe_name', 'Two files in the zip have the same name.')
      if (entry.isEncrypted()) return damaged('encrypted', 'The zip is protected by a password.')
      bytes += entry.uncompressedSize
      if (bytes > most) return tooLarge(`files that are ${ZIP_LIMITS.growth} times as large as itself`)
      entries.set(entry.fileName, entry)
    }
  } catch (error) {
    const isName = error instanceof Error && /path|file ?name|character/i.test(error.message)
    return isName
      ? damaged('unsafe_name', 'A file in the zip has a name that leads out of it.')
      : damaged('not_a_zip', 'The table of the zip cannot be read.')
  }
  return succeed(entries)
}

async function* each(file: ZipFile): AsyncGenerator<Entry> {
  for (let read = 0; read < file.entryCount; read += 1) {
    const { promise, resolve, reject } = Promise.withResolvers<Entry>()
    file.once('entry', resolve)
    file.once('error', reject)
    file.readEntry()
    try {
      yield await promise
    } finally {
      file.off('entry', resolve)
      file.off('error', reject)
    }
  }
}

function readerOf(file: ZipFile, entries: ReadonlyMap<string, Entry>): ZipReader {
  const openEntry = async (name: string, limit: number): Promise<Outcome<Readable>> => {
    const entry = entries.get(name)
    if (entry === undefined) return damaged('missing', `The zip lacks ${shown(name)}.`)
    if (entry.uncompressedSize > limit) return tooLarge(`a ${shown(name)} of ${entry.uncompressedSize} bytes`)
    try {
      return succeed(await openStream(file, entry))
    } catch {
      return damaged('damaged', `${shown(name)} cannot be read from the zip.`)
    }
  }
  return {
    members: new Map([...entries].map(([name, { uncompressedSize: bytes }]) => [name, { name, bytes }])),
    text: async (name, limit) => {
      const stream = await openEntry(name, limit)
      if (!stream.ok) return stream
      const chunks: Uint8Array[] = []
      try {
        for await (const chunk of stream.value) if (chunk instanceof Uint8Array) chunks.push(chunk)
      } catch {
        return damaged('damaged', `${shown(name)} cannot be read from the zip.`)
      }
      return succeed(Buffer.concat(chunks).toString('utf8'))
    },
    extract: async (name, path, signal) => {
      const stream = await openEntry(name, Number.POSITIVE_INFINITY)
      if (!stream.ok) return stream
      const hash = createHash('sha256')
      let bytes = 0
      const hashing = new Transform({
        transform(chunk: Buffer, _encoding, done: TransformCallback) {
          hash.update(chunk)
          bytes += chunk.length
          done(null, chunk)
        },
      })
      try {
        await pipeline(stream.value, hashing, createWriteStream(path), { signal })
        return succeed({ sha256: hash.digest('hex'), bytes })
      } catch (error) {
        return unreadable(error, name, signal)
      }
    },
  }
}

function openStream(file: ZipFile, entry: Entry): Promise<Readable> {
  const { promise, resolve, reject } = Promise.withResolvers<Readable>()
  file.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)))
  return promise
}

function unreadable(error: unknown, name: string, signal: AbortSignal): Outcome<never> {
  if (signal.aborted) return refuse('cancelled', 'The work was cancelled.')
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return refuse('storage_full', 'The disk is full.')
  return damaged('damaged', `${shown(name)} is damaged in the zip.`)
}

function damaged(reason: string, detail: string): Outcome<never> {
  return refuse('media_invalid', detail, { params: { reason } })
}

function tooLarge(what: string): Outcome<never> {
  return damaged('too_large', `The zip holds ${what}, which no project has.`)
}

function shown(name: string): string {
  return `"${name.slice(0, 100)}"`
}
