import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { succeed, type Outcome } from 'shared/wire'
import { profile, type FrameRate } from '../profile.ts'
import { fileHash } from './clip-file.ts'
import type { JoinCache } from './face.ts'
import type { SizedLayer } from './layer-tracks.ts'
import type { RenderedPiece } from './pieces.ts'

/** Counts up when the same piece would be rendered otherwise. */
const VERSION = 1

/** sha256 of files, each read once. */
export type FileHashes = (path: string) => Promise<string>

export function rememberHashes(): FileHashes {
  const known = new Map<string, Promise<string>>()
  return (path) => {
    const hash = known.get(path) ?? fileHash(path)
    known.set(path, hash)
    return hash
  }
}

/** What a rendered piece is made of, as one name: the clips' bytes, the frames of them, the ways between, and what lies over it. */
export async function pieceKey(
  piece: RenderedPiece,
  film: { readonly frameRate: FrameRate; readonly paths: readonly string[]; readonly layers: readonly SizedLayer[] },
  hashes: FileHashes,
): Promise<string> {
  const parts = await Promise.all(piece.parts.map(async ({ clip, from, to }) => ({ clip: await hashes(film.paths[clip] ?? ''), from, to })))
  const over = film.layers.filter(({ from, to }) => from < piece.start + piece.frames && to > piece.start)
  const layers = await Promise.all(
    over.map(async ({ path, from, to, x, y }) => {
      const [first, last] = [Math.max(from - piece.start, 0), Math.min(to - piece.start, piece.frames)]
      return { picture: await hashes(path), first, last, x, y }
    }),
  )
  return digest({ version: VERSION, profile: profile(film.frameRate).id, parts, overlaps: piece.overlaps, layers })
}

/** What the decoded sound of a clip is kept by. */
export async function soundKey(path: string, samples: { readonly from: number; readonly to: number }, hashes: FileHashes): Promise<string> {
  return digest({ version: VERSION, sound: await hashes(path), ...samples })
}

/** The kept file of a key; null where there is none. */
export async function findKept(cache: JoinCache | null, name: string): Promise<string | null> {
  if (cache === null) return null
  const path = join(cache.directory, name)
  try {
    return (await stat(path)).size > 0 ? path : null
  } catch {
    return null
  }
}

/** Keeps what `write` makes under a name, all of it or nothing; several may do so at once. Gives its path. */
export async function keep(cache: JoinCache, name: string, write: (temporary: string) => Promise<Outcome<null>>): Promise<Outcome<string>> {
  await mkdir(cache.directory, { recursive: true })
  const temporary = join(cache.directory, `${randomUUID()}.part`)
  const path = join(cache.directory, name)
  try {
    const written = await write(temporary)
    if (!written.ok) return written
    await rename(temporary, path)
    return succeed(path)
  } finally {
    await rm(temporary, { force: true })
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
