import type { FrameSize } from 'shared/camera'

/** Pixels that the filters reach from one that is seen: four samples of a widened filter, of chroma, which has half the samples. */
const REACH = 8

/** What a pixel has: no colour yet, one to give away, or the next turn to take one. */
const [FILLED, FOUND] = [1, 2]

/** Gives transparent pixels near opaque ones the mean colour of those beside them, ring by ring; changes `pixels`. */
export function bleedColours(pixels: FrameSize & { readonly data: Buffer }, alpha: Uint8Array): void {
  const { width, height, data } = pixels
  const filled = Uint8Array.from(alpha, (level) => (level > 0 ? FILLED : 0))
  let ring = rim(filled, width, height)
  for (let step = 0; step < REACH && ring.length > 0; step++) {
    for (const index of ring) mix(data, index, filled, width, height)
    for (const index of ring) filled[index] = FILLED
    ring = beyond(ring, filled, width, height)
  }
}

/** Pixels that are not filled beside some that are. */
function rim(filled: Uint8Array, width: number, height: number): number[] {
  const found: number[] = []
  for (let index = 0; index < filled.length; index++) {
    if (filled[index] === 1) continue
    const x = index % width
    const beside = (x > 0 && filled[index - 1] === 1) || (x < width - 1 && filled[index + 1] === 1)
    if (beside || (index >= width && filled[index - width] === 1) || (index < width * (height - 1) && filled[index + width] === 1))
      found.push(index)
  }
  return found
}

/** Pixels that are not filled beside those of a ring, which are marked so that each is found once. */
function beyond(ring: readonly number[], filled: Uint8Array, width: number, height: number): number[] {
  const found: number[] = []
  const look = (index: number): void => {
    if (filled[index] !== 0) return
    filled[index] = FOUND
    found.push(index)
  }
  for (const index of ring) {
    const x = index % width
    if (x > 0) look(index - 1)
    if (x < width - 1) look(index + 1)
    if (index >= width) look(index - width)
    if (index < width * (height - 1)) look(index + width)
  }
  return found
}

/** Gives a pixel the mean colour of the filled ones beside it. */
function mix(data: Buffer, index: number, filled: Uint8Array, width: number, height: number): void {
  let [r, g, b, count] = [0, 0, 0, 0]
  const add = (each: number): void => {
    if (filled[each] !== FILLED) return
    r += data[each * 3] ?? 0
    g += data[each * 3 + 1] ?? 0
    b += data[each * 3 + 2] ?? 0
    count += 1
  }
  const x = index % width
  if (x > 0) add(index - 1)
  if (x < width - 1) add(index + 1)
  if (index >= width) add(index - width)
  if (index < width * (height - 1)) add(index + width)
  data[index * 3] = Math.round(r / count)
  data[index * 3 + 1] = Math.round(g / count)
  data[index * 3 + 2] = Math.round(b / count)
}
