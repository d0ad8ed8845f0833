import { createCanvas } from '@napi-rs/canvas'
import { type FrameSize, mulberry32 } from 'shared/camera'
import type { Pixels } from '../../sources.ts'
import type { Backdrop } from '../node.ts'

/** Finer than two levels of 8 bits: hides the steps of a gradient. */
const GRAIN = 1.6

/** The gradient behind everything, with a little noise. */
export function paintBackdrop({ from, to, angle }: Backdrop, { width, height }: FrameSize, seed: number): Pixels {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const turn = (angle * Math.PI) / 180
  const reach = (Math.abs(Math.cos(turn)) * width + Math.abs(Math.sin(turn)) * height) / 2
  const [across, down] = [Math.cos(turn) * reach, Math.sin(turn) * reach]
  const gradient = context.createLinearGradient(width / 2 - across, height / 2 - down, width / 2 + across, height / 2 + down)
  gradient.addColorStop(0, from)
  gradient.addColorStop(1, to)
  context.fillStyle = gradient
  context.fillRect(0, 0, width, height)
  return { width, height, data: grained(context.getImageData(0, 0, width, height).data, mulberry32(seed)) }
}

/** Triangular noise, equal in all channels, on pixels without their alpha. */
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
