import sharp, { type Sharp } from 'sharp'
import type { FrameSize } from 'shared/camera'
import type { CutOut } from './cut-out.ts'

/** A copy of a layer out of focus, much smaller than it: nothing fine is left in it. */
export interface Defocused extends FrameSize {
  /** How far out of focus it is: 1 is fully. */
  readonly loss: number
  /** The box of the picture that it shows, in pixels of the picture. */
  readonly box: { readonly left: number; readonly top: number } & FrameSize
  readonly data: Buffer
  readonly alpha: Buffer | null
}

/** Copies, each of twice the blur of the one before; between them frames are faded. */
const COPIES = 3
/** Standard deviation that is left in a copy's own pixels: enough for it to be enlarged without steps. */
const OWN_DEVIATION = 1.6
/** Standard deviations beyond which nothing of a blurred edge is seen. */
const REACH = 3

/**
 * Copies of a layer at rising loss of focus.
 * @param picture size of the picture that the layer is a part of, in pixels
 * @param layer a part with its alpha, or the whole picture, which is opaque
 * @param full standard deviation of the blur of what is fully out of focus, in pixels of the picture
 */
export async function defocused(
  picture: FrameSize,
  layer: CutOut | { readonly data: Buffer },
  full: number,
): Promise<readonly Defocused[]> {
  return await Promise.all(
    Array.from({ length: COPIES }, (_, index) => {
      const loss = 1 / 2 ** (COPIES - 1 - index)
      return 'alpha' in layer ? blurredPart(picture, layer, loss, full) : blurredWhole(picture, layer.data, loss, full)
    }),
  )
}

async function blurredWhole(picture: FrameSize, data: Buffer, loss: number, full: number): Promise<Defocused> {
  const pixels = sharp(data, { raw: { ...picture, channels: 3 } })
  const small = shrunk(picture, loss * full)
  const soft = await pixels.resize(small.width, small.height, { fit: 'fill' }).blur(small.deviation).raw().toBuffer()
  return { width: small.width, height: small.height, loss, box: { left: 0, top: 0, ...picture }, data: soft, alpha: null }
}

async function blurredPart(picture: FrameSize, { left, top, pixels, alpha }: CutOut, loss: number, full: number): Promise<Defocused> {
  const reach = Math.ceil(REACH * loss * full)
  const { width, height } = pixels
  const right = picture.width - left - width
  const bottom = picture.height - top - height
  // Where a part goes on beyond the picture there is nothing to see, and its edge must not fade.
  const clear = { left: left > 0 ? reach : 0, top: top > 0 ? reach : 0, right: right > 0 ? reach : 0, bottom: bottom > 0 ? reach : 0 }
  const whole = { width: width + clear.left + clear.right, height: height + clear.top + clear.bottom }
  const small = shrunk(whole, loss * full)
  const joined = sharp(pixels.data, { raw: { width, height, channels: 3 } }).joinChannel(alpha, { raw: { width, height, channels: 1 } })
  const rgba = await joined.raw().toBuffer()
  const extended = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .extend({ ...clear, background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .raw()
    .toBuffer()
  const soft = sharp(extended, { raw: { ...whole, channels: 4 } }).resize(small.width, small.height, { fit: 'fill' })
  const [colours, covers] = await Promise.all([
    bytes(soft.clone().blur(small.deviation).removeAlpha()),
    bytes(soft.clone().blur(small.deviation).extractChannel(3)),
  ])
  const box = { left: left - clear.left, top: top - clear.top, ...whole }
  return { width: small.width, height: small.height, loss, box, data: colours, alpha: covers }
}

/** The size at which a blur is as small as a copy's own pixels bear. */
function shrunk({ width, height }: FrameSize, deviation: number): FrameSize & { readonly deviation: number } {
  const scale = Math.min(1, OWN_DEVIATION / deviation)
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    deviation: Math.max(0.3, deviation * scale),
  }
}

async function bytes(pipeline: Sharp): Promise<Buffer> {
  return await pipeline.raw({ depth: 'uchar' }).toBuffer()
}
