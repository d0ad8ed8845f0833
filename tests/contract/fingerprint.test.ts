import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ROOT } from '../../scripts/steps/command.ts'
import { fingerprint } from '../../scripts/steps/fingerprint.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pagereel-fingerprint-'))
  await mkdir(join(directory, 'rooms'))
  await writeFile(join(directory, 'rooms', 'one.ts'), 'const one = 1')
  await writeFile(join(directory, 'two.ts'), 'const two = 2')
})

afterEach(async () => await rm(directory, { recursive: true }))

const taken = () => fingerprint([relative(ROOT, directory)])

it.each<readonly [what: string, change: () => Promise<unknown>]>([
  ['the bytes of a file', () => writeFile(join(directory, 'rooms', 'one.ts'), 'const one = 2')],
  ['the name of a file', () => rename(join(directory, 'two.ts'), join(directory, 'three.ts'))],
  ['a file more', () => writeFile(join(directory, 'rooms', 'three.ts'), '')],
  ['a file less', () => rm(join(directory, 'two.ts'))],
  ['where one file ends and the next begins', () => writeFile(join(directory, 'two.ts'), 'const two = 2\n')],
  ['a directory that is gone', () => rename(directory, `${directory}-gone`).then(() => mkdir(directory))],
])('tells %s', async (_, change) => {
  const before = await taken()
  await change()
  expect(await taken()).not.toBe(before)
  await rm(`${directory}-gone`, { recursive: true, force: true })
})

it('is the same for the same files, whatever pnpm installs beside them', async () => {
  const before = await taken()
  await writeFile(join(directory, 'two.ts'), 'const two = 2')
  await mkdir(join(directory, 'node_modules', 'library'), { recursive: true })
  await writeFile(join(directory, 'node_modules', 'library', 'index.js'), 'export {}')
  expect(await taken()).toBe(before)
})

it('counts what is missing as missing, and not as empty', async () => {
  const missing = relative(ROOT, join(directory, 'none.ts'))
  const before = await fingerprint([missing])
  await writeFile(join(directory, 'none.ts'), '')
  expect(await fingerprint([missing])).not.toBe(before)
})
