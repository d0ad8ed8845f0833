import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { TemporaryFile } from './storage.ts'

/** Hashes a file as it streams by; memory stays flat for any size. */
export async function digestFile(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('Expected bytes')
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** Moves a file so that it is whole under its new name even after a power cut: fsync, rename, fsync of the directory. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await synchronise(from, 'r+')
  await rename(from, to)
  await synchroniseDirectory(path.dirname(to))
}

/** Makes the entries of a directory durable. Windows cannot open directories, and needs no such step. */
export async function synchroniseDirectory(directory: string): Promise<void> {
  if (process.platform !== 'win32') await synchronise(directory, 'r')
}

async function synchronise(target: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(target, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function temporaryFile(directory: string, extension: string): TemporaryFile {
  const suffix = extension.replace(/^\./, '')
  if (!/^[a-z0-9]{1,10}$/i.test(suffix)) throw new TypeError(`Not a file extension: ${extension}`)
  const file = path.join(directory, `${randomUUID()}.${suffix}`)
  return { path: file, [Symbol.asyncDispose]: () => rm(file, { recursive: true, force: true }) }
}

/** Removes what lies in `directory` and was last written more than `olderThanMs` ago. */
export async function sweepDirectory(directory: string, olderThanMs: number): Promise<number> {
  const limit = Date.now() - olderThanMs
  let removed = 0
  for (const name of await readdir(directory)) {
    const file = path.join(directory, name)
    const found = await statOrNull(file)
    if (found === null || found.mtimeMs > limit) continue
    await rm(file, { recursive: true, force: true })
    removed += 1
  }
  return removed
}

/** Null when nothing is there. */
export async function statOrNull(file: string): Promise<{ size: number; mtimeMs: number } | null> {
  try {
    return await stat(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
