import { availableParallelism } from 'node:os'
import { run, say } from './command.ts'
import { fingerprint, isUnchanged, rememberUnchanged } from './fingerprint.ts'

/** The packages of this repository as the linter is given them, and the packages whose types each of them uses. */
const PACKAGES = {
  shared: { paths: ['shared'], uses: [] },
  server: { paths: ['server'], uses: ['shared'] },
  extension: { paths: ['extension', 'wxt.config.ts'], uses: ['shared', 'server'] },
  scripts: { paths: ['scripts'], uses: [] },
  tests: { paths: ['tests'], uses: ['shared', 'server', 'extension', 'scripts'] },
} as const satisfies Record<string, { paths: readonly string[]; uses: readonly string[] }>

const SETTINGS = ['.oxlintrc.json', 'tsconfig.base.json', 'pnpm-lock.yaml']

/**
 * The compiler and the type-aware linter are written in Go and live for seconds: they collect garbage only where memory runs short. The
 * more threads they use, the more types are worked out twice, so they leave half of the processors to what runs beside them.
 */
const GO = { GOGC: 'off', GOMEMLIMIT: '4GiB', GOMAXPROCS: String(Math.max(1, Math.floor(availableParallelism() / 2))) }

/** Checks the types of every package. */
export async function checkTypes(): Promise<number> {
  return await run('node', ['node_modules/typescript/bin/tsc', '-b', '--checkers', '1'], { env: { ...process.env, ...GO } })
}

/**
 * Checks that every file is formatted (`pnpm exec oxfmt` formats), and lints with type-aware rules the packages that changed, or whose
 * types from other packages did, since they were last found without fault. Types have to be checked before, which writes them out.
 */
export async function lint(): Promise<number> {
  const formatted = await run('node', ['node_modules/oxfmt/bin/oxfmt', '--check', '.'])
  if (formatted !== 0) return formatted
  const changed: { name: string; paths: readonly string[]; now: string }[] = []
  for (const [name, { paths, uses }] of Object.entries(PACKAGES)) {
    const types = uses.map((used) => `node_modules/.cache/tsc/${used}`)
    const now = await fingerprint([...paths, ...types, ...SETTINGS])
    if (!(await isUnchanged(`lint-${name}`, now))) changed.push({ name, paths, now })
  }
  if (changed.length === 0) return 0
  say(`Linting ${changed.map(({ name }) => name).join(', ')} …`)
  const code = await run('node', ['node_modules/oxlint/bin/oxlint', '--type-aware', '--quiet', ...changed.flatMap(({ paths }) => paths)], {
    env: { ...process.env, ...GO },
  })
  if (code === 0) for (const { name, now } of changed) await rememberUnchanged(`lint-${name}`, now)
  return code
}
