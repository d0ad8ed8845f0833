import type { Ffmpeg } from '../../server/media/index.ts'
import { CODECS, nameOf, RATES, SHAPES, SOUNDS, type StitchCell, tryTogether } from './stitch-cell.ts'

/** Cells that the short mode tries, and how many are joined into one film. */
const SAMPLE = 24
const TOGETHER = 8

/** Tries clips of all kinds joined with each other; each run of cells is one film. */
export async function tryStitching(
  ffmpeg: Ffmpeg,
  {
    short,
    random,
    directory,
    say,
  }: { readonly short: boolean; readonly random: () => number; readonly directory: string; readonly say: (line: string) => void },
): Promise<{ readonly cells: number; readonly failed: number }> {
  const all = stitchCells()
  const chosen = short ? pairwise(all, SAMPLE, random) : all
  say(`${chosen.length} of ${all.length} cells of codecs, frame rates, shapes and sounds`)
  let failed = 0
  for (let at = 0; at < chosen.length; at += TOGETHER) {
    const cells = chosen.slice(at, at + TOGETHER)
    const faults = await tryTogether(ffmpeg, cells, directory)
    cells.forEach((cell, index) => {
      const broken = faults[index] ?? []
      if (broken.length > 0) failed += 1
      say(`${nameOf(cell).padEnd(40)} ${broken.join('; ') || 'ok'}`)
    })
  }
  return { cells: chosen.length, failed }
}

/** Every codec at every rate in every shape with two sounds, which go round. */
function stitchCells(): readonly StitchCell[] {
  let number = 0
  return CODECS.flatMap((codec) =>
    RATES.flatMap((rate) =>
      SHAPES.flatMap((shape) =>
        [0, 1].map((): StitchCell => {
          number += 1
          return { codec, rate, shape, sound: SOUNDS[number % SOUNDS.length] ?? 'none' }
        }),
      ),
    ),
  )
}

/** Cells that have as many pairs of traits as possible that no cell before them had. */
function pairwise(all: readonly StitchCell[], size: number, random: () => number): readonly StitchCell[] {
  const seen = new Set<string>()
  const left = [...all].map((cell) => ({ cell, order: random() })).sort((one, other) => one.order - other.order)
  return Array.from({ length: size }, () => {
    const news = left.map(({ cell }) => pairsOf(cell).filter((pair) => !seen.has(pair)).length)
    const best = news.indexOf(Math.max(...news))
    const [taken] = left.splice(best, 1)
    for (const pair of taken === undefined ? [] : pairsOf(taken.cell)) seen.add(pair)
    return taken === undefined ? [] : [taken.cell]
  }).flat()
}

function pairsOf({ codec, rate, shape, sound }: StitchCell): readonly string[] {
  const traits = [codec, rate, shape, sound]
  return traits.flatMap((one, index) => traits.slice(index + 1).map((other) => `${one}|${other}`))
}
