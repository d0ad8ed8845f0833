import { createWriteStream } from 'node:fs'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { ZipFile } from 'yazl'

/** A file of a zip: media as it lies on the disk, kept uncompressed, or a text, which is compressed. */
export type ZipInput = { readonly name: string } & ({ readonly path: string } | { readonly text: string })

interface ZipOptions {
  /** The time that every file of it shows, in milliseconds: equal files at an equal time give equal bytes. */
  readonly at: number
  readonly signal: AbortSignal
  /** Told how many bytes have been written. */
  readonly onProgress?: (bytes: number) => void
}

/** Writes a zip (with zip64 where it needs that) as it is read, so that memory stays flat. Problems: `cancelled`, `storage_full`. */
export async function writeZip(
  output: string,
  inputs: readonly ZipInput[],
  { at, signal, onProgress }: ZipOptions,
): Promise<Outcome<null>> {
  const zip = new ZipFile()
  const broken = new AbortController()
  zip.on('error', (error: unknown) => broken.abort(error))
  const attributes = { mtime: new Date(at), mode: 0o100644 }
  for (const input of inputs) {
    if ('path' in input) zip.addFile(input.path, input.name, { ...attributes, compress: false })
    else zip.addBuffer(Buffer.from(input.text), input.name, { ...attributes, compress: true })
  }
  zip.end()
  try {
    const stop = AbortSignal.any([signal, broken.signal])
    await pipeline(zip.outputStream, counting(onProgress), createWriteStream(output), { signal: stop })
    return succeed(null)
  } catch (error) {
    if (signal.aborted) return refuse('cancelled', 'The work was cancelled.')
    const cause: unknown = broken.signal.aborted ? broken.signal.reason : error
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ENOSPC' || code === 'EDQUOT') return refuse('storage_full', 'The disk is full.')
    throw cause
  }
}

function counting(onProgress: ZipOptions['onProgress']): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      bytes += chunk.length
      onProgress?.(bytes)
      done(null, chunk)
    },
  })
}
