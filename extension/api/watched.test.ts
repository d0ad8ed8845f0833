import { expect, it } from 'vitest'
import type { Reply } from './reply.ts'
import { watched } from './watched.ts'

it('asks once more for calls that come while an answer is awaited, and keeps the last value while nobody answers', async () => {
  const waiting: ((reply: Reply<number>) => void)[] = []
  let told = 0
  const number = watched<number>(() => new Promise((resolve) => waiting.push(resolve)))
  const stop = number.subscribe(() => (told += 1))
  const asked = number.refresh()
  void number.refresh()
  void number.refresh()
  expect(waiting).toHaveLength(1)
  waiting[0]?.({ kind: 'ok', value: 1 })
  await new Promise((resolve) => setTimeout(resolve))
  expect([waiting.length, number.state()]).toEqual([2, { value: 1, failure: null }])
  waiting[1]?.({ kind: 'offline' })
  await asked
  expect(number.state()).toEqual({ value: 1, failure: { kind: 'offline' } })
  stop()
  number.set(5)
  expect([told, number.state().value]).toEqual([2, 5])
})

it('does not let an answer that was asked for before a change cover it', async () => {
  let answer: (reply: Reply<number>) => void = () => undefined
  const number = watched<number>(() => new Promise((resolve) => (answer = resolve)))
  const asked = number.refresh()
  number.set(7)
  answer({ kind: 'ok', value: 1 })
  await asked
  expect(number.state().value).toBe(7)
})
