import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { discoverFfmpeg } from '../../server/media/index.ts'
import { createMotionEngine } from '../../server/motion/index.ts'
import { plainPicture, plainSpec } from '../harness/motion.ts'
import { productPicture } from '../harness/pictures.ts'
import { encodeOnly, keeper, timed, timedCold, zoompan } from './motion/clip-cost.ts'
import { type Cost, median } from './motion/cpu.ts'
import { measureGrowth } from './motion/growth.ts'
import { measureKernel } from './motion/kernel-speed.ts'
import { timeRemotion } from './motion/remotion.ts'
import { atLeast, atMost, isMet, lineOf, type Row } from './motion/report.ts'
import { measureSmoothness } from './motion/smoothness.ts'

const repeats = process.argv.includes('--short') ? 2 : 5
const FRAME = { width: 1080, height: 1920 }
const PICTURE = { width: 3000, height: 4000 }
const FRAMES = 150

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
if (!found.ok) throw new Error(found.message)
const { ffmpeg } = found
const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-bench-'))
const file = (name: string): string => path.join(directory, name)
await writeFile(file('photo.jpg'), await productPicture({ ...PICTURE, seed: 7 }))

const picture = plainPicture({ path: file('photo.jpg'), ...PICTURE, focus: { x: 0.5, y: 0.6 } })
const dolly = plainSpec({ picture, ...FRAME, frames: FRAMES, seed: 1, output: file('clip.mp4') })
const orbit = { ...dolly, camera: 'orbit' } as const

const keeping = createMotionEngine({ ffmpeg: await keeper(ffmpeg, file('keep')) })
await timed(keeping, { ...dolly, output: file('dolly.yuv') })
await timed(keeping, { ...orbit, output: file('orbit.yuv') })
const smooth = [
  await measureSmoothness(keeping, directory, 'dolly_slow'),
  await measureSmoothness(keeping, directory, 'pan_slow'),
  await measureSmoothness(keeping, directory, 'orbit'),
]
await keeping.close()
const kernel = await measureKernel(30)

interface Round {
  readonly bound: Cost
  readonly warm: Cost
  readonly cold: Cost
  readonly zoompan: Cost
  readonly orbitBound: Cost
  readonly orbit: Cost
}

const alive = createMotionEngine({ ffmpeg })
await alive.warm()
await timed(alive, dolly)
const rounds: Round[] = []
const loads: number[] = []
for (let round = 0; round < repeats; round++) {
  loads.push(loadavg()[0] ?? 0)
  const bound = await encodeOnly(ffmpeg, file('dolly.yuv'), dolly)
  const warm = await timed(alive, dolly)
  const cold = await timedCold(ffmpeg, dolly)
  const zoomed = await zoompan(ffmpeg, file('photo.jpg'), dolly)
  // The orbit's pixels are others than the dolly's, and prepared before its clock runs, as the dolly's are.
  await timed(alive, { ...orbit, frames: 1 })
  const orbitBound = await encodeOnly(ffmpeg, file('orbit.yuv'), orbit)
  rounds.push({ bound, warm, cold, zoompan: zoomed, orbitBound, orbit: await timed(alive, orbit) })
  await timed(alive, { ...dolly, frames: 1 })
}
await alive.close()

const ratio = (pick: (round: Round) => number): number => median(rounds.map(pick))
const rows: readonly Row[] = [
  { name: 'M1 wall, warm, over encoding only', value: ratio(({ warm, bound }) => warm.wall / bound.wall), aim: atMost(1.25, 'goal') },
  { name: 'M1 wall, cold, over encoding only', value: ratio(({ cold, bound }) => cold.wall / bound.wall), aim: atMost(1.4, 'goal') },
  { name: 'M1 CPU, warm, over encoding only', value: ratio(({ warm, bound }) => warm.cpu / bound.cpu), aim: atMost(1.35, 'gate') },
  { name: 'M1 CPU, cold, over encoding only', value: ratio(({ cold, bound }) => cold.cpu / bound.cpu), aim: null },
  { name: 'M2 wall, orbit, over encoding only', value: ratio((each) => each.orbit.wall / each.orbitBound.wall), aim: atMost(1.4, 'goal') },
  { name: 'M2 CPU, orbit, over encoding only', value: ratio((each) => each.orbit.cpu / each.orbitBound.cpu), aim: atMost(1.5, 'gate') },
  {
    name: 'M3 times faster than zoompan on a 4x picture',
    value: ratio((each) => each.zoompan.wall / each.warm.wall),
    aim: atLeast(1.7, 'goal'),
  },
  { name: 'M4 second difference, rms, px', value: Math.max(...smooth.map(({ rms }) => rms)), aim: atMost(0.05, 'gate') },
  { name: 'M4 second difference, largest, px', value: Math.max(...smooth.map(({ max }) => max)), aim: atMost(0.12, 'gate') },
  { name: 'M5 kernel over sharp, CPU of a frame', value: kernel.scaled / kernel.sharp, aim: atMost(0.35, 'goal') },
  { name: 'ms of a frame, scaled, one thread', value: kernel.scaled, aim: null },
  { name: 'ms of a frame, orbit, one thread', value: kernel.orbit, aim: atMost(8, 'goal') },
  { name: 'ms of a frame, turned by 30 degrees, one thread', value: kernel.turned, aim: atMost(12, 'goal') },
]
const load = median(loads)
say(`5 s 1080x1920p30 from a 12 MP JPEG; medians of ${repeats} paired ratios; load ${load.toFixed(1)} on ${availableParallelism()} cores`)
if (load > availableParallelism() + 1) say('The machine is busy: only CPU figures mean something.')
const costs = (['bound', 'warm', 'cold', 'zoompan', 'orbitBound', 'orbit'] as const).map(
  (name) => `${name} ${ratio((round) => round[name].wall).toFixed(2)} (${ratio((round) => round[name].cpu).toFixed(2)})`,
)
say(`seconds on the clock (of CPU): ${costs.join(', ')}`)
for (const row of rows) say(lineOf(row))

const growth = await measureGrowth(ffmpeg, { ...dolly, output: file('growth.mp4') }, say)
const remotion = await timeRemotion(directory, { ...dolly, output: file('remotion.mp4') })
if (remotion.ok)
  say(
    `Remotion: ${remotion.cost.wall.toFixed(1)} s on the clock, ${(remotion.cost.wall / ratio((each) => each.warm.wall)).toFixed(1)} times as long`,
  )
else say(`Remotion: not compared. ${remotion.reason}`)
await rm(directory, { recursive: true, force: true })

const broken = rows.filter((row) => row.aim?.kind === 'gate' && !isMet(row))
const figures = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
say(`RESULT ${JSON.stringify({ bench: 'motion', ok: broken.length === 0, repeats, load, ...figures, growth })}`)
if (broken.length > 0) process.exitCode = 1
