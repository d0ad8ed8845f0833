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
const VERSION = 2

/** How many files' sums are remembered: ten films of a hundred clips. */
const REMEMBERED = 1000

/** By path; what tells that a file is still the one that was read. */
const sums = new Map<string, { readonly stamp: string; readonly sum: Promise<string> }>()

/** sha256 of a file, in hex. It is read once, as a film asks for that of its clips after each of its joins did. */
async function sumOf(path: string): Promise<string> {
  const { ino, size, mtimeMs } = await stat(path)
  const stamp = [ino, size, mtimeMs].join(' ')
  const known = sums.get(path)
  if (known?.stamp === stamp) return known.sum
  const sum = fileHash(path)
  sums.delete(path)
  sums.set(path, { stamp, sum })
  const [oldest] = sums.keys()
  if (sums.size > REMEMBERED && oldest !== undefined) sums.delete(oldest)
  try {
    return await sum
  } catch (error) {
    sums.delete(path)
    throw error
  }
}

/** What a rendered piece is made of, as one name: the clips' bytes, the frames of them, the ways between, and what lies over it. */
export async function pieceKey(
  piece: RenderedPiece,
  film: { readonly frameRate: FrameRate; readonly paths: readonly string[]; readonly layers: readonly SizedLayer[] },
): Promise<string> {
  const parts = await Promise.all(piece.parts.map(async ({ clip, from, to }) => ({ clip: await sumOf(film.paths[clip] ?? ''), from, to })))
  const over = film.layers.filter(({ from, to }) => from < piece.start + piece.frames && to > piece.start)
  const layers = await Promise.all(
    over.map(async ({ path, from, to, x, y }) => {
      const [first, last] = [Math.max(from - piece.start, 0), Math.min(to - piece.start, piece.frames)]
      return { picture: await sumOf(path), first, last, x, y }
    }),
  )
  return digest({ version: VERSION, profile: profile(film.frameRate).id, parts, overlaps: piece.overlaps, layers })
}

/** What the decoded sound of a clip is kept by. */
export async function soundKey(path: string, samples: { readonly from: number; readonly to: number }): Promise<string> {
  return digest({ version: VERSION, sound: await sumOf(path), ...samples })
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
