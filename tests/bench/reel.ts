import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { linkModels } from '../harness/models.ts'
import { productPicture } from '../harness/pictures.ts'
import { startServer } from '../harness/server.ts'
import { median } from './motion/cpu.ts'
import { atMost, isMet, lineOf, type Row } from './motion/report.ts'
import { clientOf, type MadeReel } from './reel/make-reel.ts'

/**
 * How long this server's engine takes to a film: six pictures, half a second of dissolve between them, music, and captions to switch on or
 * burned in word by word. The first reel also starts the engine.
 */
const short = process.argv.includes('--short')
const repeats = short ? 1 : 3
const SEGMENTS = 6
const OVERLAP = 0.5
const FILM = short ? { resolution: '720p', seconds: 12 } : { resolution: '1080p', seconds: 30 }
const CAMERAS = ['dolly_slow', 'pan_slow', 'crane_up', 'orbit', 'dolly_out', 'static_focus'] as const
const SAID = [
  'A small lamp for a large desk.',
  'Turn it once and the room is warm.',
  'Made of oak that grew nearby.',
  'It folds flat into any bag.',
  'One charge lasts a whole week.',
  'Light where you need it.',
] as const

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-bench-'))
await linkModels(dataDir)
const server = await startServer({ dataDir, env: { LOG_LEVEL: 'error' } })
const client = clientOf(server)
const pictures: string[] = []
const rounds: { readonly soft: MadeReel; readonly burned: MadeReel }[] = []
const loads: number[] = []
try {
  for (let seed = 1; seed <= SEGMENTS; seed += 1) {
    pictures.push(await client.upload(await productPicture({ width: 3000, height: 2000, seed }), 'image/jpeg'))
  }
  for (let round = 0; round < repeats; round += 1) {
    loads.push(loadavg()[0] ?? 0)
    const soft = await makeOne('soft', round)
    const burned = await makeOne('burned', round)
    rounds.push({ soft, burned })
  }
} finally {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
}

const ratio = (which: 'soft' | 'burned', what: 'wall' | 'cpu'): number =>
  median(rounds.map((round) => round[which][what] / round[which].length))
const cores = availableParallelism()
// Wall times of a film that is not as long as promised say nothing about the promise.
const kind = short ? 'goal' : 'gate'
const rows: readonly Row[] = [
  { name: 'wall over length, captions to switch on', value: ratio('soft', 'wall'), aim: atMost(1, kind) },
  { name: 'wall over length, word captions burned in', value: ratio('burned', 'wall'), aim: atMost(2, kind) },
  { name: `CPU of two cores over length, to switch on`, value: ratio('soft', 'cpu') / 2, aim: null },
  { name: `CPU of two cores over length, burned in`, value: ratio('burned', 'cpu') / 2, aim: null },
]
const load = median(loads)
say(
  `${FILM.seconds} s of ${FILM.resolution} at 30 fps from ${SEGMENTS} pictures; medians of ${repeats}; load ${load.toFixed(1)} before each on ${cores} cores`,
)
for (const row of rows) say(lineOf(row))
const broken = rows.filter((row) => row.aim?.kind === 'gate' && !isMet(row))
const figures = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
say(`RESULT ${JSON.stringify({ bench: 'reel', ok: broken.length === 0, repeats, load, ...figures })}`)
if (broken.length > 0) process.exitCode = 1

/** Pictures are known after the first round, but no clip, no join and no music is made of the same seed twice. */
async function makeOne(mode: 'soft' | 'burned', round: number): Promise<MadeReel> {
  const seed = 1 + 2 * round + (mode === 'soft' ? 0 : 1)
  // What is shared by neighbours counts once in the film.
  const duration = Math.round((2 * (FILM.seconds + (SEGMENTS - 1) * OVERLAP)) / SEGMENTS) / 2
  const { id } = await client.tell({
    settings: { aspectRatio: '16:9', resolution: FILM.resolution, frameRate: 30, seed },
    segments: pictures.map((image, index) => ({
      image,
      duration,
      camera: CAMERAS[index],
      narration: SAID[index],
      boundary: { kind: 'dissolve', seconds: OVERLAP },
    })),
    soundtrack: { music: { asset: null, prompt: null, mood: 60, provider: 'local', gain: 0 }, voice: null },
    captions: { mode, style: 'karaoke' },
  })
  const made = await client.make(id)
  say(lineOfReel(mode, made))
  return made
}

function lineOfReel(mode: string, { wall, cpu, length, segments, music, steps }: MadeReel): string {
  const own = [...steps].map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`).join(', ')
  const shared = `segments ${segments.from.toFixed(1)} to ${segments.to.toFixed(1)}, music ${music.from.toFixed(1)} to ${music.to.toFixed(1)}`
  return `${mode}: ${wall.toFixed(1)} s (${cpu.toFixed(1)} of CPU) for ${length.toFixed(1)} s; ${shared}; then ${own}`
}
