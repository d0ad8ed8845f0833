import { stat } from 'node:fs/promises'
import { DEFOCUS_DEVIATION, type Rectangle } from 'shared/camera'
import { type Outcome, succeed } from 'shared/wire'
import type { CutOut } from './layers/cut-out.ts'
import { type Defocused, defocused } from './layers/defocus.ts'
import { type Apart, type Layering, takeApart } from './layers/take-apart.ts'
import type { Look } from './look/index.ts'
import type { Shot } from './plan-shot.ts'
import { preparePixels } from './prepare-picture.ts'
import type { PictureSource } from './scene.ts'
import { type Desk, type Pixels, placePicture } from './sources.ts'

/** One state of a layer's focus as planes: 0 is sharp, 1 fully out of it. */
export interface LoadedState {
  readonly loss: number
  readonly source: PictureSource
  /** What of the prepared picture it shows, as shares of its sides; it may reach outside. */
  readonly box: Rectangle
}

/** Pixels as planes at the bottom of the arena. */
export interface LoadedPicture {
  readonly kind: Apart['kind']
  /** The states of each layer, background first, the sharp one first. */
  readonly layers: readonly (readonly LoadedState[])[]
  /** True where the planes were there already. */
  readonly reused: boolean
}

type Grade = (pixels: Pixels, look: Look) => Promise<Outcome<Pixels>>

/** The planes that the arena holds, and what they were made from. */
export interface PictureStore {
  /**
   * @param layering what `shot.takenApartBy` was read as
   * @param grade gives pixels the shot's look
   */
  load(shot: Shot, layering: Layering, grade: Grade): Promise<Outcome<LoadedPicture>>
  /** Releases everything. */
  clear(): void
}

/**
 * Keeps the last picture's planes at the bottom of the arena: another take of the same shot, the commonest next job, needs no
 * decoding. Loading releases everything above; at most one picture is held.
 */
export function createPictureStore(desk: Desk): PictureStore {
  const { arena } = desk
  const bottom = arena.mark
  let held: { readonly key: string; readonly picture: LoadedPicture; readonly top: number } | null = null

  const clear = (): void => {
    held = null
    arena.release(bottom)
  }
  const load = async (shot: Shot, layering: Layering, grade: Grade): Promise<Outcome<LoadedPicture>> => {
    const key = await keyOf(shot)
    if (held !== null && key !== null && held.key === key) {
      arena.release(held.top)
      return succeed({ ...held.picture, reused: true })
    }
    const pixels = await preparePixels(shot)
    if (!pixels.ok) return pixels
    const graded = shot.look === null ? pixels : await grade(pixels.value, shot.look)
    if (!graded.ok) return graded
    const apart = await takeApart(graded.value, layering, shot)
    clear()
    const picture = await placeApart(desk, apart, shot)
    if (key !== null) held = { key, picture, top: arena.mark }
    return succeed(picture)
  }
  return { load, clear }
}

async function placeApart(desk: Desk, { kind, behind, parts }: Apart, shot: Shot): Promise<LoadedPicture> {
  const full = DEFOCUS_DEVIATION * Math.max(shot.frame.width, shot.frame.height) * shot.zoom
  const layers: LoadedState[][] = []
  for (const [index, layer] of [behind, ...parts].entries()) {
    const copies = shot.losesFocus[index] === true ? await defocused(behind, layer, full) : []
    layers.push([placeSharp(desk, behind, layer), ...copies.map((copy) => placeCopy(desk, behind, copy))])
  }
  return { kind, layers, reused: false }
}

function placeSharp(desk: Desk, picture: Pixels, layer: Pixels | CutOut): LoadedState {
  if ('data' in layer) return { loss: 0, source: placePicture(desk, layer), box: { x: 0, y: 0, width: 1, height: 1 } }
  const { left, top, pixels, alpha } = layer
  return {
    loss: 0,
    source: placePicture(desk, pixels, alpha),
    box: sharesOf({ left, top, width: pixels.width, height: pixels.height }, picture),
  }
}

function placeCopy(desk: Desk, picture: Pixels, { loss, box, alpha, ...pixels }: Defocused): LoadedState {
  return { loss, source: placePicture(desk, pixels, alpha ?? undefined), box: sharesOf(box, picture) }
}

function sharesOf({ left, top, width, height }: Defocused['box'], picture: Pixels): Rectangle {
  return { x: left / picture.width, y: top / picture.height, width: width / picture.width, height: height / picture.height }
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
