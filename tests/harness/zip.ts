import { type Entry, open, type ZipFile } from 'yauzl'
import { promisify } from 'node:util'
import { ZipFile as ZipWriter } from 'yazl'
import { pipeline } from 'node:stream/promises'
import { createWriteStream } from 'node:fs'

const openFile = promisify<string, object, ZipFile>(open)

/** Everything in a zip by its name. */
export async function unzip(path: string): Promise<ReadonlyMap<string, { readonly bytes: Buffer; readonly isCompressed: boolean }>> {
  const file = await openFile(path, { lazyEntries: true })
  const members = new Map<string, { readonly bytes: Buffer; readonly isCompressed: boolean }>()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const read = async (entry: Entry): Promise<void> => {
    const { promise: opened, resolve: found, reject: failed } = Promise.withResolvers<AsyncIterable<unknown>>()
    file.openReadStream(entry, (error, stream) => (error === null ? found(stream) : failed(error)))
    const chunks: Uint8Array[] = []
    for await (const chunk of await opened) if (chunk instanceof Uint8Array) chunks.push(chunk)
    members.set(entry.fileName, { bytes: Buffer.concat(chunks), isCompressed: entry.compressionMethod !== 0 })
    file.readEntry()
  }
  file.on('entry', (entry: Entry) => void read(entry).catch(reject))
  file.on('end', resolve)
  file.on('error', reject)
  file.readEntry()
  await promise
  return members
}

/** Writes a zip of these files. */
export async function zip(path: string, members: ReadonlyMap<string, Uint8Array>, compress = false): Promise<string> {
  const file = new ZipWriter()
  for (const [name, bytes] of members) file.addBuffer(Buffer.from(bytes), name, { compress })
  file.end()
  await pipeline(file.outputStream, createWriteStream(path))
  return path
}
