import type { FrameSize } from 'shared/camera'

/** Pixels that the filters reach from one that is seen: four samples of a widened filter, of chroma, which has half the samples. */
const REACH = 8

/** Gives transparent pixels near opaque ones the mean colour of those beside them, ring by ring; changes `pixels`. */
export function bleedColours(pixels: FrameSize & { readonly data: Buffer }, alpha: Uint8Array): void {
  const { width, height, data } = pixels
  const filled = Uint8Array.from(alpha, (level) => (level > 0 ? 1 : 0))
  let ring = rim(filled, width, height)
  for (let step = 0; step < REACH && ring.length > 0; step++) {
    for (const index of ring)
      mix(
        data,
        index,
        neighbours(index, width, height).filter((each) => filled[each] === 1),
      )
    for (const index of ring) filled[index] = 1
    const next = new Set<number>()
    for (const index of ring) for (const each of neighbours(index, width, height)) if (filled[each] === 0) next.add(each)
    ring = [...next]
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

function neighbours(index: number, width: number, height: number): number[] {
  const x = index % width
  const beside: number[] = []
  if (x > 0) beside.push(index - 1)
  if (x < width - 1) beside.push(index + 1)
  if (index >= width) beside.push(index - width)
  if (index < width * (height - 1)) beside.push(index + width)
  return beside
}

function mix(data: Buffer, index: number, from: readonly number[]): void {
  for (let channel = 0; channel < 3; channel++) {
    const sum = from.reduce((total, each) => total + (data[each * 3 + channel] ?? 0), 0)
    data[index * 3 + channel] = Math.round(sum / from.length)
  }
}
