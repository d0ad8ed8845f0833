import { describe, expect, it } from 'vitest'
import { answerPage } from './answer-page.ts'
import { createRoutes } from './context.ts'

async function answerOf(page: { readonly items: readonly object[] }): Promise<{ text: string; type: string | null }> {
  const response = await createRoutes()
    .get('/', (c) => answerPage(c, page))
    .request('/')
  return { text: await response.text(), type: response.headers.get('content-type') }
}

describe('a page', () => {
  it('is the JSON that it stands for', async () => {
    const pages = [{ items: [] }, { items: [{ a: 'ü "quoted"\n', b: undefined }, { c: [null] }], nextCursor: null, more: true }]
    for (const page of pages) {
      const { text, type } = await answerOf(page)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(page)))
      expect(type).toBe('application/json')
    }
  })

  it('writes the same object out once, and its successor anew', async () => {
    let written = 0
    const item = { toJSON: () => ({ written: (written += 1) }) }
    const first = await answerOf({ items: [item] })
    expect(await answerOf({ items: [item, item] })).toEqual({ ...first, text: '{"items":[{"written":1},{"written":1}]}' })
    await answerOf({ items: [{ ...item }] })
    expect(written).toBe(2)
  })
})
