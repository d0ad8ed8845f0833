import { createHash, randomInt } from 'node:crypto'
import { say } from './command.ts'
import { type StageResult, vitestStage } from './stage.ts'

/** Suites that render, encode or make sound for longer than the rest together. */
const LONG = [
  'archive',
  'captions',
  'captions-burned',
  'continuity',
  'download-formats',
  'export',
  'http-clip-options',
  'http-media',
  'image-crash',
  'kinds',
  'looks',
  'media-processes',
  'media-video',
  'motion',
  'motion-engine',
  'motion-layers',
  'motion-legibility',
  'motion-overlays',
  'overlays',
  'reel',
  'reel-paid',
  'reel-sound',
  'reframe',
  'seams',
  'smoothing',
  'sound',
  'stitch',
  'subjects',
  'template-words',
  'templates',
] as const
/** One in so many of them runs in a short run. */
const SHARE = 5

/** Runs the contract suites; of the long ones a sample by a printed seed, or all of them. */
export async function contractStage(options: { readonly seed?: number; readonly whole?: boolean } = {}): Promise<StageResult> {
  if (options.whole === true) return await vitestStage('contract', ['contract'])
  const { seed = randomInt(2 ** 31) } = options
  const chosen = LONG.toSorted((a, b) => rankOf(seed, a) - rankOf(seed, b)).slice(0, Math.ceil(LONG.length / SHARE))
  say(`contract, seed ${seed}: of ${LONG.length} long suites ${chosen.join(', ')} (npm run contract runs all)`)
  const without = LONG.filter((name) => !chosen.includes(name)).map((name) => `tests/contract/${name}.test.ts`)
  return await vitestStage('contract', ['contract'], without)
}

function rankOf(seed: number, name: string): number {
  return createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE(0)
}
