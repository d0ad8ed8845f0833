import type { Grid } from './network.ts'

/** A connected part of a mask in pixels; `right` and `bottom` are its last column and row. */
export interface Part {
  readonly pixels: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A pixel counts as subject above this. */
export const CUT = 0.5

/** The 4-connected parts of what is subject, largest first. */
export function findParts(mask: Grid): readonly Part[] {
  const seen = new Uint8Array(mask.values.length)
  const parts: Part[] = []
  for (let start = 0; start < mask.values.length; start += 1) {
    const part = flood(mask, seen, start)
    if (part !== null) parts.push(part)
  }
  return parts.sort((a, b) => b.pixels - a.pixels)
}

/** The part that a pixel belongs to, which is marked as seen; null where the pixel was seen before or is no subject. */
function flood({ width, height, values }: Grid, seen: Uint8Array, start: number): Part | null {
  const stack: number[] = []
  const visit = (at: number): void => {
    if (seen[at] === 1 || (values[at] ?? 0) <= CUT) return
    seen[at] = 1
    stack.push(at)
  }
  visit(start)
  let [pixels, left, top, right, bottom] = [0, width, height, -1, -1]
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width
    const y = (at - x) / width
    pixels += 1
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
    if (x > 0) visit(at - 1)
    if (x < width - 1) visit(at + 1)
    if (y > 0) visit(at - width)
    if (y < height - 1) visit(at + width)
  }
  return pixels === 0 ? null : { pixels, left, top, right, bottom }
}

/** Which pixels lie within `radius` of one that `matches`, measured along rows and columns (a square). */
export function grow({ width, height, values }: Grid, radius: number, matches: (value: number) => boolean): Uint8Array {
  const across = new Uint8Array(values.length)
  for (let y = 0; y < height; y += 1)
    spread(
      width,
      (x) => matches(values[y * width + x] ?? 0),
      radius,
      (x) => (across[y * width + x] = 1),
    )
  const grown = new Uint8Array(values.length)
  for (let x = 0; x < width; x += 1)
    spread(
      height,
      (y) => across[y * width + x] === 1,
      radius,
      (y) => (grown[y * width + x] = 1),
    )
  return grown
}

/** Marks every place of a line that is at most `radius` from a place that is set, in one walk each way. */
function spread(length: number, isSet: (at: number) => boolean, radius: number, mark: (at: number) => void): void {
  let last = Number.NEGATIVE_INFINITY
  for (let at = 0; at < length; at += 1) {
    if (isSet(at)) last = at
    if (at - last <= radius) mark(at)
  }
  last = Number.POSITIVE_INFINITY
  for (let at = length - 1; at >= 0; at -= 1) {
    if (isSet(at)) last = at
    if (last - at <= radius) mark(at)
  }
}
