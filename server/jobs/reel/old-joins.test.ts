import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeOldJoins } from './old-joins.ts'

const DAY = 86_400_000

it('removes joins of a story once none was rendered for a week, and minds no missing directory', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'joins-'))
  const now = Date.now()
  for (const [story, age] of [
    ['old', 8],
    ['new', 6],
  ] as const) {
    await mkdir(join(directory, story))
    await writeFile(join(directory, story, 'join.mp4'), 'x')
    await utimes(join(directory, story), new Date(now - age * DAY), new Date(now - age * DAY))
  }
  await removeOldJoins(directory, now)
  expect(await readdir(directory)).toEqual(['new'])
  await rm(directory, { recursive: true })
  await removeOldJoins(directory, now)
})
