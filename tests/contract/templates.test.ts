import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, type AspectRatio, frameSize } from 'shared/camera'
import { STYLES, type TemplateId, TEMPLATES } from 'shared/strategy'
import type { MotionEngine, MotionSpec } from '../../server/motion/index.ts'
import { PROMPTS } from '../../server/motion/templates/testing/prompts.ts'
import { framesOf as decodeFrames, type RgbImage, ssim } from '../harness/frames.ts'
import { openEngine, pixelAt, plainPicture, plainSpec, plainTitle, renderWith } from '../harness/motion.ts'
import { probe } from '../harness/probe.ts'

let directory: string
let engine: MotionEngine

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-templates-'))
  engine = await openEngine()
})

afterAll(async () => {
  await engine.close()
  await rm(directory, { recursive: true, force: true })
})

function specOf(text: string, more: Partial<MotionSpec> & { readonly template?: TemplateId } = {}): MotionSpec {
  const { template, ...rest } = more
  return plainSpec({
    title: { ...plainTitle(text), template: template ?? null },
    ...halved('9:16'),
    frameRate: 24,
    frames: 24,
    output: path.join(directory, 'clip.mp4'),
    ...rest,
  })
}

/** Half of 720p each way: small enough to be quick, large enough for the smallest letters. */
function halved(ratio: AspectRatio): { readonly width: number; readonly height: number } {
  const { width, height } = frameSize(ratio, '720p')
  return { width: 2 * Math.round(width / 4), height: 2 * Math.round(height / 4) }
}

describe('a template', () => {
  const cases = TEMPLATES.map((template, index) => ({
    template,
    ratio: ASPECT_RATIOS[index % 4] ?? '1:1',
    style: STYLES[index % 6] ?? 'realistic',
  }))

  it.each(cases)(
    '$template in $ratio and style $style has every frame, enters and stands at the end',
    async ({ template, ratio, style }) => {
      const spec = specOf(PROMPTS[template], { template, style, ...halved(ratio) })
      await renderWith(engine, spec)
      expect(await probe(spec.output)).toMatchObject({ nb_read_frames: '24', width: spec.width, height: spec.height })
      const [first, middle, late, last] = await framesOf(spec, [0, 12, 20, 23])
      expect(likeness(first, last)).toBeLessThan(0.99)
      expect(likeness(middle, last)).toBeGreaterThan(likeness(first, last))
      expect(likeness(late, last)).toBeGreaterThan(0.9)
      expect(last !== undefined && late?.data.every((level, index) => level === last.data[index])).toBe(false)
    },
  )

  it('shows the picture on its card', async () => {
    const picture = path.join(directory, 'red.png')
    await writeFile(
      picture,
      await sharp({ create: { width: 640, height: 480, channels: 3, background: '#d02020' } })
        .png()
        .toBuffer(),
    )
    const spec = specOf(PROMPTS.product_card, { picture: plainPicture({ path: picture, width: 640, height: 480 }) })
    await renderWith(engine, spec)
    const [last] = await framesOf(spec, [23])
    const [red, green] = last === undefined ? [0, 0] : pixelAt(last, 180, 200)
    expect(red).toBeGreaterThan(180)
    expect(green).toBeLessThan(60)
  })
})

