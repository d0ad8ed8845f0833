import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, frameSize } from 'shared/camera'
import type { MotionEngine, MotionSpec } from '../../server/motion/index.ts'
import { frameOf, type RgbImage } from '../harness/frames.ts'
import { openEngine, pixelAt, plainSpec, plainTitle, renderWith } from '../harness/motion.ts'

let directory: string
let engine: MotionEngine

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-title-'))
  engine = await openEngine()
})

afterAll(async () => {
  await engine.close()
  await rm(directory, { recursive: true, force: true })
})

function specOf(text: string, more: Partial<MotionSpec>): MotionSpec {
  return plainSpec({
    title: plainTitle(text),
    ...frameSize('9:16', '720p'),
    frames: 30,
    output: path.join(directory, 'title.mp4'),
    ...more,
  })
}

/** Half of what EBU R 95 calls safe for graphics: 5 % of each side stay free. */
const GRAPHICS_SAFE = 0.45

describe('a title card', () => {
  const sentence = 'A quiet harbour at dawn, the water like glass, small boats rocking gently while gulls circle overhead. '
  const long = sentence.repeat(5).slice(0, 500)

  it.each(ASPECT_RATIOS.flatMap((ratio) => ['Run faster', long].map((text) => ({ ratio, text, length: text.length }))))(
    'of $length characters in $ratio is legible',
    async ({ ratio, text }) => {
      const spec = specOf(text, { ...frameSize(ratio, '720p'), frameRate: 24, frames: 24 })
      await renderWith(engine, spec)
      const [bare, shown] = [await frameOf(spec.output, 0), await frameOf(spec.output, 23)]
      const words = whitePixels(shown)
      expect(words.length).toBeGreaterThan(shown.width * shown.height * 0.01)
      const outside = words.filter(
        ({ x, y }) => Math.abs(x / shown.width - 0.5) > GRAPHICS_SAFE || Math.abs(y / shown.height - 0.5) > GRAPHICS_SAFE,
      )
      expect(outside).toEqual([])
      const behind = words.reduce((brightest, { x, y }) => Math.max(brightest, luminance(pixelAt(bare, x, y))), 0)
      expect(1.05 / (behind + 0.05)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it('reveals its words over the first part and keeps moving', async () => {
    const spec = specOf('Waves roll in under a violet sky', { frames: 60 })
    await renderWith(engine, spec)
    const frames = await Promise.all([0, 12, 45, 59].map((index) => frameOf(spec.output, index)))
    const white = frames.map((frame) => whitePixels(frame).length)
    expect(white[0]).toBe(0)
    expect(white[2]).toBeGreaterThan(1000)
    const [, , third, last] = frames
    expect(third?.data).not.toEqual(last?.data)
  })
})

function whitePixels({ data, width, height }: RgbImage): readonly { readonly x: number; readonly y: number }[] {
  const found: { x: number; y: number }[] = []
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      if ((data[at] ?? 0) > 235 && (data[at + 1] ?? 0) > 235) found.push({ x, y })
    }
  return found
}

/** Relative luminance (WCAG 2.2) of 8-bit sRGB. */
function luminance(pixel: readonly [number, number, number]): number {
  const [r, g, b] = pixel.map((level) => (level / 255 <= 0.04045 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}
