import { run } from './command.ts'

/** Checks the types of every package. */
export async function checkTypes(): Promise<number> {
  return await run('node', ['node_modules/typescript/bin/tsc', '-b'])
}

/** Checks that every file is formatted (`pnpm exec oxfmt` formats), and lints every package with type-aware rules. */
export async function lint(): Promise<number> {
  const formatted = await run('node', ['node_modules/oxfmt/bin/oxfmt', '--check', '.'])
  if (formatted !== 0) return formatted
  return await run(
    'node',
    ['node_modules/oxlint/bin/oxlint', '--type-aware', '--quiet', 'extension', 'server', 'shared', 'tests', 'scripts', 'wxt.config.ts'],
    // The type-aware linter is written in Go and lives for seconds: it collects garbage only where memory runs short, and is a quarter sooner done.
    { env: { ...process.env, GOGC: 'off', GOMEMLIMIT: '4GiB' } },
  )
}
