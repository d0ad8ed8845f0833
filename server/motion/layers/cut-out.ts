import sharp from 'sharp'
import type { FrameSize } from 'shared/camera'
import type { Pixels } from '../sources.ts'
import { applyCoefficients, guidedCoefficients } from './guided-filter.ts'
import { fillHole } from './fill-hole.ts'
import { fillByPullPush } from './pull-push.ts'
import { boxMaximum, boxMean, newRaster, type Raster, resample, rowReader } from './raster.ts'

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
  const radius = Math.max(1, Math.round((REACH_OF_MASK * size.width) / mask.box.width))
  const coefficients = guidedCoefficients(guide, resample(mask.raster, mask.box, size), radius, EPSILON)
  const coverage = applyCoefficients(guide, coefficients)
  for (let index = 0; index < coverage.data.length; index++) coverage.data[index] = levelled(coverage.data[index] ?? 0)
  const box = boxOf(coverage, picture)
  if (box === null) return null
  const { part, behind } = separate(picture, { ...parts(guide, coverage), coefficients, size, box })
  return { part: { ...part, alpha: await softened(part.alpha, part.pixels) }, behind }
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

interface Parts {
  /** Colours of the part, carried on beyond its edge. */
  readonly front: Raster
  /** Colours behind the part, and as the fourth channel how far they replace the picture's. */
  readonly back: Raster
}

function parts(guide: Raster, coverage: Raster): Parts {
  const { width, height } = guide
  const solid = newRaster(width, height, 1)
  const touched = newRaster(width, height, 1)
  for (let index = 0; index < width * height; index++) {
    const value = coverage.data[index] ?? 0
    solid.data[index] = value >= 1 ? 1 : value ** 8 * 1e-3
    touched.data[index] = value > TOUCHED ? 1 : 0
  }
  const hole = boxMaximum(touched, RIM)
  const known = newRaster(width, height, 1)
  for (let index = 0; index < width * height; index++) known.data[index] = 1 - (hole.data[index] ?? 0)
  const filled = fillHole(guide, known)
  const replaced = boxMean(hole, 1)
  const back = newRaster(width, height, 4)
  for (let index = 0; index < width * height; index++) {
    for (let channel = 0; channel < 3; channel++) back.data[index * 4 + channel] = 255 * (filled.data[index * 3 + channel] ?? 0)
    back.data[index * 4 + 3] = replaced.data[index] ?? 0
  }
  const front = fillByPullPush(guide, solid)
  for (let index = 0; index < front.data.length; index++) front.data[index] = 255 * (front.data[index] ?? 0)
  return { front, back }
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The pixels of the picture that a part can show in, with a margin where the picture has room for it. */
function boxOf(coverage: Raster, picture: Pixels): Box | null {
  let [left, right, top, bottom] = [coverage.width, -1, coverage.height, -1]
  for (let row = 0; row < coverage.height; row++)
    for (let column = 0; column < coverage.width; column++) {
      if ((coverage.data[row * coverage.width + column] ?? 0) <= TOUCHED) continue
      left = Math.min(left, column)
      right = Math.max(right, column)
      top = Math.min(top, row)
      bottom = row
    }
  if (right < 0) return null
  const grown = RIM + MARGIN
  const across = span(left - grown, right + 1 + grown, picture.width / coverage.width, picture.width)
  const down = span(top - grown, bottom + 1 + grown, picture.height / coverage.height, picture.height)
  return { left: across.from, top: down.from, width: across.length, height: down.length }
}

function span(from: number, to: number, scale: number, size: number): { readonly from: number; readonly length: number } {
  const start = Math.max(0, Math.floor(from * scale))
  return { from: start, length: Math.min(size, Math.ceil(to * scale)) - start }
}

/** Goes over the part's box once at the picture's own size. */
function separate(
  picture: Pixels,
  { coefficients, front, back, size, box }: Parts & { readonly coefficients: Raster; readonly size: FrameSize; readonly box: Box },
): { readonly part: CutOut; readonly behind: Pixels } {
  const { left, top, width, height } = box
  const [across, down] = [size.width / picture.width, size.height / picture.height]
  const seen = { x: left * across, y: top * down, width: width * across, height: height * down }
  const [weights, fronts, backs] = [coefficients, front, back].map((raster) => rowReader(raster, seen, box))
  const behind = Buffer.from(picture.data)
  const pixels = Buffer.alloc(width * height * 3)
  const alpha = Buffer.alloc(width * height)
  if (weights === undefined || fronts === undefined || backs === undefined) throw new RangeError('a raster is missing')
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
      alpha[row * width + column] = Math.round(255 * share)
      for (let channel = 0; channel < 3; channel++) {
        const level = picture.data[from + channel] ?? 0
        const own = before[column * 3 + channel] ?? 0
        const fill = after[column * 4 + channel] ?? 0
        pixels[to + channel] = share === 1 ? level : clamped(own + share * (level - share * own - (1 - share) * fill))
        behind[from + channel] = clamped(level + replaced * (fill - level))
      }
    }
  }
  return { part: { left, top, pixels: { data: pixels, width, height }, alpha }, behind: { ...picture, data: behind } }
}

function clamped(level: number): number {
  return Math.min(255, Math.max(0, Math.round(level)))
}
