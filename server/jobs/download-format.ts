import { type Outcome, succeed } from 'shared/wire'
import PQueue from 'p-queue'
import { exportFilm, type RenditionFormat, type StoredFile } from '../media/index.ts'
import type { JobsOptions } from './face.ts'
import type { Places } from './places.ts'

type Rooms = Pick<JobsOptions, 'library' | 'storage' | 'ffmpeg'> & { readonly places: Places }

/** Gives a stored film in another format: as it was made before, else made now. `cancelled` when the signal aborts first. */
export type InFormat = (sha256: string, format: RenditionFormat, signal: AbortSignal) => Promise<Outcome<StoredFile>>

/** One conversion that several requests may wait for; it ends when none of them does any more. */
interface Conversion {
  readonly done: Promise<Outcome<StoredFile>>
  readonly stop: AbortController
  waiting: number
}

/**
 * Converts films for downloads: one at a time, and only at a place that no job waits for. Requests for the same film and format share one
 * conversion. Problems besides `cancelled`: those of `exportFilm`.
 */
export function createConversions(rooms: Rooms): InFormat {
  const turns = new PQueue({ concurrency: 1 })
  const running = new Map<string, Conversion>()

  const convert = async (sha256: string, format: RenditionFormat, signal: AbortSignal): Promise<Outcome<StoredFile>> => {
    const made = await turns.add(() => rooms.places.hold('spare', signal, () => write(rooms, sha256, format, signal)))
    if (made.ok) await rooms.library.keepRendition(sha256, format, made.value)
    return made
  }

  const begin = (key: string, sha256: string, format: RenditionFormat): Conversion => {
    const stop = new AbortController()
    const done = convert(sha256, format, stop.signal).finally(() => {
      if (running.get(key)?.stop === stop) running.delete(key)
    })
    const conversion = { done, stop, waiting: 0 }
    running.set(key, conversion)
    return conversion
  }

  return async (sha256, format, signal) => {
    const kept = await rooms.library.rendition(sha256, format)
    if (kept !== null) return succeed(kept)
    const key = `${sha256} ${format}`
    const conversion = running.get(key) ?? begin(key, sha256, format)
    conversion.waiting += 1
    const leave = (): void => {
      conversion.waiting -= 1
      if (conversion.waiting > 0) return
      conversion.stop.abort()
      // Who asks from now on begins anew.
      if (running.get(key) === conversion) running.delete(key)
    }
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
    try {
      return await conversion.done
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }
}

async function write(
  { storage, ffmpeg }: Rooms,
  sha256: string,
  format: RenditionFormat,
  signal: AbortSignal,
): Promise<Outcome<StoredFile>> {
  await using output = await storage.temporary(format)
  const film = { preset: format, focus: [], output: output.path }
  const written = await storage.withLocalFile(sha256, (path) => exportFilm(ffmpeg, path, film, { signal }))
  if (!written.ok) return written
  return succeed({ mime: written.value.mime, ...(await storage.commit(output.path)) })
}
