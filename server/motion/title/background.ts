import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { type FrameSize, mulberry32, type Point } from 'shared/camera'
import type { Pixels } from '../sources.ts'

/** The house's pastel neon, as lights in two corners ... */
const VIOLET = '123, 97, 255'
const AZURE = '123, 215, 255'
const LILAC = '206, 160, 255'
/** ... on the same hues deep enough for white words to stand out (WCAG 2.2 SC 1.4.3, 4.5:1). */
const DEEP_VIOLET = '#3f25c4'
const DEEP_AZURE = '#1765ad'
/** Night behind the words, where the lights reach them. */
const INK = '20, 12, 64'
const INK_STRENGTH = 0.42
/** How far the night reaches from the middle at least, as a share of each side. */
const REACH = 0.62
/** Finer than one level of 8 bits: hides the steps of a gradient. */
const GRAIN = 1.2

/**
 * The card without its words: a gradient with soft lights in three corners, darkened where the words will lie.
 * @param block size of the words' box in the middle, as shares of the frame
 */
export function drawBackground(size: FrameSize, block: { readonly width: number; readonly height: number }, seed: number): Pixels {
  const { width, height } = size
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const random = mulberry32(seed)
  const gradient = context.createLinearGradient(0, 0, width, height)
  gradient.addColorStop(0, DEEP_VIOLET)
  gradient.addColorStop(1, DEEP_AZURE)
  context.fillStyle = gradient
  context.fillRect(0, 0, width, height)
  const reach = Math.hypot(width, height) / 2
  glow(context, size, { x: 0.1 * random(), y: 0.1 * random() }, reach, VIOLET, 0.95)
  glow(context, size, { x: 1 - 0.1 * random(), y: 1 - 0.1 * random() }, reach, AZURE, 0.9)
  glow(context, size, { x: 0.9 + 0.1 * random(), y: 0.15 * random() }, reach * 0.8, LILAC, 0.4)
  darken(context, size, block)
  const rgba = context.getImageData(0, 0, width, height).data
  return { width, height, data: grained(rgba, random) }
}

function glow(context: SKRSContext2D, size: FrameSize, at: Point, reach: number, colour: string, strength: number): void {
  context.fillStyle = falloff(context, { x: at.x * size.width, y: at.y * size.height, reach, even: 0 }, colour, strength)
  context.fillRect(0, 0, size.width, size.height)
}

/** A radial gradient that is even up to a share of its reach, then fades like a raised cosine, so that no ring is seen. */
function falloff(
  context: SKRSContext2D,
  { x, y, reach, even }: { readonly x: number; readonly y: number; readonly reach: number; readonly even: number },
  colour: string,
  strength: number,
): ReturnType<SKRSContext2D['createRadialGradient']> {
  const gradient = context.createRadialGradient(x, y, 0, x, y, reach)
  for (let step = 0; step <= 16; step++) {
    const alpha = (strength * (1 + Math.cos((Math.PI * step) / 16))) / 2
    gradient.addColorStop(even + ((1 - even) * step) / 16, `rgba(${colour}, ${alpha.toFixed(4)})`)
  }
  return gradient
}

/** An ellipse of night in the middle: even behind the words, then fading out towards the corners, where the lights are. */
function darken(context: SKRSContext2D, { width, height }: FrameSize, block: { readonly width: number; readonly height: number }): void {
  // The ellipse through a box's corners is wider than the box by the square root of two.
  const words = { x: (block.width * width) / Math.SQRT2, y: (block.height * height) / Math.SQRT2 }
  const reach = { x: Math.max(words.x * 1.5, REACH * width), y: Math.max(words.y * 1.5, REACH * height) }
  const even = Math.max(words.x / reach.x, words.y / reach.y)
  context.save()
  context.translate(width / 2, height / 2)
  context.scale(reach.x, reach.y)
  context.fillStyle = falloff(context, { x: 0, y: 0, reach: 1, even }, INK, INK_STRENGTH)
  context.fillRect(-width, -height, 2 * width, 2 * height)
  context.restore()
}

/** Triangular noise of a level, equal in all channels, on pixels without their alpha. */
function grained(rgba: Uint8ClampedArray, random: () => number): Buffer {
  const pixels = rgba.length / 4
  const rgb = new Uint8ClampedArray(pixels * 3)
  for (let index = 0; index < pixels; index++) {
    const noise = GRAIN * (random() - random())
    rgb[index * 3] = (rgba[index * 4] ?? 0) + noise
    rgb[index * 3 + 1] = (rgba[index * 4 + 1] ?? 0) + noise
    rgb[index * 3 + 2] = (rgba[index * 4 + 2] ?? 0) + noise
  }
  return Buffer.from(rgb.buffer)
}
