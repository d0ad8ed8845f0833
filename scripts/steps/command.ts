import { spawn, spawnSync, type SpawnOptions } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's root directory. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a command to its end with its output shown; resolves to its exit code (1 when a signal ended it). */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  const child = spawn(command, [...args], { cwd: ROOT, stdio: 'inherit', ...options })
  return await new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

/** What a command prints on stdout, null where it cannot be run or fails. */
export function outputOf(command: string, args: readonly string[]): string | null {
  const result = spawnSync(command, [...args], { encoding: 'utf8', cwd: ROOT })
  return result.status === 0 ? result.stdout : null
}

/** Whether a command exists on PATH. */
export function exists(command: string): boolean {
  return spawnSync(process.platform === 'win32' ? 'where' : 'which', [command], { stdio: 'ignore' }).status === 0
}

/** Ends the process with one sentence for the person at the terminal. */
export function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

export function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}
