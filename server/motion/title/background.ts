import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { type FrameSize, mulberry32 } from 'shared/camera'
import type { Pixels } from '../prepare-picture.ts'

/** The house's pastel neon, from corner to corner. */
const FROM = '#7b61ff'
const TO = '#7bd7ff'
/** Night behind the words: dark enough over either colour for white to stand out (WCAG 2.2 SC 1.4.3, 4.5:1). */
const INK = '18, 11, 48'
const INK_STRENGTH = 0.66
/** How far the darkness reaches beyond the words before it is gone, as a share of the frame's shorter side. */
const FALLOFF = 0.3
/** Finer than one level of 8 bits: hides the steps of a gradient. */
const GRAIN = 1.2

/**
 * The card without its words: a gradient with two soft lights, darkened where the words will lie.
 * @param block the words' box, as shares of the frame
 */
export function drawBackground(
  size: FrameSize,
  block: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  seed: number,
): Pixels {
  const { width, height } = size
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const random = mulberry32(seed)
  const gradient = context.createLinearGradient(0, 0, width, height)
  gradient.addColorStop(0, FROM)
  gradient.addColorStop(1, TO)
  context.fillStyle = gradient
  context.fillRect(0, 0, width, height)
  const reach = Math.hypot(width, height) / 2
  glow(context, size, { x: 0.75 + 0.2 * random(), y: 0.02 + 0.2 * random() }, reach, '214, 190, 255', 0.55)
  glow(context, size, { x: 0.02 + 0.2 * random(), y: 0.8 + 0.18 * random() }, reach, '92, 60, 232', 0.75)
  darken(context, size, block)
  const rgba = context.getImageData(0, 0, width, height).data
  return { width, height, data: grained(rgba, random) }
}

function glow(context: SKRSContext2D, size: FrameSize, at: { x: number; y: number }, reach: number, colour: string, strength: number): void {
  const [x, y] = [at.x * size.width, at.y * size.height]
  context.fillStyle = falloff(context, x, y, reach, colour, strength)
  context.fillRect(0, 0, size.width, size.height)
}

/** A radial gradient that fades like a raised cosine, so that no ring is seen where it ends. */
function falloff(context: SKRSContext2D, x: number, y: number, reach: number, colour: string, strength: number): ReturnType<SKRSContext2D['createRadialGradient']> {
  const gradient = context.createRadialGradient(x, y, 0, x, y, reach)
  for (let step = 0; step <= 16; step++) {
    const alpha = (strength * (1 + Math.cos((Math.PI * step) / 16))) / 2
    gradient.addColorStop(step / 16, `rgba(${colour}, ${alpha.toFixed(4)})`)
  }
  return gradient
}

function darken(context: SKRSContext2D, size: FrameSize, block: { x: number; y: number; width: number; height: number }): void {
  const shorter = Math.min(size.width, size.height)
  context.save()
  context.filter = `blur(${(FALLOFF * shorter) / 3}px)`
  context.fillStyle = `rgba(${INK}, ${INK_STRENGTH})`
  const spread = (FALLOFF * shorter) / 2.2
  context.beginPath()
  context.roundRect(
    block.x * size.width - spread,
    block.y * size.height - spread,
    block.width * size.width + 2 * spread,
    block.height * size.height + 2 * spread,
    spread,
  )
  context.fill()
  context.restore()
}

/** Triangular noise of a level, equal in all channels, on pixels without their alpha. */
function grained(rgba: Uint8ClampedArray, random: () => number): Uint8Array {
  const pixels = rgba.length / 4
  const rgb = new Uint8ClampedArray(pixels * 3)
  for (let index = 0; index < pixels; index++) {
    const noise = GRAIN * (random() - random())
    rgb[index * 3] = (rgba[index * 4] ?? 0) + noise
    rgb[index * 3 + 1] = (rgba[index * 4 + 1] ?? 0) + noise
    rgb[index * 3 + 2] = (rgba[index * 4 + 2] ?? 0) + noise
  }
  return new Uint8Array(rgb.buffer)
}
