import { link, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { clickTimes, FLASH_AT, frameHashes, timeFaults, whiteFrames, writeFlashClip } from '../harness/film.ts'
import { probeVideo } from '../../server/media/index.ts'
import { decodeErrors, systemFfmpeg } from '../harness/media.ts'
import { median, runTimed, type Cost } from './motion/cpu.ts'
import { atLeast, atMost, isMet, lineOf, type Row } from './motion/report.ts'
import { likenesses, meanOfJoins } from './stitch/likeness.ts'
import { wholeEncode, writeMaterial } from './stitch/material.ts'
import { stitchOnce, type Stitched } from './stitch/stitch-once.ts'

const short = process.argv.includes('--short')
const repeats = short ? 1 : 5
const FILM = short
  ? ({ width: 640, height: 360, frameRate: 30, seconds: 3 } as const)
  : ({ width: 1920, height: 1080, frameRate: 30, seconds: 5 } as const)
const CLIPS = short ? 4 : 12
/** Short films say nothing about speed. */
const SPEED = short ? 'goal' : 'gate'
const OVERLAP = 0.5
const SMALL = { width: 640, height: 360, frameRate: 30, seconds: 3 } as const
const GROWTH = short ? [2, 8] : [2, 5, 10, 25, 50, 100]
const MANY = GROWTH.at(-1) ?? 0

interface Clip {
  readonly path: string
  readonly duration: number
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const directory = await mkdtemp(join(tmpdir(), 'pagereel-bench-'))
const file = (name: string): string => join(directory, name)

const clips = await writeMaterial(file, CLIPS, FILM)
const order = { clips, width: FILM.width, height: FILM.height }
const rounds: { whole: Cost; cold: Cost; ahead: Cost }[] = []
const loads: number[] = []
let film: Stitched | null = null
for (let round = 0; round < repeats; round += 1) {
  loads.push(loadavg()[0] ?? 0)
  const whole = await runTimed('ffmpeg', wholeEncode(clips, { frameRate: 30, overlap: OVERLAP, output: file('whole.mp4') }))
  film = await stitchOnce({ ...order, output: file('cold.mp4'), joins: null, ahead: false })
  const ahead = await stitchOnce({ ...order, output: file('ahead.mp4'), joins: file(`joins${round}`), ahead: true })
  rounds.push({ whole, cold: film, ahead })
  const both = ({ wall, cpu }: Cost): string => `${wall.toFixed(2)} s (${cpu.toFixed(1)} of CPU)`
  say(`whole ${both(whole)}, cold ${both(film)}, joins ahead ${both(ahead)}; load ${loads.at(-1)?.toFixed(1) ?? ''}`)
}
if (film === null) throw new Error('nothing was stitched')

const unlike = await unlikeBodies(film)
await runTimed('ffmpeg', wholeEncode(clips, { frameRate: 30, overlap: OVERLAP, output: file('lossless.mp4'), lossless: true }))
const ours = meanOfJoins(await likenesses(file('cold.mp4'), file('lossless.mp4'), 30), film.bounds, 30)
const theirs = meanOfJoins(await likenesses(file('whole.mp4'), file('lossless.mp4'), 30), film.bounds, 30)
const faults = [await decodeErrors(file('cold.mp4')), ...(await timeFaults(file('cold.mp4'), 30)), await avccFault()].filter(
  (fault) => fault !== '',
)
const [sync, drift] = [await measureSync(24), await measureSync(MANY)]
const growth = await measureGrowth()
const large = await stitchOnce({ ...order, clips: await repeated(clips, MANY), output: file('large.mp4'), joins: null, ahead: false })
await rm(directory, { recursive: true, force: true })

const cold = ratioTo('cold')
const ahead = ratioTo('ahead')
const rows: readonly Row[] = [
  { name: 'S1 times faster than encoding the whole, cold', value: cold.wall, aim: atLeast(5, SPEED) },
  { name: 'S1 the same, goal', value: cold.wall, aim: atLeast(7, 'goal') },
  { name: 'S1 times less CPU than encoding the whole, cold', value: cold.cpu, aim: atLeast(7, 'goal') },
  { name: 'S1 times faster, joins rendered ahead', value: ahead.wall, aim: atLeast(12, SPEED) },
  { name: 'S1 the same, goal', value: ahead.wall, aim: atLeast(18, 'goal') },
  { name: 'S1 times less CPU, joins rendered ahead', value: ahead.cpu, aim: atLeast(18, 'goal') },
  { name: 'S2 body frames that are not bit for bit the same', value: unlike, aim: atMost(0, 'gate') },
  { name: 'S3 SSIM of joins below that of the whole', value: theirs - ours, aim: atMost(0.002, 'gate') },
  { name: 'S4 frames between sound and picture, worst of 24 clips', value: sync, aim: atMost(1, 'gate') },
  { name: `frames between sound and picture, worst of ${MANY} clips`, value: drift, aim: atMost(1, 'gate') },
  { name: 'S5 faults of a strict decode, its times and its avcC', value: faults.length, aim: atMost(0, 'gate') },
  { name: `MB at most, ${MANY} clips`, value: Math.max(large.peakBytes, growth.at(-1)?.peakBytes ?? 0) / 1e6, aim: atMost(1000, 'gate') },
]
const load = median(loads)
say(
  `${CLIPS} clips of ${FILM.seconds} s, ${FILM.width}x${FILM.height}p30, fades of ${OVERLAP} s; medians of ${repeats} paired ratios; load ${load.toFixed(1)} on ${availableParallelism()} cores`,
)
if (load > availableParallelism() + 1) say('The machine is busy: ratios of wall time mean little.')
for (const row of rows) say(lineOf(row))
const grown = ({ wall, cpu, peakBytes }: Stitched): string =>
  `${wall.toFixed(2)} s, ${cpu.toFixed(1)} s of CPU, ${(peakBytes / 1e6).toFixed(0)} MB`
GROWTH.forEach((count, index) => {
  const stitched = growth[index]
  if (stitched !== undefined)
    say(`${String(count).padStart(4)} clips of ${SMALL.seconds} s, ${SMALL.width}x${SMALL.height}: ${grown(stitched)}`)
})
say(`${String(MANY).padStart(4)} clips of ${FILM.seconds} s, ${FILM.width}x${FILM.height}: ${grown(large)}`)
const broken = rows.filter((row) => row.aim?.kind === 'gate' && !isMet(row))
const figures = Object.fromEntries(rows.filter(({ aim }) => aim?.kind === 'gate').map(({ name, value }) => [name, value]))
const sizes = [...growth, large].map(({ frames, wall, cpu, peakBytes }) => ({ frames, wall, cpu, peakBytes }))
say(`RESULT ${JSON.stringify({ bench: 'stitch', ok: broken.length === 0, repeats, load, ...figures, growth: sizes })}`)
if (broken.length > 0) process.exitCode = 1

/** Medians of the ratios of each round. */
function ratioTo(kind: 'cold' | 'ahead'): Cost {
  return {
    wall: median(rounds.map((round) => round.whole.wall / round[kind].wall)),
    cpu: median(rounds.map((round) => round.whole.cpu / round[kind].cpu)),
  }
}

/** Few clips as many, each under a name of its own, so that each is opened. */
async function repeated(some: readonly Clip[], count: number): Promise<readonly Clip[]> {
  const links = await mkdtemp(file('links-'))
  const many: Clip[] = []
  for (let number = 0; number < count; number += 1) {
    const { path, duration } = some[number % some.length] ?? { path: '', duration: 0 }
    const own = join(links, `${number}.mp4`)
    await link(path, own)
    many.push({ path: own, duration })
  }
  return many
}

/** Empty where the film's avcC record is that of its clips. */
async function avccFault(): Promise<string> {
  const ffmpeg = await systemFfmpeg()
  const [one, other] = [await probeVideo(ffmpeg, file('cold.mp4')), await probeVideo(ffmpeg, clips[0]?.path ?? '')]
  return one.ok && other.ok && one.value.avccSha256 !== null && one.value.avccSha256 === other.value.avccSha256 ? '' : 'another avcC'
}

/** Frames of bodies that do not decode to what they are in their clips. */
async function unlikeBodies({ bounds }: Stitched): Promise<number> {
  const hashes = await frameHashes(file('cold.mp4'))
  let count = 0
  for (const [index, { path, duration }] of clips.entries()) {
    const own = await frameHashes(path)
    const [from, to] = [index === 0 ? 0 : OVERLAP * 30, duration * 30 - (index === clips.length - 1 ? 0 : OVERLAP * 30)]
    const start = Math.round((bounds[index]?.start ?? 0) * 30)
    for (let frame = from; frame < to; frame += 1) if (own[frame] !== hashes[start + frame]) count += 1
  }
  return count
}

/** Frames between the flash and the click of each clip, the largest. */
async function measureSync(count: number): Promise<number> {
  const shape = { ...SMALL, seconds: 2 }
  const made = await Promise.all([0, 1].map((number) => writeFlashClip(file(`flash${number}.mp4`), { ...shape, number })))
  const { bounds } = await stitchOnce({
    clips: await repeated(
      made.map((path) => ({ path, duration: shape.seconds })),
      count,
    ),
    width: shape.width,
    height: shape.height,
    output: file('sync.mp4'),
    joins: null,
    ahead: false,
  })
  const [flashes, clicks] = [await whiteFrames(file('sync.mp4')), await clickTimes(file('sync.mp4'))]
  if (flashes.length !== count || clicks.length !== count)
    throw new Error(`${flashes.length} flashes and ${clicks.length} clicks in ${count} clips`)
  const off = bounds.map(({ start }, index) => {
    const [seen, heard] = [(flashes[index] ?? 0) / 30, clicks[index] ?? 0]
    return Math.max(Math.abs(seen - heard), Math.abs(seen - start - FLASH_AT), Math.abs(heard - start - FLASH_AT)) * 30
  })
  return Math.max(...off)
}

async function measureGrowth(): Promise<readonly Stitched[]> {
  const some = await writeMaterial((name) => file(`small-${name}`), 10, SMALL)
  const measured: Stitched[] = []
  for (const count of GROWTH) {
    const stitched = await stitchOnce({
      clips: await repeated(some, count),
      width: SMALL.width,
      height: SMALL.height,
      output: file('many.mp4'),
      joins: null,
      ahead: false,
    })
    const expected = count * 90 - (count - 1) * 15
    if (stitched.frames !== expected || (await frameHashes(file('many.mp4'))).length !== expected)
      throw new Error(`${count} clips became ${stitched.frames} frames in place of ${expected}`)
    measured.push(stitched)
  }
  return measured
}
