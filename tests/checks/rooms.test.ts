import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { arrowsOf, brokenArrows, readsEnvironment } from './room-arrows.ts'
import { parse, parseFile, ROOT, sourceFiles } from './source.ts'

const files = ['extension', 'server', 'shared'].flatMap((directory) => sourceFiles(directory))
const sources = [...files, 'wxt.config.ts'].map((path) => ({ path, tree: parseFile(path) }))

describe('the rooms', () => {
  it('know only the rooms below them, and only by their face', () => {
    expect(sources.length).toBeGreaterThan(150)
    expect(sources.reduce((total, { path, tree }) => total + arrowsOf(path, tree), 0)).toBeGreaterThan(200)
    expect(sources.flatMap(({ path, tree }) => brokenArrows(path, tree))).toEqual([])
  })

  it('leave the environment to server/config, to which main hands it', () => {
    const readers = sources.filter(({ tree }) => readsEnvironment(tree)).map(({ path }) => path)
    expect(readers.filter((path) => !path.startsWith('server/config/'))).toEqual(['server/main.ts'])
    expect(readFileSync(join(ROOT, 'server/main.ts'), 'utf8').match(/\benv\b/g)).toHaveLength(1)
    expect(readFileSync(join(ROOT, 'server/main.ts'), 'utf8')).toContain('readConfig(process.env, ')
  })

  it.each([
    ['server/db/x.ts', "import { a } from '../jobs/index.ts'", 'down only'],
    ['server/media/x.ts', "export * from '../motion/index.ts'", 'down only'],
    ['server/motion/x.ts', "import { a } from '../providers/index.ts'", 'down only'],
    ['server/jobs/x.ts', "await import('../http/index.ts')", 'down only'],
    ['server/jobs/x.ts', "import { a } from '../main.ts'", 'through its face'],
    ['server/jobs/x.ts', "import { a } from '../db/new-id.ts'", 'through its face'],
    ['server/jobs/deep/x.ts', "import type { A } from '../../db/schema.ts'", 'through its face'],
    ['server/cellar/x.ts', "import { a } from '../db/index.ts'", 'not on the list'],
    ['server/jobs/x.ts', "import { a } from '../cellar/index.ts'", 'not on the list'],
    ['server/jobs/x.ts', "import { a } from '../../extension/api/index.ts'", 'never imports the extension'],
    ['extension/api/x.ts', "import { AppType } from 'server/http'", 'only by import type'],
    ['extension/api/x.ts', "import type { Job } from 'server/jobs'", 'only by import type'],
    ['extension/api/x.ts', "import type { Job } from '../../server/http/index.ts'", 'only by import type'],
    ['extension/composer/x.tsx', "import { a } from '../gallery/index.ts'", 'down only'],
    ['extension/page/x.ts', "import { a } from 'shared/wire'", 'nothing of shared but'],
    [
      'extension/entrypoints/x.ts',
      "import { d } from 'wxt/utils/define-content-script'\nimport { a } from 'shared/money'",
      'nothing of shared but',
    ],
    ['shared/camera/x.ts', "import { z } from 'zod'", 'nothing but zod'],
    ['shared/wire/x.ts', "import { a } from 'node:fs'", 'nothing but zod'],
    ['shared/page/x.ts', "import { a } from '../camera/index.ts'", 'stands alone'],
    ['shared/money/x.ts', "import { a } from '../../server/db/index.ts'", 'down only'],
    ['wxt.config.ts', "import { a } from './server/db/new-id.ts'", 'through its face'],
  ])('would be caught: %s with %s', (file, code, reason) => {
    expect(brokenArrows(file, parse(code, file))).toEqual([expect.stringContaining(reason)])
  })

  it.each([
    ['server/jobs/x.ts', "import { a } from '../db/index.ts'\nimport { b } from './y.ts'\nimport { c } from 'p-queue'"],
    ['extension/api/x.ts', "import type { AppType } from 'server/http'\ntype A = import('server/http').AppType"],
    ['extension/page/x.ts', "import { a } from 'shared/page'"],
    ['shared/wire/x.ts', "import { z } from 'zod'\nimport { a } from '../camera/index.ts'"],
  ])('are not wronged: %s with %s', (file, code) => {
    expect(brokenArrows(file, parse(code, file))).toEqual([])
  })

  it.each([
    "process.env['A']",
    'const { env } = process',
    "import { env } from 'node:process'",
    "process['env']",
    'globalThis.process.env.A',
  ])('would be caught reading the environment: %s', (code) => expect(readsEnvironment(parse(code, 'x.ts'))).toBe(true))
})
