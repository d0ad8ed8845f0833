import { mkdir, open, opendir, rm, statfs, utimes, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { DiskTarget } from '../config/index.ts'
import { digestFile, isMissing, renameDurably, statOrNull, sweepDirectory, synchroniseDirectory, temporaryFile } from './local-files.ts'
import { blobName, emptyStream, type ByteRange, type Storage } from './storage.ts'

const CHUNK_BYTES = 256 * 1024

/** Blobs as files below `target.directory`: `blobs/ab/cdef…`, and `temporary/` on the same volume. */
export async function openDiskStorage(target: DiskTarget): Promise<Storage> {
  const blobs = path.join(target.directory, 'blobs')
  const temporary = path.join(target.directory, 'temporary')
  for (const directory of [blobs, temporary]) await mkdir(directory, { recursive: true })
  const locate = (sha256: string) => path.join(blobs, blobName(sha256))
  return {
    temporary: async (extension) => temporaryFile(temporary, extension),
    commit: (file) => commit(file, blobs, locate),
    read: (sha256, range) => read(locate(sha256), range),
    size: async (sha256) => (await statOrNull(locate(sha256)))?.size ?? null,
    withLocalFile: async (sha256, work) => {
      const file = locate(sha256)
      if ((await statOrNull(file)) === null) throw new Error(`No blob ${sha256}`)
      return work(file)
    },
    presign: async () => null,
    remove: (sha256) => rm(locate(sha256), { force: true }),
    list: () => list(blobs),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(blobs)
      return bavail * bsize
    },
    sweepTemporary: (olderThanMs) => sweepDirectory(temporary, olderThanMs),
  }
}

async function commit(file: string, blobs: string, locate: (sha256: string) => string): Promise<{ sha256: string; bytes: number }> {
  const digest = await digestFile(file)
  const target = locate(digest.sha256)
  const made = await mkdir(path.dirname(target), { recursive: true })
  if (made !== undefined) await synchroniseDirectory(blobs)
  const now = new Date()
  await utimes(file, now, now)
  await renameDurably(file, target)
  return digest
}

async function read(file: string, range: ByteRange | undefined): Promise<ReadableStream<Uint8Array> | null> {
  const handle = await openOrNull(file)
  if (handle === null) return null
  const { size } = await handle.stat()
  const start = range?.start ?? 0
  const end = Math.min(range?.end ?? size - 1, size - 1)
  if (start > end) {
    await handle.close()
    return emptyStream()
  }
  return Readable.toWeb(handle.createReadStream({ start, end, highWaterMark: CHUNK_BYTES }), { strategy: { highWaterMark: 1 } })
}

async function openOrNull(file: string): Promise<FileHandle | null> {
  try {
    return await open(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function* list(blobs: string): AsyncGenerator<{ sha256: string; bytes: number; modifiedAt: number }> {
  for await (const directory of await opendir(blobs)) {
    if (!directory.isDirectory()) continue
    for await (const entry of await opendir(path.join(blobs, directory.name))) {
      const found = await statOrNull(path.join(blobs, directory.name, entry.name))
      if (found === null) continue
      yield { sha256: directory.name + entry.name, bytes: found.size, modifiedAt: Math.floor(found.mtimeMs) }
    }
  }
}
