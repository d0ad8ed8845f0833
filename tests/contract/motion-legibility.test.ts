import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, frameSize } from 'shared/camera'
import { STYLES, TEMPLATES } from 'shared/strategy'
import type { MotionPicture, MotionSpec } from '../../server/motion/spec.ts'
import { type Darkroom, openDarkroom, type Planes } from '../../server/motion/testing/darkroom.ts'
import { graphOf } from '../../server/motion/templates/graph.ts'
import type { Leaf } from '../../server/motion/templates/node.ts'
import { prepareGraph } from '../../server/motion/templates/prepare-template.ts'
import { keep, PROMPTS, specOf } from '../../server/motion/templates/testing/prompts.ts'

let darkroom: Darkroom
let directory: string
let white: MotionPicture

beforeAll(async () => {
  darkroom = await openDarkroom()
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-legibility-'))
  const file = path.join(directory, 'white.png')
  await writeFile(
    file,
    await sharp({ create: { width: 300, height: 300, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer(),
  )
  white = { path: file, width: 300, height: 300, focus: null, subject: null, mask: null, depth: null }
})

afterAll(() => rm(directory, { recursive: true, force: true }))

/** WCAG 2.2, SC 1.4.3. */
const CONTRAST = 4.5
/** Of a letter's inside; what is left are the ends of hairlines, thinner than the pixels of a test's small frame. */
const SHARE = 0.97
/** Pixels of a tile's side: a few letters of the smallest words. */
const TILE = 20
/** Levels of luma that words change at least. */
const FAINTEST = 16

describe('words', () => {
  const cases = TEMPLATES.flatMap((template, index) =>
    STYLES.filter((_, order) => (order + index) % 3 === 0).map((style, order) => ({
      template,
      style,
      ratio: ASPECT_RATIOS[(index + order) % 4] ?? '1:1',
    })),
  )

  it.each(cases)('of $template in style $style and $ratio stand out from what is behind them', async ({ template, style, ratio }) => {
    const spec = specOf(PROMPTS[template], { template, style, ...small(ratio) })
    expect(await legibleShare(spec)).toBeGreaterThanOrEqual(SHARE)
  })

  it.each(['product_card', 'offer', 'quote'] as const)('of %s stand out from a white picture', async (template) => {
    const spec = specOf(PROMPTS[template], { template, ...small('9:16'), picture: white })
    expect(await legibleShare(spec)).toBeGreaterThanOrEqual(SHARE)
  })
})

function small(ratio: (typeof ASPECT_RATIOS)[number]): { readonly width: number; readonly height: number } {
  const { width, height } = frameSize(ratio, '720p')
  return { width: width / 2, height: height / 2 }
}

/** Of the pixels inside of letters in a late frame, how many have the contrast against the same frame without words. */
async function legibleShare(spec: MotionSpec): Promise<number> {
  const graph = graphOf(spec)
  const isWord = ({ kind }: Leaf): boolean => kind === 'text'
  const shown = await photograph(spec, graph)
  const bare = await photograph(spec, { ...graph, nodes: keep(graph.nodes, (leaf) => !isWord(leaf)) })
  const { width } = spec
  const change = shown.y.map((level, index) => Math.abs(level - (bare.y[index] ?? 0)))
  const strongest = strongestNearby(change, spec)
  let [letters, legible] = [0, 0]
  for (let index = 0; index < change.length; index++) {
    const threshold = Math.max(FAINTEST, 0.45 * (strongest(index) ?? 0))
    if ((change[index] ?? 0) <= threshold) continue
    if (![-1, 1, -width, width].every((step) => (change[index + step] ?? 0) > threshold)) continue
    letters += 1
    if (contrast(luminance(shown, index, width), luminance(bare, index, width)) >= CONTRAST) legible += 1
  }
  expect(letters).toBeGreaterThan(200)
  return legible / letters
}

/** The strongest change in the square tile of a pixel: words of the second rank are held against themselves, not against the title. */
function strongestNearby(change: Uint8Array, { width }: MotionSpec): (index: number) => number | undefined {
  const tiles = Math.ceil(width / TILE)
  const tileOf = (index: number): number => Math.floor(index / width / TILE) * tiles + Math.floor((index % width) / TILE)
  const strongest = new Uint8Array(tileOf(change.length - 1) + 1)
  for (let index = 0; index < change.length; index++) {
    const tile = tileOf(index)
    strongest[tile] = Math.max(strongest[tile] ?? 0, change[index] ?? 0)
  }
  return (index) => strongest[tileOf(index)]
}

async function photograph(spec: MotionSpec, graph: ReturnType<typeof graphOf>): Promise<Planes> {
  const mark = darkroom.arena.mark
  const prepared = await prepareGraph(darkroom, spec, graph)
  if (!prepared.ok) throw new Error(prepared.problem.detail)
  const { sources, draw } = prepared.value
  const planes = darkroom.render({ width: spec.width, height: spec.height }, sources, draw(spec.frames - 2))
  darkroom.arena.release(mark)
  return planes
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

/** Relative luminance (WCAG 2.2) of a pixel of BT.709 limited-range planes. */
function luminance({ y, u, v }: Planes, index: number, width: number): number {
  const chroma = Math.floor(Math.floor(index / width) / 2) * (width / 2) + Math.floor((index % width) / 2)
  const luma = (((y[index] ?? 0) - 16) * 255) / 219
  const [cb, cr] = [(((u[chroma] ?? 0) - 128) * 255) / 224, (((v[chroma] ?? 0) - 128) * 255) / 224]
  const [r, g, b] = [luma + 1.5748 * cr, luma - 0.1873 * cb - 0.4681 * cr, luma + 1.8556 * cb].map(linear)
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

function linear(level: number): number {
  const share = Math.min(1, Math.max(0, level / 255))
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
