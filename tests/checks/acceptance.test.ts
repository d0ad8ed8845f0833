import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ROW = /^\| (.+?) \| (.+?) \|$/

/** What is wrong with one proof cell; null when it names something that exists. */
function fault(proof: string): string | null {
  if (/^waits for issue \d+/.test(proof)) return null
  const named = [...proof.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')
  if (named.length === 0) return 'names no test, no command and nothing it waits for'
  return named.map(faultOfName).find((reason) => reason !== null) ?? null
}

function faultOfName(name: string): string | null {
  const [path, ...titles] = name.split(' › ')
  if (path === undefined) return 'is empty'
  if (path.startsWith('npm ')) return faultOfCommand(path)
  if (!existsSync(join(ROOT, path))) return `names ${path}, which does not exist`
  const text = readFileSync(join(ROOT, path), 'utf8')
  const missing = titles.find((title) => !text.includes(title))
  return missing === undefined ? null : `names a test "${missing}" that ${path} does not have`
}

function faultOfCommand(command: string): string | null {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  const [, verb = '', ...rest] = command.split(' ')
  const script = verb === 'run' ? (rest[0] ?? '') : verb
  if (scripts[script] === undefined) return `names npm script ${script}, which does not exist`
  const bench = /^npm run bench -- (\S+)/.exec(command)?.[1]
  return bench !== undefined && !existsSync(join(ROOT, 'tests', 'bench', `${bench}.ts`))
    ? `names bench ${bench}, which does not exist`
    : null
}

const rows = readFileSync(join(ROOT, 'docs', 'acceptance.md'), 'utf8')
  .split('\n')
  .map((line) => ROW.exec(line))
  .filter((match) => match !== null)
  .map(([, promise = '', proof = '']) => ({ promise, proof }))
  .filter(({ promise }) => promise !== 'Promise' && !/^-+$/.test(promise))

describe('docs/acceptance.md', () => {
  it('has a row for each promise', () => {
    expect(rows.length).toBeGreaterThan(120)
  })

  it('names only tests and commands that exist', () => {
    expect(rows.map(({ promise, proof }) => ({ promise, fault: fault(proof) })).filter((row) => row.fault !== null)).toEqual([])
  })

  it('would notice an empty proof, a missing file, a missing test, a missing script and a missing bench', () => {
    expect(fault('soon')).not.toBeNull()
    expect(fault('`tests/checks/nowhere.test.ts`')).not.toBeNull()
    expect(fault(`\`tests/checks/acceptance.test.ts › ${['no', 'such', 'title'].join(' ')}\``)).not.toBeNull()
    expect(fault('`npm run nothing`')).not.toBeNull()
    expect(fault('`npm run bench -- nothing`')).not.toBeNull()
    expect(fault('`tests/checks/acceptance.test.ts › has a row for each promise`')).toBeNull()
  })
})
