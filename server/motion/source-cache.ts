import { stat } from 'node:fs/promises'
import { type Outcome, succeed } from 'shared/wire'
import { preparePixels, type Shot } from './prepare-picture.ts'
import type { PictureSource } from './scene.ts'
import { type Desk, type Pixels, placePicture } from './sources.ts'

/** Pixels as planes at the bottom of the arena. */
export interface LoadedPicture {
  readonly source: PictureSource
  /** True where the planes were there already. */
  readonly reused: boolean
}

/** The planes that the arena holds, and what they were made from. */
export interface PictureStore {
  load(shot: Shot): Promise<Outcome<LoadedPicture>>
  place(pixels: Pixels): PictureSource
}

/**
 * Keeps the last picture's planes at the bottom of the arena: another take of the same shot, the commonest next job, needs no
 * decoding. Loading releases everything above; at most one picture is held.
 */
export function createPictureStore(desk: Desk): PictureStore {
  const { arena } = desk
  const bottom = arena.mark
  let held: { readonly key: string; readonly source: PictureSource; readonly top: number } | null = null

  const place = (pixels: Pixels): PictureSource => {
    held = null
    arena.release(bottom)
    return placePicture(desk, pixels)
  }

  const load = async (shot: Shot): Promise<Outcome<LoadedPicture>> => {
    const key = await keyOf(shot)
    if (held !== null && key !== null && held.key === key) {
      arena.release(held.top)
      return succeed({ source: held.source, reused: true })
    }
    const pixels = await preparePixels(shot)
    if (!pixels.ok) return pixels
    const source = place(pixels.value)
    if (key !== null) held = { key, source, top: arena.mark }
    return succeed({ source, reused: false })
  }
  return { load, place }
}

/** Names the file's present content as well as stat can; null where it cannot be read. */
async function keyOf(shot: Shot): Promise<string | null> {
  try {
    const { size, mtimeMs, ino } = await stat(shot.path)
    return JSON.stringify([shot, size, mtimeMs, ino])
  } catch {
    return null
  }
}
