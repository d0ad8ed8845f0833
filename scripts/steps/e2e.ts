import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, say } from './command.ts'
import { sample, sampleSeed } from './sample.ts'
import { playwrightStage, type StageResult } from './stage.ts'

/** The ways that everybody goes: from a page to a clip, and from a page to a film. */
const ALWAYS = ['clip', 'reel'] as const
/** One in so many of the other files runs in a short run. */
const SHARE = 4

/** Runs what is tested in a real Chromium: the main ways and a sample of the others by a printed seed, or all. */
export async function e2eStage({ chromium, whole = false }: { readonly chromium: string; readonly whole?: boolean }): Promise<StageResult> {
  const env = { CHROMIUM_PATH: chromium }
  if (whole) return await playwrightStage('e2e', env)
  const others = readdirSync(join(ROOT, 'tests/e2e'))
    .flatMap((file) => (file.endsWith('.spec.ts') ? [file.replace('.spec.ts', '')] : []))
    .filter((name) => !ALWAYS.some((each) => each === name))
  const seed = sampleSeed()
  const chosen = sample(others, SHARE, seed)
  say(`e2e, seed ${seed}: ${ALWAYS.join(', ')} and of ${others.length} others ${chosen.join(', ')} (npm run e2e runs all)`)
  return await playwrightStage(
    'e2e',
    env,
    [...ALWAYS, ...chosen].map((name) => `tests/e2e/${name}\\.spec\\.ts`),
  )
}
