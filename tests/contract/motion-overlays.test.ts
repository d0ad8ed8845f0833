import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASPECT_RATIOS, frameSize } from 'shared/camera'
import { type Overlay, OVERLAYS, STYLES, TEMPLATES } from 'shared/strategy'
import { z } from 'zod'
import type { MotionSpec } from '../../server/motion/spec.ts'
import { type Darkroom, openDarkroom, type Planes } from '../../server/motion/testing/darkroom.ts'
import { graphOf } from '../../server/motion/templates/graph.ts'
import type { Graph } from '../../server/motion/templates/node.ts'
import { prepareGraph } from '../../server/motion/templates/prepare-template.ts'
import { keep, leavesOf, PROMPTS, specOf } from '../../server/motion/templates/testing/prompts.ts'

/** Where the overlays' drawings lie. */
const ART = path.join(import.meta.dirname, '../../server/motion/templates/overlays')

let darkroom: Darkroom

beforeAll(async () => {
  darkroom = await openDarkroom()
})

const small = (ratio: (typeof ASPECT_RATIOS)[number]) => {
  const { width, height } = frameSize(ratio, '720p')
  return { width: 2 * Math.round(width / 6), height: 2 * Math.round(height / 6) }
}

async function photograph(spec: MotionSpec, graph: Graph, frames: readonly number[]): Promise<readonly Planes[]> {
  const mark = darkroom.arena.mark
  const prepared = await prepareGraph(darkroom, spec, graph)
  if (!prepared.ok) throw new Error(prepared.problem.detail)
  const { sources, draw } = prepared.value
  const drawn = darkroom.arena.mark
  const shots = frames.map((frame) => {
    const planes = darkroom.render({ width: spec.width, height: spec.height }, sources, draw(frame))
    darkroom.arena.release(drawn)
    return planes
  })
  darkroom.arena.release(mark)
  return shots
}

/** Places where the luma of two frames differs by more than some levels. */
function differing(one: Planes | undefined, other: Planes | undefined, by: number): readonly number[] {
  if (one === undefined || other === undefined) throw new Error('a frame is missing')
  const places: number[] = []
  for (let index = 0; index < one.y.length; index++) if (Math.abs((one.y[index] ?? 0) - (other.y[index] ?? 0)) > by) places.push(index)
  return places
}

describe('an overlay', () => {
  const cases = OVERLAYS.flatMap((overlay, index) =>
    [0, 1].map((order) => ({
      overlay,
      ratio: ASPECT_RATIOS[(index + 2 * order) % ASPECT_RATIOS.length] ?? '1:1',
      style: STYLES[(index + 3 * order) % STYLES.length] ?? 'realistic',
    })),
  )

  it.each(cases)(
    'of $overlay in $ratio and style $style is seen and moves from the first frame to the last',
    async ({ overlay, ratio, style }) => {
      const spec = specOf('Run faster', { ...small(ratio), style, frames: 90 })
      const area = spec.width * spec.height
      const times = [0, 9, 80, 89]
      const plain = await photograph(spec, graphOf(spec), times)
      const shown = await photograph(spec, graphOf({ ...spec, overlay }), times)
      for (const [index] of times.entries()) {
        expect(differing(shown[index], plain[index], 12).length).toBeGreaterThan(0.003 * area)
        expect(differing(shown[index], plain[index], 12).length).toBeLessThan(0.25 * area)
      }
      for (const [from, to] of [
        [0, 1],
        [2, 3],
      ] as const)
        expect(differing(shown[from], shown[to], 12).length).toBeGreaterThan(0.003 * area)
    },
  )

  const covered = TEMPLATES.map((template, index): { template: (typeof TEMPLATES)[number]; overlay: Overlay } => ({
    template,
    overlay: OVERLAYS[index % OVERLAYS.length] ?? 'snow',
  }))

  it.each(covered)('of $overlay leaves every letter of $template as it is', async ({ template, overlay }) => {
    const spec = specOf(PROMPTS[template], { template, ...small('9:16'), overlay, frames: 90 })
    const graph = graphOf(spec)
    const words = keep(graph.nodes, ({ kind }) => kind !== 'lottie')
    const times = [20, 60, 88]
    const plain = await photograph(spec, { ...graph, nodes: words }, times)
    const bare = await photograph(spec, { ...graph, nodes: keep(words, ({ kind }) => kind !== 'text') }, times)
    const shown = await photograph(spec, graph, times)
    for (const [index] of times.entries()) {
      const letters = new Set(differing(plain[index], bare[index], 60))
      expect(letters.size).toBeGreaterThan(20)
      expect(differing(shown[index], plain[index], 2).filter((at) => letters.has(at))).toEqual([])
    }
  })

  it('is the same for the same seed, and leaves the rest of the clip as it is', () => {
    const of = (seed: number, overlay: Overlay | null) => graphOf(specOf(PROMPTS.quote, { seed, overlay })).nodes
    expect(of(1, 'hearts')).toEqual(of(1, 'hearts'))
    expect(of(1, 'hearts')).not.toEqual(of(2, 'hearts'))
    expect(keep(of(1, 'hearts'), ({ kind }) => kind !== 'lottie')).toEqual(of(1, null))
    expect(leavesOf(of(1, null)).filter(({ kind }) => kind === 'lottie')).toEqual([])
  })
})

describe('a Lottie file', () => {
  let directory: string
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'pagereel-overlays-'))
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  it('of ours is small and made of shapes alone', async () => {
    const files = (await readdir(ART)).filter((name) => name.endsWith('.json'))
    expect(files.length).toBeGreaterThanOrEqual(OVERLAYS.length)
    const drawn = z.object({ assets: z.array(z.unknown()).length(0), layers: z.array(z.object({ ty: z.literal(4) })).min(1) })
    for (const name of files) {
      const json = await readFile(path.join(ART, name), 'utf8')
      expect(json.length, name).toBeLessThan(20_000)
      expect(drawn.safeParse(JSON.parse(json)).error, name).toBeUndefined()
    }
  })

  it('that cannot be read is refused with its reason', async () => {
    const file = path.join(directory, 'broken.json')
    await writeFile(file, 'not json')
    const spec = specOf('Run faster')
    const graph: Graph = { ...graphOf(spec), nodes: [{ kind: 'lottie', file, phase: 0, width: 20, height: 20 }] }
    expect(await prepareGraph(darkroom, spec, graph)).toMatchObject({ ok: false, problem: { code: 'media_invalid' } })
  })
})
