import sharp from 'sharp'
import { judgeMask } from './judge-mask.ts'
import type { Grid, Network } from './network.ts'
import type { Subject } from './protocol.ts'

/** Side of what U-2-Net sees, and of the masks that are kept. */
export const SUBJECT_SIDE = 320
/** Side of what Depth Anything V2 sees: a multiple of its patches of 14 pixels. */
export const DEPTH_SIDE = 518

/** A picture with so much of it transparent was cut out already. */
const CLEAR_SHARE = 0.05

/**
 * Finds what a picture is of. A picture that is transparent around its subject brings its mask along; of any other the network says how
 * much each pixel belongs to what stands out.
 */
export async function findSubject(picture: string, network: () => Promise<Network>): Promise<Subject> {
  const raw = (await ownMask(picture)) ?? (await (await network()).run(picture))
  const { box, mask, quality, refusal } = judgeMask(raw)
  return { box, mask: await greyPng(mask, (value) => value * 255), quality, accepted: refusal === null, refusal }
}

/** Finds how near everything in a picture is: the network's inverse depth, stretched from black (farthest) to white. */
export async function findDepth(picture: string, network: () => Promise<Network>): Promise<string> {
  const depth = await (await network()).run(picture)
  const [least, most] = rangeOf(depth.values)
  return await greyPng(depth, (value) => (255 * (value - least)) / Math.max(Number.EPSILON, most - least))
}

async function ownMask(picture: string): Promise<Grid | null> {
  const { hasAlpha } = await sharp(picture).metadata()
  if (!hasAlpha) return null
  const alpha = await sharp(picture)
    .ensureAlpha()
    .extractChannel('alpha')
    .resize(SUBJECT_SIDE, SUBJECT_SIDE, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
  const values = Float32Array.from(alpha, (value) => value / 255)
  const clear = values.reduce((count, value) => (value < 0.5 ? count + 1 : count), 0)
  return clear < CLEAR_SHARE * values.length ? null : { width: SUBJECT_SIDE, height: SUBJECT_SIDE, values }
}

function rangeOf(values: Float32Array): [number, number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
}

async function greyPng({ width, height, values }: Grid, level: (value: number) => number): Promise<string> {
  const pixels = Buffer.from(Uint8ClampedArray.from(values, level))
  const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 9 })
    .toBuffer()
  return png.toString('base64')
}
