import { readFile } from 'node:fs/promises'
import { createCanvas, LottieAnimation } from '@napi-rs/canvas'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { type Desk, placeRgba } from '../../sources.ts'
import type { LottieNode } from '../node.ts'
import { MARGIN, type Sprite } from './rasterise.ts'

/** All frames of one animation together take at most this much of the shared memory. */
const BUDGET = 96 * 1024 * 1024
/** Of a pixel with alpha, as planes: luma and its alpha at 2 bytes, chroma and its alpha at a quarter of that each. */
const BYTES_PER_PIXEL = 5.5
/** Fewer a second look like a slide show; then the pictures are made smaller instead. */
const FEWEST_PER_SECOND = 12

/** An animation as pictures that follow each other, and how many of them are shown in a second. */
export interface Flipbook {
  readonly sprites: readonly Sprite[]
  readonly frameRate: number
}

/**
 * Draws a Lottie file once, at as many frames a second as memory allows.
 * Problems: `media_invalid` where it cannot be read.
 */
export async function rasteriseLottie(
  desk: Desk,
  node: LottieNode,
  most: { frameRate: number; seconds: number },
): Promise<Outcome<Flipbook>> {
  const animation = await load(node.file)
  if (animation === null) return refuse('media_invalid', 'The animation could not be read.')
  const fit = Math.min(node.width / animation.width, node.height / animation.height)
  const length = Math.min(animation.duration, most.seconds)
  const plan = planFrames({ width: animation.width * fit, height: animation.height * fit }, length, Math.min(animation.fps, most.frameRate))
  const inner = {
    width: 2 * Math.ceil((animation.width * fit * plan.density) / 2),
    height: 2 * Math.ceil((animation.height * fit * plan.density) / 2),
  }
  const size = { width: inner.width + 2 * MARGIN, height: inner.height + 2 * MARGIN }
  const context = createCanvas(size.width, size.height).getContext('2d')
  const sprites = Array.from({ length: plan.frames }, (_, index): Sprite => {
    context.clearRect(0, 0, size.width, size.height)
    animation.seekTime(index / plan.frameRate)
    animation.render(context, { x: MARGIN, y: MARGIN, width: inner.width, height: inner.height })
    const data = Buffer.from(context.getImageData(0, 0, size.width, size.height).data.buffer)
    return { source: placeRgba(desk, { ...size, data }), ...size, x: size.width / 2, y: size.height / 2, density: plan.density }
  })
  return succeed({ sprites, frameRate: plan.frameRate })
}

/** How many frames of which size keep to the budget: fewer frames first, then smaller ones. */
export function planFrames(
  size: { readonly width: number; readonly height: number },
  seconds: number,
  frameRate: number,
): { readonly frames: number; readonly frameRate: number; readonly density: number } {
  const bytes = size.width * size.height * BYTES_PER_PIXEL
  const wished = Math.min(frameRate, BUDGET / bytes / seconds)
  const rate = Math.max(Math.min(FEWEST_PER_SECOND, frameRate), wished)
  const frames = Math.max(1, Math.round(rate * seconds))
  return { frames, frameRate: frames / seconds, density: Math.min(1, Math.sqrt(BUDGET / bytes / frames)) }
}

async function load(file: string): Promise<LottieAnimation | null> {
  try {
    const animation = LottieAnimation.loadFromData(await readFile(file))
    return animation.width > 0 && animation.height > 0 && animation.duration > 0 ? animation : null
  } catch {
    return null
  }
}
