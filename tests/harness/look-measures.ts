import type { RgbImage } from './frames.ts'

type Lab = readonly [number, number, number]

/** Mean colour difference CIE76 over all pixels; about 2 is seen side by side. */
export function meanColourDifference(one: RgbImage, other: RgbImage): number {
  if (one.width !== other.width || one.height !== other.height) throw new Error('the pictures are not of one size')
  let sum = 0
  const [lab, otherLab] = [labOf(one), labOf(other)]
  const difference = (at: number): number => (lab[at] ?? 0) - (otherLab[at] ?? 0)
  for (let at = 0; at < lab.length; at += 3) sum += Math.sqrt(difference(at) ** 2 + difference(at + 1) ** 2 + difference(at + 2) ** 2)
  return (sum * 3) / one.data.length
}

/** Share of the pixels, 0..1, that would have to change their colour (one of 6 levels a channel) for two pictures to hold equally many of each. */
export function paletteDistance(one: RgbImage, other: RgbImage): number {
  return half(colours(one), colours(other))
}

/** Share of the pixels, 0..1, that would have to change how steep it is around them (one of 8 octaves of slope). */
export function edgeDistance(one: RgbImage, other: RgbImage): number {
  return half(slopes(one), slopes(other))
}

function colours({ data }: RgbImage): Float64Array {
  const bins = new Float64Array(216)
  const level = (at: number): number => Math.min(5, Math.floor(((data[at] ?? 0) * 6) / 256))
  for (let at = 0; at < data.length; at += 3) add(bins, level(at) * 36 + level(at + 1) * 6 + level(at + 2), 3 / data.length)
  return bins
}

function slopes({ width, height, data }: RgbImage): Float64Array {
  const bins = new Float64Array(8)
  const luma = (x: number, y: number): number => {
    const at = (y * width + x) * 3
    return 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0)
  }
  const inside = (width - 2) * (height - 2)
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const slope = Math.hypot(luma(x + 1, y) - luma(x - 1, y), luma(x, y + 1) - luma(x, y - 1))
      add(bins, Math.min(7, Math.floor(Math.log2(1 + slope))), 1 / inside)
    }
  return bins
}

function half(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, share, bin) => sum + Math.abs(share - (other[bin] ?? 0)), 0) / 2
}

function add(bins: Float64Array, bin: number, share: number): void {
  bins[bin] = (bins[bin] ?? 0) + share
}

/** A picture is compared with many others. */
const labs = new WeakMap<RgbImage, Float32Array>()

/** L*, a* and b* of all pixels in turn (CIE 15:2004, white D65). */
function labOf(image: RgbImage): Float32Array {
  const known = labs.get(image)
  if (known !== undefined) return known
  const lab = new Float32Array(image.data.length)
  for (let at = 0; at < lab.length; at += 3) lab.set(labAt(image, at), at)
  labs.set(image, lab)
  return lab
}

function labAt({ data }: RgbImage, at: number): Lab {
  const r = LIGHT[data[at] ?? 0] ?? 0
  const g = LIGHT[data[at + 1] ?? 0] ?? 0
  const b = LIGHT[data[at + 2] ?? 0] ?? 0
  const x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = root(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const LIGHT = Float64Array.from({ length: 256 }, (_, level) => {
  const encoded = level / 255
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4
})

function root(ratio: number): number {
  return ratio > 216 / 24_389 ? Math.cbrt(ratio) : (ratio * (24_389 / 27) + 16) / 116
}
