import sharp from 'sharp'
import { colourDifference, labOf, type Lab } from './colour-difference.ts'
import { bestShift, type Plane, similarity } from './compare-planes.ts'
import type { FrameContinuity } from './frame-continuity.ts'

/** Pixels across, for likeness and for motion: noise and grain do not count, nor does what a viewer would not see. */
const LIKENESS_WIDTH = 256
const MOTION_WIDTH = 64
/** Largest jump that is looked for, as a share of the width. */
const FARTHEST = 0.2
/** A shift counts as a jump when it leaves no more than this share of the difference between both pictures. */
const CLEARLY = 0.6

/** Where each trait begins to cost (score 1) and where it is warned of (score 0.5); see docs/stitching.md for how they were found. */
const CONTENT = { seamless: 0.92, warned: 0.65 } as const
const COLOUR = { seamless: 1, warned: 6 } as const
const MOTION = { seamless: 0, warned: 0.06 } as const

/**
 * Compares two pictures (files of any format that sharp reads), such as the last frame of a segment and the first of the next. A jump
 * of the whole picture counts as motion, and what is left when it is undone as content.
 */
export async function continuityOf(before: string, after: string): Promise<FrameContinuity> {
  const { width, height } = await sharp(before).metadata()
  const ratio = height / width
  const [one, other] = [await planeOf(before, LIKENESS_WIDTH, ratio), await planeOf(after, LIKENESS_WIDTH, ratio)]
  const coarse = [await planeOf(before, MOTION_WIDTH, ratio), await planeOf(after, MOTION_WIDTH, ratio)] as const
  const jump = bestShift(coarse[0], coarse[1], Math.round(MOTION_WIDTH * FARTHEST), CLEARLY)
  const motionJump = Math.hypot(jump.x, jump.y) / MOTION_WIDTH
  const ssim = similarity(one, other)
  const scale = LIKENESS_WIDTH / MOTION_WIDTH
  const content = motionJump === 0 ? ssim : Math.max(ssim, similarity(one, other, { x: jump.x * scale, y: jump.y * scale }))
  const difference = colourDifference(await meanColour(before), await meanColour(after))
  const scores = { content: graded(content, CONTENT), colour: graded(difference, COLOUR), motion: graded(motionJump, MOTION) }
  const score = Math.min(scores.content, scores.colour, scores.motion)
  const warning = (['content', 'motion', 'colour'] as const).find((trait) => scores[trait] < 0.5)
  const measured = { score, ssim, colourDifference: difference, motionJump }
  return warning === undefined ? measured : { ...measured, warning }
}

/** A line through 1 at `seamless` and 0.5 at `warned`, kept between 0 and 1. */
function graded(value: number, { seamless, warned }: { readonly seamless: number; readonly warned: number }): number {
  return Math.min(1, Math.max(0, 1 - (0.5 * (value - seamless)) / (warned - seamless)))
}

async function planeOf(path: string, width: number, ratio: number): Promise<Plane> {
  const height = Math.max(8, Math.round(width * ratio))
  const { data } = await sharp(path)
    .removeAlpha()
    .resize(width, height, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width, height, data: Float32Array.from(data) }
}

async function meanColour(path: string): Promise<Lab> {
  const { channels } = await sharp(path).removeAlpha().toColourspace('srgb').stats()
  return labOf(channels[0]?.mean ?? 0, channels[1]?.mean ?? 0, channels[2]?.mean ?? 0)
}
