import { expect, it, vi } from 'vitest'
import { newId } from './new-id.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

function decode(id: string): bigint {
  return Array.from(id.slice(id.indexOf('_') + 1)).reduce((value, letter) => value * 32n + BigInt(ALPHABET.indexOf(letter)), 0n)
}

it('is the prefix and a UUIDv7 of now in 26 letters', () => {
  const before = Date.now()
  const id = newId('job')
  expect(id).toMatch(/^job_[0-9a-hjkmnp-tv-z]{26}$/)
  const uuid = decode(id)
  expect(Number(uuid >> 80n)).toBeGreaterThanOrEqual(before)
  expect(Number(uuid >> 80n)).toBeLessThanOrEqual(Date.now() + 1)
  expect((uuid >> 76n) & 15n).toBe(7n)
  expect((uuid >> 62n) & 3n).toBe(2n)
})

it('rises within one millisecond, and when the clock steps back', () => {
  vi.useFakeTimers({ now: Date.now() + 60_000 })
  const ids = Array.from({ length: 10_000 }, () => newId('job'))
  vi.setSystemTime(Date.now() - 30_000)
  ids.push(newId('job'))
  vi.useRealTimers()
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})
