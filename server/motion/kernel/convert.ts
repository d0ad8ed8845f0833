/** BT.709 luma weights (ITU-R BT.709-6, item 3.2) and limited range: 219 steps of luma from 16, 224 of chroma around 128. */
const RED: f64 = 0.2126
const GREEN: f64 = 0.7152
const BLUE: f64 = 0.0722
const LUMA: f64 = 219.0 / 255.0
const CHROMA: f64 = 224.0 / 255.0

/** Q6 samples from 8-bit levels with 16 more bits for the weights. */
const LUMA_UNIT: f64 = 64 * 65536
/** The chroma sums below weigh a pixel eightfold. */
const CHROMA_UNIT: f64 = 8 * 65536

const Y_R: i32 = <i32>Math.round(RED * LUMA * LUMA_UNIT)
const Y_G: i32 = <i32>Math.round(GREEN * LUMA * LUMA_UNIT)
const Y_B: i32 = <i32>Math.round(BLUE * LUMA * LUMA_UNIT)
const CB_R: i32 = <i32>Math.round(((-RED / (2 - 2 * BLUE)) * CHROMA) * CHROMA_UNIT)
const CB_B: i32 = <i32>Math.round(0.5 * CHROMA * CHROMA_UNIT)
const CB_G: i32 = -CB_R - CB_B
const CR_B: i32 = <i32>Math.round(((-BLUE / (2 - 2 * RED)) * CHROMA) * CHROMA_UNIT)
const CR_R: i32 = <i32>Math.round(0.5 * CHROMA * CHROMA_UNIT)
const CR_G: i32 = -CR_R - CR_B
const HALF: i32 = 1 << 15
const BLACK: i32 = ((16 * 64) << 16) + HALF
const GREY: i32 = ((128 * 64) << 16) + HALF

/**
 * Turns 8-bit RGB into Q6 planes of BT.709 limited-range YUV 4:2:0. Chroma lies where MPEG-2 and x264's default put it: on every other
 * column (filtered 1-2-1 across), between two rows (their mean).
 * @param rgb interleaved, `width * 3` bytes a row
 * @param y, u, v address of the first sample of each plane; strides in bytes
 */
export function pictureToPlanes(rgb: usize, width: i32, height: i32, y: usize, yStride: i32, u: usize, v: usize, chromaStride: i32): void {
  const rowBytes = <usize>width * 3
  for (let j = 0; j < height; j++) lumaRow(rgb + <usize>j * rowBytes, width, y + <usize>(j * yStride))
  for (let j = 0; j < height; j += 2) {
    const upper = rgb + <usize>j * rowBytes
    const lower = j + 1 < height ? upper + rowBytes : upper
    const shift = <usize>((j >> 1) * chromaStride)
    chromaRow(upper, lower, width, u + shift, v + shift)
  }
}

function lumaRow(from: usize, width: i32, to: usize): void {
  const end = to + (<usize>width << 1)
  for (; to < end; to += 2) {
    const r = <i32>load<u8>(from)
    const g = <i32>load<u8>(from, 1)
    const b = <i32>load<u8>(from, 2)
    store<i16>(to, <i16>((r * Y_R + g * Y_G + b * Y_B + BLACK) >> 16))
    from += 3
  }
}

// @ts-ignore: decorator
@inline
function column(upper: usize, lower: usize, at: usize): i32 {
  return <i32>load<u8>(upper + at) + <i32>load<u8>(lower + at)
}

function chromaRow(upper: usize, lower: usize, width: i32, u: usize, v: usize): void {
  for (let i = 0; i < width; i += 2) {
    const at = <usize>i * 3
    const before = <usize>max(0, i - 1) * 3
    const after = <usize>min(width - 1, i + 1) * 3
    const r = column(upper, lower, before) + 2 * column(upper, lower, at) + column(upper, lower, after)
    const g = column(upper, lower, before + 1) + 2 * column(upper, lower, at + 1) + column(upper, lower, after + 1)
    const b = column(upper, lower, before + 2) + 2 * column(upper, lower, at + 2) + column(upper, lower, after + 2)
    store<i16>(u + <usize>i, <i16>((r * CB_R + g * CB_G + b * CB_B + GREY) >> 16))
    store<i16>(v + <usize>i, <i16>((r * CR_R + g * CR_G + b * CR_B + GREY) >> 16))
  }
}

/**
 * Turns 8-bit coverage (one byte a pixel) into a Q6 plane at luma's size and one at chroma's, sited like the chroma of `pictureToPlanes`.
 */
export function coverageToPlanes(
  from: usize,
  width: i32,
  height: i32,
  luma: usize,
  lumaStride: i32,
  chroma: usize,
  chromaStride: i32,
): void {
  for (let j = 0; j < height; j++) {
    const upper = from + <usize>(j * width)
    const row = luma + <usize>(j * lumaStride)
    for (let i = 0; i < width; i++) store<i16>(row + (<usize>i << 1), <i16>load<u8>(upper + <usize>i) << 6)
    if (j & 1) continue
    const lower = j + 1 < height ? upper + <usize>width : upper
    const half = chroma + <usize>((j >> 1) * chromaStride)
    for (let i = 0; i < width; i += 2) {
      const sides = column(upper, lower, <usize>max(0, i - 1)) + column(upper, lower, <usize>min(width - 1, i + 1))
      store<i16>(half + <usize>i, <i16>((sides + 2 * column(upper, lower, <usize>i)) << 3))
    }
  }
}

/** Repeats the outermost samples of a plane `padding` samples far on every side. */
export function repeatEdges(plane: usize, stride: i32, width: i32, height: i32, padding: i32): void {
  for (let j = 0; j < height; j++) {
    const row = plane + <usize>(j * stride)
    const first = load<i16>(row)
    const last = load<i16>(row + (<usize>(width - 1) << 1))
    for (let k = 1; k <= padding; k++) {
      store<i16>(row - (<usize>k << 1), first)
      store<i16>(row + (<usize>(width - 1 + k) << 1), last)
    }
  }
  const bytes = <usize>(width + 2 * padding) << 1
  const top = plane - (<usize>padding << 1)
  const bottom = top + <usize>((height - 1) * stride)
  for (let k = 1; k <= padding; k++) {
    memory.copy(top - <usize>(k * stride), top, bytes)
    memory.copy(bottom + <usize>(k * stride), bottom, bytes)
  }
}
