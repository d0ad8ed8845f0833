import { expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './cursor.ts'

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
