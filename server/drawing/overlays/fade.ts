import sharp from 'sharp'
import type { FilmLayer } from '../film-layer.ts'

/** Seconds in which an overlay comes and goes, and in how many pictures: about one for each frame. */
export const FADE = { seconds: 0.2, steps: 5 } as const
/** Seconds; what is seen for less has no time to come and go. */
const SHORTEST = 1

/**
 * A layer that comes and goes softly, as layers that are still: where the film itself begins or ends with it, it is simply there.
 * Writes the paler pictures beside its own.
 * @param film seconds of the whole film
 */
export async function faded(layer: FilmLayer, film: number): Promise<readonly FilmLayer[]> {
  const { start, end, path } = layer
  const [comes, goes] = [start > 0, end < film]
  if (end - start < SHORTEST || (!comes && !goes)) return [layer]
  const pale = await Promise.all(Array.from({ length: FADE.steps }, (_, step) => paler(path, step)))
  const step = FADE.seconds / FADE.steps
  const shown = (from: number, picture: string): FilmLayer => ({ ...layer, start: from, end: from + step, path: picture })
  const before = comes ? pale.map((picture, index) => shown(start + index * step, picture)) : []
  const after = goes ? pale.toReversed().map((picture, index) => shown(end - FADE.seconds + index * step, picture)) : []
  const whole = { ...layer, start: comes ? start + FADE.seconds : start, end: goes ? end - FADE.seconds : end }
  return [...before, whole, ...after]
}

async function paler(path: string, step: number): Promise<string> {
  const output = path.replace(/\.png$/, `-pale-${step}.png`)
  await sharp(path)
    .ensureAlpha()
    .linear([1, 1, 1, (step + 1) / (FADE.steps + 1)], [0, 0, 0, 0])
    .png({ compressionLevel: 3 })
    .toFile(output)
  return output
}
