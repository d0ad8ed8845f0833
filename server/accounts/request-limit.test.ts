import { describe, expect, it } from 'vitest'
import { createRequestLimit } from './request-limit.ts'

function open(limit: number | null) {
  const time = { now: 1_800_000_000_000, limit }
  const desk = createRequestLimit(
    () => time.now,
    () => Promise.resolve(time.limit),
  )
  const admitted = async (user: string, requests: number) => {
    let count = 0
    for (let index = 0; index < requests; index += 1) count += (await desk.admit(user)).ok ? 1 : 0
    return count
  }
  return { ...desk, time, admitted }
}

describe('the requests of a minute', () => {
  it('are as many as the limit at once, then as many as the time that went by', async () => {
    const { admitted, admit, time } = open(30)
    expect(await admitted('usr_a', 100)).toBe(30)
    expect(await admit('usr_a')).toMatchObject({ problem: { code: 'rate_limited', params: { retryAfterSeconds: 2 } } })
    time.now += 10_000
    expect(await admitted('usr_a', 100)).toBe(5)
    time.now += 3_600_000
    expect(await admitted('usr_a', 100)).toBe(30)
  })

  it('are counted for each user alone', async () => {
    const { admitted } = open(10)
    expect([await admitted('usr_a', 20), await admitted('usr_b', 20)]).toEqual([10, 10])
  })

  it('have no limit by default, and one that is set counts at once here and within seconds elsewhere', async () => {
    const { admitted, forget, time } = open(null)
    expect(await admitted('usr_a', 500)).toBe(500)
    time.limit = 10
    expect(await admitted('usr_a', 20)).toBe(20)
    forget()
    expect(await admitted('usr_a', 20)).toBe(10)
    time.limit = null
    time.now += 5000
    expect(await admitted('usr_a', 50)).toBe(50)
  })
})
