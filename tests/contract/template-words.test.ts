import { beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, frameSize, invert, nearestAspectRatio, project } from 'shared/camera'
import { safeZone, TEMPLATES } from 'shared/strategy'
import { SMALLEST_TEXT } from '../../server/drawing/index.ts'
import type { MotionSpec } from '../../server/motion/index.ts'
import type { Draw } from '../../server/motion/scene.ts'
import { compile } from '../../server/motion/templates/compile.ts'
import { graphOf } from '../../server/motion/templates/graph.ts'
import { MARGIN } from '../../server/motion/templates/raster/rasterise.ts'
import { keep, leavesOf, PROMPTS, specOf, TEXTS } from '../../server/motion/templates/testing/prompts.ts'
import { openDarkroom, type Darkroom } from '../../server/motion/testing/darkroom.ts'

let darkroom: Darkroom

beforeAll(async () => {
  darkroom = await openDarkroom()
})

const half = (ratio: (typeof ASPECT_RATIOS)[number]) => {
  const { width, height } = frameSize(ratio, '720p')
  return { width: width / 2, height: height / 2 }
}
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

describe('words of templates', () => {
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
})
