import { expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { likePattern } from './text.ts'

it('gives back the parts of a sort key, whatever is in them', () => {
  const parts = [1_763_700_000_000, 'job_ü"\\', -0.5]
  const cursor = encodeCursor(parts)
  expect(cursor).toMatch(/^[\w-]+$/)
  expect(decodeCursor(cursor)).toEqual(parts)
})

it.each(['', 'x', '!!!', encodeCursor([1]) + 'A', Buffer.from('{}').toString('base64url'), Buffer.from('[null]').toString('base64url')])(
  'knows that %j is no cursor',
  (text) => expect(decodeCursor(text)).toBeNull(),
)

it('takes the wildcards of a search literally', () => {
  expect(likePattern(String.raw`100%_\A`)).toBe(String.raw`%100\%\_\\a%`)
})
