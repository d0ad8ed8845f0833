import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { discoverFfmpeg, type Ffmpeg, profile } from '../../server/media/index.ts'
import { createMotionEngine, type MotionEngine, type MotionSpec } from '../../server/motion/index.ts'
import { plainPicture, plainSpec } from '../harness/motion.ts'
import { productPicture } from '../harness/pictures.ts'
import { type Cost, cpuOf, median, runTimed } from './motion/cpu.ts'
import { measureKernel } from './motion/kernel-speed.ts'
import { measureSmoothness } from './motion/smoothness.ts'

const repeats = process.argv.includes('--short') ? 2 : 5
const FRAME = { width: 1080, height: 1920 }
const PICTURE = { width: 3000, height: 4000 }
const FRAMES = 150
/** What fails the bench, and what it strives for. */
const GATES = { cpuRatio: 1.5, smoothRms: 0.05, smoothMax: 0.12 } as const
const GOALS = { warmRatio: 1.25, coldRatio: 1.4, zoompanSpeedUp: 1.7, kernelOfSharp: 0.35 } as const

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
if (!found.ok) throw new Error(found.message)
const { ffmpeg } = found
const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-bench-'))
const file = (name: string): string => path.join(directory, name)
await writeFile(file('photo.jpg'), await productPicture({ ...PICTURE, seed: 7 }))

const spec = plainSpec({
  picture: plainPicture({ path: file('photo.jpg'), ...PICTURE, focus: { x: 0.5, y: 0.6 } }),
  ...FRAME,
  frames: FRAMES,
  seed: 1,
  output: file('clip.mp4'),
})
const { videoArguments, containerArguments } = profile(30)
const encoding = ['-an', '-frames:v', String(FRAMES), ...videoArguments, ...containerArguments]
const size = `${FRAME.width}x${FRAME.height}`
const rawInput = ['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', size, '-framerate', '30', '-i', file('frames.yuv')]
const quiet = ['-v', 'error', '-y']

const keeping = createMotionEngine({ ffmpeg: await keeper(ffmpeg) })
await timed(keeping, { ...spec, output: file('frames.yuv') })
const dolly = await measureSmoothness(keeping, directory, 'dolly_slow')
const pan = await measureSmoothness(keeping, directory, 'pan_slow')
await keeping.close()
const kernel = await measureKernel(30)

const alive = createMotionEngine({ ffmpeg })
await alive.warm()
await timed(alive, spec)
const rounds: { bound: Cost; warm: Cost; cold: Cost; zoompan: Cost }[] = []
const loads: number[] = []
for (let round = 0; round < repeats; round++) {
  loads.push(loadavg()[0] ?? 0)
  const bound = await runTimed(ffmpeg.ffmpeg, [...quiet, ...rawInput, ...encoding, file('bound.mp4')])
  const warm = await timed(alive, spec)
  const fresh = createMotionEngine({ ffmpeg })
  const cold = await timed(fresh, spec)
  await fresh.close()
  const zoomed = ['-i', file('photo.jpg'), '-vf', zoompanFilter(), ...encoding, file('zoompan.mp4')]
  const zoompan = await runTimed(ffmpeg.ffmpeg, [...quiet, ...zoomed])
  rounds.push({ bound, warm, cold, zoompan })
}
await alive.close()
await rm(directory, { recursive: true, force: true })
report()

/** An encoder that keeps what it is fed: its last argument is the file. */
async function keeper(real: Ffmpeg): Promise<Ffmpeg> {
  await writeFile(file('keep'), '#!/bin/sh\nfor last; do :; done\nexec cat > "$last"\n')
  await chmod(file('keep'), 0o755)
  return { ...real, ffmpeg: file('keep') }
}

/** Renders a clip; processor time is that of all children of the engine. */
async function timed(engine: MotionEngine, wanted: MotionSpec): Promise<Cost> {
  const before = cpuOfChildren(engine)
  const start = performance.now()
  const done = await engine.render(wanted, { signal: new AbortController().signal, onProgress: () => {} })
  const wall = (performance.now() - start) / 1000
  if (!done.ok) throw new Error(done.problem.detail)
  return { wall, cpu: cpuOfChildren(engine) - before }
}

function cpuOfChildren(engine: MotionEngine): number {
  return engine.pids().reduce((sum, pid) => sum + cpuOf(pid), 0)
}

/** The usual way to hide zoompan's jitter: feed it a picture four times as large. */
function zoompanFilter(): string {
  const large = `${FRAME.width * 4}:${FRAME.height * 4}`
  const zoom = `zoompan=z='1+0.2*on/${FRAMES}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=${FRAMES}:fps=30:s=${size}`
  return `scale=${large}:force_original_aspect_ratio=increase,crop=${large},${zoom}`
}

