import { stat } from 'node:fs/promises'
import { type Outcome, succeed } from 'shared/wire'
import type { Kernel } from './kernel.ts'
import { allocatePicture, type Arena, PADDING, type PictureLayout } from './memory.ts'
import { type Pixels, preparePixels, type Shot } from './prepare-picture.ts'

/** Pixels as planes at the bottom of the arena. */
export interface LoadedPicture {
  readonly layout: PictureLayout
  /** True where the planes were there already. */
  readonly reused: boolean
}

/** The planes that the arena holds, and what they were made from. */
export interface PictureStore {
  load(shot: Shot): Promise<Outcome<LoadedPicture>>
  place(pixels: Pixels): PictureLayout
}

/**
 * Keeps the last picture's planes at the bottom of the arena: another take of the same shot, the commonest next job, needs no
 * decoding. Loading releases everything above; at most one picture is held.
 */
export function createPictureStore(kernel: Kernel, arena: Arena): PictureStore {
  const bottom = arena.mark
  let held: { readonly key: string; readonly layout: PictureLayout; readonly top: number } | null = null

  const place = (pixels: Pixels): PictureLayout => {
    held = null
    arena.release(bottom)
    const layout = allocatePicture(arena, pixels.width, pixels.height)
    const top = arena.mark
    const rgb = arena.allocate(pixels.data.length)
    arena.bytes(rgb, pixels.data.length).set(pixels.data)
    const { y, u, v } = layout
    kernel.pictureToPlanes(rgb, pixels.width, pixels.height, y.address, y.stride, u.address, v.address, u.stride)
    for (const plane of [y, u, v]) kernel.repeatEdges(plane.address, plane.stride, plane.width, plane.height, PADDING)
    arena.release(top)
    return layout
  }

  const load = async (shot: Shot): Promise<Outcome<LoadedPicture>> => {
    const key = await keyOf(shot)
    if (held !== null && key !== null && held.key === key) {
      arena.release(held.top)
      return succeed({ layout: held.layout, reused: true })
    }
    const pixels = await preparePixels(shot)
    if (!pixels.ok) return pixels
    const layout = place(pixels.value)
    if (key !== null) held = { key, layout, top: arena.mark }
    return succeed({ layout, reused: false })
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
