import { describe, expect, it } from 'vitest'
import { createForecast, createPauses, nextPollMs } from './pace.ts'

const PACE = [2000, 10_000] as const

/** How often something is asked that takes so long, and how long after its end that is found out. */
function watch(workMs: number, typicalMs: number | null): { readonly questions: number; readonly lateMs: number } {
  let [at, questions] = [0, 1]
  while (at < workMs) {
    at += nextPollMs(at, typicalMs, PACE)
    questions += 1
  }
  return { questions, lateMs: at - workMs }
}

describe('asking how it stands', () => {
  it('is rare while nothing can be done yet, and frequent when it usually is', () => {
    expect(nextPollMs(0, 60_000, PACE)).toBe(10_000)
    expect(nextPollMs(35_000, 60_000, PACE)).toBe(2000)
    expect(nextPollMs(100_000, 60_000, PACE)).toBe(3000)
    expect(nextPollMs(400_000, 60_000, PACE)).toBe(10_000)
    expect([nextPollMs(0, null, PACE), nextPollMs(90_000, null, PACE), nextPollMs(3_600_000, null, PACE)]).toEqual([2000, 2700, 10_000])
  })

  it('takes fewer questions than a naive client, and is hardly later', () => {
    const { questions, lateMs } = watch(61_000, 60_000)
    expect(questions).toBeLessThan(20)
    expect(lateMs).toBeLessThanOrEqual(2000)
    expect(watch(60_000, null).questions).toBeLessThan(32)
    expect(watch(300_000, null).questions).toBeLessThan(100)
    for (const typical of [null, 20_000, 45_000, 90_000]) expect(watch(61_000, typical).lateMs, String(typical)).toBeLessThanOrEqual(2000)
  })

  it('comes when it should be done by the progress that is told', () => {
    const remaining = createForecast()
    let [at, questions] = [0, 1]
    while (at < 60_000) {
      // It waits for 10 s, then works for 50.
      const progress = at < 10_000 ? 0 : (at - 10_000) / 50_000
      at += nextPollMs(at, 120_000, [5000, 10_000], remaining(at, progress))
      questions += 1
    }
    expect(at - 60_000).toBeLessThanOrEqual(500)
    expect(questions).toBeLessThan(10)
    expect(remaining(0, null)).toBeNull()
  })
})

describe('pauses after a call without an answer', () => {
  it('grow with jitter within their bounds, and end', () => {
    const series = (): (number | null)[] => {
      const pauses = createPauses(6, [100, 1000])
      return Array.from({ length: 7 }, () => pauses.next(null))
    }
    const [one, two] = [series(), series()]
    expect([one.at(-1), two.at(-1)]).toEqual([null, null])
    expect(one).not.toEqual(two)
    for (const pause of one.slice(0, 6)) expect(pause).toBeLessThanOrEqual(1000)
    const mean = (values: readonly (number | null)[]): number =>
      values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length
    const many = Array.from({ length: 200 }, series)
    expect(mean(many.map(([first]) => first ?? 0))).toBeLessThan(mean(many.map((values) => values[4] ?? 0)))
  })

  it('that a provider asks for use up no try', () => {
    const pauses = createPauses(1, [100, 1000])
    expect([pauses.next(5000), pauses.next(50), pauses.next(7000)]).toEqual([5000, 100, 7000])
    expect(pauses.next(null)).not.toBeNull()
    expect(pauses.next(null)).toBeNull()
    pauses.reset()
    expect(pauses.next(null)).not.toBeNull()
  })
})
