import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const declared = new Set(
  ['.', 'extension', 'server', 'shared', 'tests'].flatMap((directory) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, directory, 'package.json'), 'utf8')) as Manifest
    return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, version]) => !version.startsWith('workspace:'))
      .map(([name]) => name)
  }),
)
const explained = new Set(
  [...readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8').matchAll(/^\| `([^`]+)` \| \S.+ \|$/gm)].map(([, name]) => name),
)

describe('docs/dependencies.md', () => {
  it('gives one line of reason for each dependency, and for nothing else', () => {
    expect(declared.size).toBeGreaterThan(30)
    expect([...declared].filter((name) => !explained.has(name))).toEqual([])
    expect([...explained].filter((name) => name !== undefined && !declared.has(name))).toEqual([])
  })
})
