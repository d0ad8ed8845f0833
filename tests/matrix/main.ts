import { randomInt } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ASPECT_RATIOS, CAMERA_MOVES, mulberry32 } from 'shared/camera'
import { FRAME_RATES } from 'shared/wire'
import { systemFfmpeg } from '../harness/media.ts'
import { tryStitching } from './stitch.ts'
import { type Cell, drawStage, tryCell } from './cell.ts'
import { openEngines } from './engines.ts'

/** Cells that the short mode tries. */
const SAMPLE = 10
/** Pixels that what is tracked may jerk from where the camera's formula puts it: root mean square, and at most. */
const GATES = { rms: 0.05, max: 0.12 } as const

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string' },
    only: { type: 'string' },
    report: { type: 'string' },
  },
})

const seed = Number(options.seed ?? randomInt(2 ** 32))
const random = mulberry32(seed)
const all = cells().filter(({ move }) => options.only === undefined || move === options.only)
const chosen = options.short ? sample(all, SAMPLE) : all
say(`seed ${seed}: ${chosen.length} of ${all.length} cells of moves, aspect ratios and frame rates`)

const directory = await mkdtemp(join(tmpdir(), 'pagereel-matrix-'))
const stage = await drawStage(directory)
const engines = await openEngines(directory)
let [failed, worstRms, worstMax] = [0, 0, 0]
for (const cell of chosen) {
  const { faults, rms, max, tracked } = await tryCell(cell, { stage, engines, directory })
  const jerky = rms > GATES.rms || max > GATES.max ? [`moves unevenly`] : []
  const broken = [...faults, ...jerky]
  if (broken.length > 0) failed += 1
  worstRms = Math.max(worstRms, rms)
  worstMax = Math.max(worstMax, max)
  const name = `${cell.move} ${cell.aspect} ${cell.frameRate} ${cell.layers === 2 ? 'cut-out' : 'whole'}`
  say(`${name.padEnd(38)} ${tracked} tracked, rms ${rms.toFixed(4)}, max ${max.toFixed(4)} px  ${broken.join('; ') || 'ok'}`)
}
await engines.close()
say(`RESULT ${JSON.stringify({ matrix: 'motion', seed, cells: chosen.length, failed, worstRms, worstMax })}`)
const films = options.only === undefined || options.only === 'stitch' ? await stitching() : { cells: 0, failed: 0 }
await rm(directory, { recursive: true, force: true })
const [tried, broken] = [chosen.length + films.cells, failed + films.failed]
say(`${tried - broken} passed, ${broken} failed`)
if (options.report !== undefined) await writeFile(options.report, JSON.stringify({ passed: tried - broken, failed: broken }))
process.exitCode = broken === 0 && tried > 0 ? 0 : 1

async function stitching(): Promise<{ readonly cells: number; readonly failed: number }> {
  const films = await tryStitching(await systemFfmpeg(), { short: options.short, random, directory, say })
  say(`RESULT ${JSON.stringify({ matrix: 'stitch', seed, ...films })}`)
  return films
}

/** Every move in every shape at every rate; intensity, seed and layers go round, so that each move meets them all. */
function cells(): readonly Cell[] {
  let number = 0
  return CAMERA_MOVES.flatMap((move) =>
    ASPECT_RATIOS.flatMap((aspect) =>
      FRAME_RATES.map((frameRate): Cell => {
        number += 1
        const intensity = [0.6, 1, 1.5][number % 3] ?? 1
        return { move, aspect, frameRate, intensity, seed: Math.floor(random() * 2 ** 32), layers: number % 2 === 0 ? 2 : 1 }
      }),
    ),
  )
}

function sample(from: readonly Cell[], size: number): readonly Cell[] {
  const left = [...from]
  return Array.from({ length: Math.min(size, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)).flat()
}
