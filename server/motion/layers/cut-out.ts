import sharp from 'sharp'
import type { FrameSize } from 'shared/camera'
import type { Pixels } from '../sources.ts'
import { applyCoefficients, guidedCoefficients } from './guided-filter.ts'
import { fillHole } from './fill-hole.ts'
import { fillByPullPush } from './pull-push.ts'
import { boxAbove, boxMaximum, boxMean, crop, grown, newRaster, type Raster, resample, rowReader, type SampleBox } from './raster.ts'

/** A part of a picture that can be moved on its own: a box of it, with how far each pixel belongs to the part. */
export interface CutOut {
  /** Where it was cut from, in pixels of the picture. */
  readonly left: number
  readonly top: number
  readonly pixels: Pixels
  /** 8 bits a pixel of `pixels`. */
  readonly alpha: Buffer
}

/** Pixels on which everything that is smooth is found: more would only take longer. */
const WORK_PIXELS = 300_000
/** The filter's window reaches so many samples of the mask: as far as such a mask is off. */
const REACH_OF_MASK = 3
/** Variance of a guide of 0..1 that counts as an edge. */
const EPSILON = 4e-4
/** What the filter leaves of less than the first is nothing, more than the second all: it never gives quite 0 and 1. */
const CLEAR = 0.28
const SOLID = 0.72
/** Coverage that may show the part's colour in a work pixel. */
const TOUCHED = 0.02
/** Work pixels that the hole behind a part is larger than the part: its mask may miss a rim. */
const RIM = 3
/** Work pixels around a part that are kept, so that its border is clear. */
const MARGIN = 2

/** Which samples of a part's mask a picture shows: in samples of `raster`, which may end before the picture does. */
export interface PlacedMask {
  readonly raster: Raster
  readonly box: { readonly x: number; readonly y: number } & FrameSize
}

/**
 * Takes a picture apart into a part and what lies behind it. The part's edge is brought to the picture's own edges by a guided
 * filter; its rim is freed of the colours behind it (after Forte, "Approximate Fast Foreground Colour Estimation", ICIP 2021, with
 * the colours behind known from the fill); behind it the picture is filled from around by pull-push.
 * @param mask one channel, 0..1: coarse, for it may be off by a few of its samples
 * @returns null where the mask covers nothing
 */
export async function cutOut(picture: Pixels, mask: PlacedMask): Promise<{ readonly part: CutOut; readonly behind: Pixels } | null> {
  const scale = Math.min(1, Math.sqrt(WORK_PIXELS / (picture.width * picture.height)))
  const size = { width: Math.ceil(picture.width * scale), height: Math.ceil(picture.height * scale) }
  const guide = await shrunk(picture, size)
  const filter = filterNear(guide, mask)
  const touched = filter === null ? null : boxAbove(filter.coverage, TOUCHED)
  if (filter === null || touched === null) return null
  const around = grown({ ...touched, left: filter.box.left + touched.left, top: filter.box.top + touched.top }, RIM + MARGIN, size)
  const { part, behind } = separate(picture, size, { filter, front: frontOf(guide, filter, around), back: backOf(guide, filter) }, around)
  return { part: { ...part, alpha: await softened(part.alpha, part.pixels) }, behind }
}

/** The guided filter of a mask where that covers anything. */
interface Filter {
  /** Which work pixels it is of: beyond them nothing is covered. */
  readonly box: SampleBox
  readonly coefficients: Raster
  /** What it gives, 0..1. */
  readonly coverage: Raster
}

/** @returns null where the mask covers nothing of the guide */
function filterNear(guide: Raster, { raster, box }: PlacedMask): Filter | null {
  const mask = resample(raster, box, guide)
  const covered = boxAbove(mask, 0)
  if (covered === null) return null
  const radius = Math.max(1, Math.round((REACH_OF_MASK * guide.width) / box.width))
  // The mask reaches two windows far; one more, so that no window that counts is cut off.
  const near = grown(covered, 3 * radius, guide)
  const seen = crop(guide, near)
  const coefficients = guidedCoefficients(seen, crop(mask, near), radius, EPSILON)
  const coverage = applyCoefficients(seen, coefficients)
  for (let index = 0; index < coverage.data.length; index++) coverage.data[index] = levelled(coverage.data[index] ?? 0)
  return { box: near, coefficients, coverage }
}

/** Pixels of this pattern around each count in its softened coverage: a binomial filter, the narrowest that has no overshoot. */
const SOFT = { width: 3, height: 3, kernel: [1, 2, 1, 2, 4, 2, 1, 2, 1] }

/** An edge steeper than a pixel would swing as it moves by shares of one: nothing between two pixels says where it lies. */
async function softened(alpha: Buffer, { width, height }: FrameSize): Promise<Buffer> {
  return await sharp(alpha, { raw: { width, height, channels: 1 } })
    .convolve(SOFT)
    .toColourspace('b-w')
    .raw()
    .toBuffer()
}

function levelled(value: number): number {
  return Math.min(1, Math.max(0, (value - CLEAR) / (SOLID - CLEAR)))
}

async function shrunk({ data, width, height }: Pixels, size: FrameSize): Promise<Raster> {
  const small = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer()
  const guide = newRaster(size.width, size.height, 3)
  for (let index = 0; index < guide.data.length; index++) guide.data[index] = (small[index] ?? 0) / 255
  return guide
}

