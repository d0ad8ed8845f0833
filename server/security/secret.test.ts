import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadSecret } from './secret.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-secret-'))
})
afterAll(() => rm(directory, { recursive: true }))

it('is made once, though many ask at the same time', async () => {
  const dataDir = path.join(directory, 'fresh')
  const secrets = await Promise.all(Array.from({ length: 20 }, () => loadSecret(dataDir)))
  expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1)
  expect(secrets[0]?.length).toBe(32)
  expect(await readdir(dataDir)).toEqual(['secret'])
  expect((await stat(path.join(dataDir, 'secret'))).mode & 0o777).toBe(0o600)
  expect(await loadSecret(dataDir)).toEqual(secrets[0])
})

it('is not taken from a file that was cut short', async () => {
  await writeFile(path.join(directory, 'secret'), 'short')
  await expect(loadSecret(directory)).rejects.toThrow('must hold 32 bytes')
})
