import { beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, frameSize, invert, nearestAspectRatio, project } from 'shared/camera'
import { safeZone, TEMPLATES } from 'shared/strategy'
import { openDarkroom, type Darkroom } from '../testing/darkroom.ts'
import type { Draw } from '../scene.ts'
import type { MotionSpec } from '../spec.ts'
import { compile } from './compile.ts'
import { graphOf } from './graph.ts'
import { MARGIN } from './raster/rasterise.ts'
import { SMALLEST_TEXT } from '../../drawing/index.ts'
import { keep, leavesOf, LONG, PROMPTS, SCRIPTS, specOf } from './testing/prompts.ts'

let darkroom: Darkroom

beforeAll(async () => {
  darkroom = await openDarkroom()
})

const half = (ratio: (typeof ASPECT_RATIOS)[number]) => {
  const { width, height } = frameSize(ratio, '720p')
  return { width: width / 2, height: height / 2 }
}
const TEXTS = [...Object.values(SCRIPTS), LONG, 'Run faster', 'x'.repeat(500), 'مرحبا بالعالم '.repeat(30).trim(), '漢字'.repeat(120)]

/** Boxes of the words that are seen at some times, as shares of the frame; opacity above a half. */
async function wordBoxes(spec: MotionSpec, times: readonly number[]) {
  const { width, height, frameRate, frames, picture } = spec
  const mark = darkroom.arena.mark
  const nodes = keep(graphOf(spec).nodes, ({ kind }) => kind === 'text')
  const compiled = await compile(darkroom, nodes, { frame: { width, height }, frameRate, seconds: frames / frameRate, picture })
  darkroom.arena.release(mark)
  if (!compiled.ok) throw new Error(compiled.problem.detail)
  const { sources, draw } = compiled.value
  const seenBox = ({ view, source, clip }: Draw) => {
    const alpha = sources[source]?.alpha?.luma ?? { width: 1, height: 1 }
    const [x, y] = [MARGIN / alpha.width, MARGIN / alpha.height]
    const [from, to] = [project(invert(view), { x, y }), project(invert(view), { x: 1 - x, y: 1 - y })]
    const seen = clip ?? { x: 0, y: 0, width: 1, height: 1 }
    const left = Math.max(seen.x, Math.min(from.x, to.x))
    const top = Math.max(seen.y, Math.min(from.y, to.y))
    const right = Math.min(seen.x + seen.width, Math.max(from.x, to.x))
    const bottom = Math.min(seen.y + seen.height, Math.max(from.y, to.y))
    return { left, top, right, bottom }
  }
  return times.map((seconds) =>
    draw(seconds)
      .filter(({ opacity }) => opacity > 0.5)
      .map(seenBox),
  )
}

describe('words', () => {
  const designs = TEMPLATES.flatMap((template, index) =>
    ASPECT_RATIOS.map((ratio) => ({ template, ratio, tiktok: index % 2 === 0, text: PROMPTS[template], start: template })),
  )
  const texts = TEXTS.flatMap((text) =>
    (['9:16', '16:9'] as const).map((ratio) => ({ template: undefined, ratio, tiktok: true, text, start: text.slice(0, 14) })),
  )

  it.each([...designs, ...texts])(
    'of "$start" in $ratio rest inside the safe zone at a legible size',
    async ({ template, ratio, tiktok, text }) => {
      const spec = specOf(text, { ...half(ratio), tiktok, ...(template === undefined ? {} : { template }) })
      const zone = safeZone(tiktok ? 'tiktok' : null, nearestAspectRatio(spec))
      const pixel = { x: 1.5 / spec.width, y: 1.5 / spec.height }
      for (const boxes of await wordBoxes(spec, [2.2, 4.95])) {
        expect(boxes.length).toBeGreaterThan(0)
        for (const { left, top, right, bottom } of boxes) {
          expect(left).toBeGreaterThanOrEqual(zone.x - pixel.x)
          expect(right).toBeLessThanOrEqual(zone.x + zone.width + pixel.x)
          expect(top).toBeGreaterThanOrEqual(zone.y - pixel.y)
          expect(bottom).toBeLessThanOrEqual(zone.y + zone.height + pixel.y)
        }
      }
      const sizes = leavesOf(graphOf(spec).nodes).flatMap((leaf) => (leaf.kind === 'text' ? [leaf.size] : []))
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(SMALLEST_TEXT * Math.min(spec.width, spec.height))
    },
  )

  it.each(TEXTS.map((text) => ({ text, start: text.slice(0, 14) })))('of "$start" are all there', ({ text }) => {
    const shown = leavesOf(graphOf(specOf(text, { template: 'kinetic_type' })).nodes).flatMap((leaf) =>
      leaf.kind === 'text' ? [leaf.text] : [],
    )
    const bare = (words: string): string => words.replaceAll(/[\s:;]/gu, '')
    expect(bare(shown.join(''))).toBe(bare(text))
  })

  it.each(TEMPLATES)('that are too many for %s are set as pages of plain type', (template) => {
    const shown = leavesOf(graphOf(specOf(LONG, { template, width: 640, height: 360 })).nodes).flatMap((leaf) =>
      leaf.kind === 'text' ? [leaf.text] : [],
    )
    for (const word of LONG.split(/[\s-]+/u)) expect(shown.join(' ')).toContain(word.slice(0, 5))
  })
})

describe('a graph', () => {
  it.each(TEMPLATES)('of %s is the same for the same spec, and its scenery follows the seed', (template) => {
    const of = (seed: number): string => JSON.stringify(graphOf(specOf(PROMPTS[template], { template, seed })))
    expect(of(1)).toBe(of(1))
    expect(of(1)).not.toBe(of(2))
  })
})
