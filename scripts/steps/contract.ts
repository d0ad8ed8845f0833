import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fail, ROOT, say } from './command.ts'
import { sample, sampleSeed } from './sample.ts'
import { type StageResult, vitestStage } from './stage.ts'

/** Suites that render, encode, make sound, try random things or start servers for longer than the rest together. */
const LONG = [
  'archive',
  'captions',
  'captions-burned',
  'continuity',
  'db-crash',
  'download-formats',
  'export',
  'fuzz',
  'http-clip-options',
  'http-media',
  'image-crash',
  'jobs-endings',
  'kinds',
  'launcher',
  'ledger-fuzz',
  'library-sounds',
  'looks',
  'media-pictures',
  'media-processes',
  'media-video',
  'motion',
  'motion-engine',
  'motion-layers',
  'motion-legibility',
  'motion-overlays',
  'overlays',
  'package-files',
  'provider-fal-stems',
  'reel',
  'reel-paid',
  'reel-sound',
  'reframe',
  'seams',
  'smoothing',
  'sound',
  'stitch',
  'storage',
  'subjects',
  'subjects-library',
  'template-words',
  'templates',
] as const
/** One in so many of them runs in a short run. */
const SHARE = 8

/** Runs the contract suites; of the long ones a sample by a printed seed, or all of them. */
export async function contractStage(options: { readonly whole?: boolean } = {}): Promise<StageResult> {
  if (options.whole === true) return await vitestStage('contract', ['contract'])
  const gone = LONG.find((name) => !existsSync(join(ROOT, fileOf(name))))
  if (gone !== undefined) fail(`${fileOf(gone)} is on the list of long suites in scripts/steps/contract.ts and does not exist.`)
  const seed = sampleSeed()
  const chosen = sample(LONG, SHARE, seed)
  say(`contract, seed ${seed}: of ${LONG.length} long suites ${chosen.join(', ')} (npm run contract runs all)`)
  const without = LONG.filter((name) => !chosen.includes(name)).map(fileOf)
  return await vitestStage('contract', ['contract'], { without })
}

function fileOf(name: string): string {
  return `tests/contract/${name}.test.ts`
}