describe('words', () => {
  const sentence = 'A quiet harbour at dawn, the water like glass, small boats rocking gently while gulls circle overhead. '
  const long = sentence.repeat(5).slice(0, 500)

  it.each(ASPECT_RATIOS.flatMap((ratio) => ['Run faster', long].map((text) => ({ ratio, text, length: text.length }))))(
    '$length characters long in $ratio are legible',
    async ({ ratio, text }) => {
      const spec = specOf(text, halved(ratio))
      await renderWith(engine, spec)
      const [bare, shown] = await framesOf(spec, [0, 23])
      if (bare === undefined || shown === undefined) throw new Error('a frame is missing')
      const words = whitePixels(shown)
      expect(words.length).toBeGreaterThan(shown.width * shown.height * 0.006)
      const outside = words.filter(({ x, y }) => Math.abs(x / shown.width - 0.5) > 0.452 || Math.abs(y / shown.height - 0.5) > 0.452)
      expect(outside).toEqual([])
      const behind = words.reduce((brightest, { x, y }) => Math.max(brightest, luminance(pixelAt(bare, x, y))), 0)
      expect(1.05 / (behind + 0.05)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it('appear over the first part, one after the other, on frames that are bare at first', async () => {
    const spec = specOf('Waves roll in under a violet sky', { frames: 60, frameRate: 30 })
    await renderWith(engine, spec)
    const white = (await framesOf(spec, [0, 8, 20, 59])).map((frame) => whitePixels(frame).length)
    expect(white[0]).toBe(0)
    expect(white[1]).toBeGreaterThan(0)
    expect(white[2]).toBeGreaterThan((white[1] ?? 0) * 1.5)
    expect(white[3]).toBeGreaterThan(400)
  })

  it('come with emoji in their own colours', async () => {
    const spec = specOf('Fresh ❤️ 🟢 today')
    await renderWith(engine, spec)
    const [last] = await framesOf(spec, [23])
    expect(placesOf(last, (r, g, b) => r > 190 && g < 90 && b < 100).length).toBeGreaterThan(150)
    expect(placesOf(last, (r, g, b) => g > 120 && r < 130 && b < 100).length).toBeGreaterThan(150)
  })
})

describe('an overlay', () => {
  it('moves above the words, and none is there where none is asked for', async () => {
    const bare = specOf('Run faster')
    await renderWith(engine, bare)
    const without = await framesOf(bare, [4, 20])
    await renderWith(engine, { ...bare, overlay: 'confetti' })
    const over = await framesOf(bare, [4, 20])
    expect(without.map((frame) => coralOf(frame).length)).toEqual([0, 0])
    const [early, late] = over.map(coralOf)
    expect(early?.length).toBeGreaterThan(150)
    const before = new Set(early)
    expect(late?.filter((index) => before.has(index)).length).toBeLessThan(0.5 * (late?.length ?? 0))
    expect(whitePixels(over[1]).length).toBeGreaterThan(0.95 * whitePixels(without[1]).length)
  })

  it('flies over a picture without words too', async () => {
    const picture = path.join(directory, 'blue.png')
    await writeFile(
      picture,
      await sharp({ create: { width: 640, height: 480, channels: 3, background: '#2040a0' } })
        .png()
        .toBuffer(),
    )
    const spec = { ...specOf(''), title: null, picture: plainPicture({ path: picture, width: 640, height: 480 }) }
    await renderWith(engine, { ...spec, overlay: 'hearts' })
    const [early, late] = (await framesOf(spec, [2, 22])).map(coralOf)
    expect(early?.length).toBeGreaterThan(150)
    expect(late).not.toEqual(early)
  })
})

async function framesOf(spec: MotionSpec, indices: readonly number[]): Promise<readonly RgbImage[]> {
  return await decodeFrames(spec.output, indices, spec)
}

function likeness(one: RgbImage | undefined, other: RgbImage | undefined): number {
  if (one === undefined || other === undefined) throw new Error('a frame is missing')
  return ssim(one, other)
}

/** The places of the pixels whose levels pass a test, counted row by row. */
function placesOf(image: RgbImage | undefined, test: (r: number, g: number, b: number) => boolean): readonly number[] {
  if (image === undefined) throw new Error('a frame is missing')
  const { data } = image
  const places: number[] = []
  for (let at = 0; at < data.length; at += 3) if (test(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) places.push(at / 3)
  return places
}

function whitePixels(image: RgbImage | undefined): readonly { readonly x: number; readonly y: number }[] {
  const width = image?.width ?? 1
  const places = placesOf(image, (r, g, b) => r > 235 && g > 235 && b > 235)
  return places.map((place) => ({ x: place % width, y: Math.floor(place / width) }))
}

/** Where a frame has the red of confetti and hearts. */
function coralOf(image: RgbImage | undefined): readonly number[] {
  return placesOf(image, (r, g, b) => r > 200 && g < 110 && b < 140)
}

/** Relative luminance (WCAG 2.2) of 8-bit sRGB. */
function luminance(pixel: readonly [number, number, number]): number {
  const [r, g, b] = pixel.map((level) => (level / 255 <= 0.04045 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}
