import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run, say } from './command.ts'
import { isRecord } from './record.ts'

/** How one stage of the checks ended. */
export interface StageResult {
  readonly name: string
  readonly seconds: number
  readonly passed: number
  readonly failed: number
}

const RESULTS = join(ROOT, 'node_modules', '.cache', 'results')

/** Runs one stage and counts it as one check: passed when every step of it exits with 0. */
export async function stage(name: string, ...steps: readonly (() => Promise<number>)[]): Promise<StageResult> {
  return await timed(name, async () => {
    for (const step of steps) if ((await step()) !== 0) return { passed: 0, failed: 1 }
    return { passed: 1, failed: 0 }
  })
}

/**
 * Runs Vitest over some of its projects and counts its tests; a run that ends badly without a failed test counts as one failure.
 * @param options.without files that are left out, as patterns
 * @param options.workers processes beside each other; left out, as many as Vitest's own settings say
 */
export async function vitestStage(
  name: string,
  projects: readonly string[],
  { without = [], workers }: { readonly without?: readonly string[]; readonly workers?: number } = {},
): Promise<StageResult> {
  return await timed(name, async () => {
    const file = resultFile(name)
    const code = await run('node', [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      ...without.flatMap((pattern) => ['--exclude', pattern]),
      ...(workers === undefined ? [] : [`--maxWorkers=${workers}`]),
      '--reporter=dot',
      '--reporter=json',
      `--outputFile=${file}`,
    ])
    return honest(
      code,
      readCounts(file, (report) => [report['numPassedTests'], report['numFailedTests']]),
    )
  })
}

/**
 * Runs Playwright's tests and counts them; a flaky test counts as failed.
 * @param files patterns of those that run; none of them means all
 */
export async function playwrightStage(name: string, env: NodeJS.ProcessEnv, files: readonly string[] = []): Promise<StageResult> {
  return await timed(name, async () => {
    const file = resultFile(name)
    const code = await run('node', ['node_modules/@playwright/test/cli.js', 'test', '-c', 'tests/playwright.config.ts', ...files], {
      env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    })
    return honest(
      code,
      readCounts(file, ({ stats }) =>
        isRecord(stats) ? [stats['expected'], Number(stats['unexpected']) + Number(stats['flaky'])] : [undefined, undefined],
      ),
    )
  })
}

/** Runs a script that writes `{passed, failed}` as JSON to the file named by its last argument. */
export async function scriptStage(name: string, script: string, args: readonly string[]): Promise<StageResult> {
  return await timed(name, async () => {
    const file = resultFile(name)
    const code = await run('node', [script, ...args, `--report=${file}`])
    return honest(
      code,
      readCounts(file, (report) => [report['passed'], report['failed']]),
    )
  })
}

/** Prints the time of each stage and, last, the totals alone on a line. Returns the exit code. */
export function conclude(results: readonly StageResult[], setUpSeconds: number): number {
  const passed = results.reduce((total, result) => total + result.passed, 0)
  const failed = results.reduce((total, result) => total + result.failed, 0)
  say('')
  say(`set-up ${setUpSeconds.toFixed(0)} s`)
  for (const result of results) say(`${result.name} ${result.seconds.toFixed(0)} s: ${result.passed} passed, ${result.failed} failed`)
  say(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

async function timed(name: string, work: () => Promise<Pick<StageResult, 'passed' | 'failed'>>): Promise<StageResult> {
  say(`\n── ${name}`)
  const from = performance.now()
  const counts = await work()
  return { name, ...counts, seconds: (performance.now() - from) / 1000 }
}

function resultFile(name: string): string {
  mkdirSync(RESULTS, { recursive: true })
  const file = join(RESULTS, `${name}.json`)
  rmSync(file, { force: true })
  return file
}

function honest(code: number, counts: { passed: number; failed: number }): { passed: number; failed: number } {
  const nothingRan = counts.passed + counts.failed === 0
  return (code !== 0 || nothingRan) && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function readCounts(file: string, pick: (report: Record<string, unknown>) => readonly unknown[]): { passed: number; failed: number } {
  try {
    const report: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const [passed, failed] = isRecord(report) ? pick(report).map(Number) : []
    return { passed: countOf(passed), failed: countOf(failed) }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

function countOf(value: number | undefined): number {
  return value !== undefined && Number.isInteger(value) ? value : 0
}
