import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'))

it('the built manifest is the committed one, so that no permission comes in unseen', async () => {
  expect(await read('../../.output/chrome-mv3/manifest.json')).toEqual(await read('manifest.snapshot.json'))
})