function report(): void {
  const ratio = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick))
  const result = {
    repeats,
    load: median(loads),
    cores: availableParallelism(),
    warmRatio: ratio(({ warm, bound }) => warm.wall / bound.wall),
    warmCpuRatio: ratio(({ warm, bound }) => warm.cpu / bound.cpu),
    coldRatio: ratio(({ cold, bound }) => cold.wall / bound.wall),
    coldCpuRatio: ratio(({ cold, bound }) => cold.cpu / bound.cpu),
    zoompanSpeedUp: ratio(({ zoompan, warm }) => zoompan.wall / warm.wall),
    boundWall: ratio(({ bound }) => bound.wall),
    warmWall: ratio(({ warm }) => warm.wall),
    coldWall: ratio(({ cold }) => cold.wall),
    zoompanWall: ratio(({ zoompan }) => zoompan.wall),
    boundCpu: ratio(({ bound }) => bound.cpu),
    warmCpu: ratio(({ warm }) => warm.cpu),
    coldCpu: ratio(({ cold }) => cold.cpu),
    zoompanCpu: ratio(({ zoompan }) => zoompan.cpu),
    smoothRms: Math.max(dolly.rms, pan.rms),
    smoothMax: Math.max(dolly.max, pan.max),
    kernelMs: kernel.kernel,
    sharpMs: kernel.sharp,
    kernelOfSharp: kernel.kernel / kernel.sharp,
  }
  printTable(result)
  const broken = result.warmCpuRatio > GATES.cpuRatio || result.smoothRms > GATES.smoothRms || result.smoothMax > GATES.smoothMax
  say(`RESULT ${JSON.stringify({ bench: 'motion', ok: !broken, ...result })}`)
  if (broken) process.exitCode = 1
}

interface Figures {
  readonly load: number
  readonly cores: number
  readonly warmRatio: number
  readonly warmCpuRatio: number
  readonly coldRatio: number
  readonly coldCpuRatio: number
  readonly zoompanSpeedUp: number
  readonly smoothRms: number
  readonly smoothMax: number
  readonly kernelOfSharp: number
}

function printTable(figures: Figures): void {
  say(`5 s 1080x1920p30 from a 12 MP JPEG; medians of ${repeats} paired ratios; load ${figures.load.toFixed(1)} on ${figures.cores} cores`)
  if (figures.load > figures.cores + 1) say('The machine is busy: only CPU figures mean something.')
  const seconds = (name: 'bound' | 'warm' | 'cold' | 'zoompan'): string =>
    `${name} ${median(rounds.map((round) => round[name].wall)).toFixed(2)} (${median(rounds.map((round) => round[name].cpu)).toFixed(2)})`
  say(`seconds on the clock (of CPU): ${[seconds('bound'), seconds('warm'), seconds('cold'), seconds('zoompan')].join(', ')}`)
  row('M1 wall, warm, over encoding only', figures.warmRatio, 'goal', figures.warmRatio <= GOALS.warmRatio, GOALS.warmRatio)
  row('M1 wall, cold, over encoding only', figures.coldRatio, 'goal', figures.coldRatio <= GOALS.coldRatio, GOALS.coldRatio)
  row('M1 CPU, warm, over encoding only', figures.warmCpuRatio, 'gate', figures.warmCpuRatio <= GATES.cpuRatio, GATES.cpuRatio)
  row('M1 CPU, cold, over encoding only', figures.coldCpuRatio, 'goal', figures.coldCpuRatio <= GATES.cpuRatio, GATES.cpuRatio)
  const faster = figures.zoompanSpeedUp >= GOALS.zoompanSpeedUp
  row('M3 times faster than zoompan on a 4x picture', figures.zoompanSpeedUp, 'goal', faster, GOALS.zoompanSpeedUp)
  row('M4 second difference, rms, px', figures.smoothRms, 'gate', figures.smoothRms <= GATES.smoothRms, GATES.smoothRms)
  row('M4 second difference, largest, px', figures.smoothMax, 'gate', figures.smoothMax <= GATES.smoothMax, GATES.smoothMax)
  const light = figures.kernelOfSharp <= GOALS.kernelOfSharp
  row('M5 kernel over sharp, CPU of a frame', figures.kernelOfSharp, 'goal', light, GOALS.kernelOfSharp)
}

function row(name: string, value: number, aim: 'goal' | 'gate', met: boolean, limit: number): void {
  say(`${name.padEnd(48)} ${value.toFixed(3).padStart(8)}   ${aim} ${String(limit).padEnd(6)} ${met ? '' : 'missed'}`)
}