/** Colours of the part, carried on beyond its edge: of the work pixels of a box. */
function frontOf(guide: Raster, { box, coverage }: Filter, around: SampleBox): Raster {
  const solid = newRaster(around.width, around.height, 1)
  for (let row = 0; row < around.height; row++)
    for (let column = 0; column < around.width; column++) {
      const value = sampleOf(coverage, around.left + column - box.left, around.top + row - box.top)
      solid.data[row * around.width + column] = value >= 1 ? 1 : value ** 8 * 1e-3
    }
  return inLevels(fillByPullPush(crop(guide, around), solid))
}

/** Colours behind the part, and as the fourth channel how far they replace the picture's. */
function backOf(guide: Raster, { box, coverage }: Filter): Raster {
  const { width, height } = guide
  const touched = newRaster(width, height, 1)
  for (let row = 0; row < box.height; row++)
    for (let column = 0; column < box.width; column++)
      if ((coverage.data[row * box.width + column] ?? 0) > TOUCHED) touched.data[(box.top + row) * width + box.left + column] = 1
  const hole = boxMaximum(touched, RIM)
  const known = newRaster(width, height, 1)
  for (let index = 0; index < width * height; index++) known.data[index] = 1 - (hole.data[index] ?? 0)
  const filled = inLevels(fillHole(guide, known))
  const replaced = boxMean(hole, 1)
  const back = newRaster(width, height, 4)
  for (let index = 0; index < width * height; index++) {
    for (let channel = 0; channel < 3; channel++) back.data[index * 4 + channel] = filled.data[index * 3 + channel] ?? 0
    back.data[index * 4 + 3] = replaced.data[index] ?? 0
  }
  return back
}

function sampleOf({ width, height, data }: Raster, column: number, row: number): number {
  return column < 0 || row < 0 || column >= width || row >= height ? 0 : (data[row * width + column] ?? 0)
}

function inLevels(colours: Raster): Raster {
  for (let index = 0; index < colours.data.length; index++) colours.data[index] = 255 * (colours.data[index] ?? 0)
  return colours
}

/** Goes over the part's box once at the picture's own size. */
function separate(
  picture: Pixels,
  size: FrameSize,
  { filter, front, back }: { readonly filter: Filter; readonly front: Raster; readonly back: Raster },
  around: SampleBox,
): { readonly part: CutOut; readonly behind: Pixels } {
  const { left, top, width, height } = pixelsOf(around, size, picture)
  const [across, down] = [size.width / picture.width, size.height / picture.height]
  const reader = (raster: Raster, from: { readonly left: number; readonly top: number }) => {
    const seen = { x: left * across - from.left, y: top * down - from.top, width: width * across, height: height * down }
    return rowReader(raster, seen, { width, height })
  }
  const weights = reader(filter.coefficients, filter.box)
  const fronts = reader(front, around)
  const backs = reader(back, { left: 0, top: 0 })
  const behind = new Uint8ClampedArray(picture.data)
  const pixels = new Uint8ClampedArray(width * height * 3)
  const alpha = new Uint8ClampedArray(width * height)
  for (let row = 0; row < height; row++) {
    const [weight, before, after] = [weights(row), fronts(row), backs(row)]
    for (let column = 0; column < width; column++) {
      const from = ((top + row) * picture.width + left + column) * 3
      const to = (row * width + column) * 3
      const filtered =
        ((weight[column * 4] ?? 0) * (picture.data[from] ?? 0) +
          (weight[column * 4 + 1] ?? 0) * (picture.data[from + 1] ?? 0) +
          (weight[column * 4 + 2] ?? 0) * (picture.data[from + 2] ?? 0)) /
          255 +
        (weight[column * 4 + 3] ?? 0)
      const share = levelled(filtered)
      const replaced = after[column * 4 + 3] ?? 0
      alpha[row * width + column] = 255 * share
      for (let channel = 0; channel < 3; channel++) {
        const level = picture.data[from + channel] ?? 0
        const own = before[column * 3 + channel] ?? 0
        const fill = after[column * 4 + channel] ?? 0
        pixels[to + channel] = share === 1 ? level : own + share * (level - share * own - (1 - share) * fill)
        behind[from + channel] = level + replaced * (fill - level)
      }
    }
  }
  const part = { left, top, pixels: { data: bytesOf(pixels), width, height }, alpha: bytesOf(alpha) }
  return { part, behind: { ...picture, data: bytesOf(behind) } }
}

/** The pixels of a picture that a box of its work pixels shows, as far as it has them. */
function pixelsOf(box: SampleBox, size: FrameSize, picture: FrameSize): SampleBox {
  const across = span(box.left, box.width, picture.width / size.width, picture.width)
  const down = span(box.top, box.height, picture.height / size.height, picture.height)
  return { left: across.from, top: down.from, width: across.length, height: down.length }
}

function span(from: number, length: number, scale: number, size: number): { readonly from: number; readonly length: number } {
  const start = Math.max(0, Math.floor(from * scale))
  return { from: start, length: Math.min(size, Math.ceil((from + length) * scale)) - start }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8ClampedArray<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
