import { describe, expect, it } from 'vitest'
import { CRASH_POINTS, readCrashPoints } from './crash-points.ts'

describe('crash points', () => {
  it('end the process at the named one, after as many hits as asked for', () => {
    let ends = 0
    const read = readCrashPoints({ point: 'before_settle', afterHits: 2 }, () => {
      ends += 1
    })
    if (!read.ok) throw new Error(read.message)
    for (const point of CRASH_POINTS) read.crash.reach(point)
    expect(ends).toBe(0)
    for (const point of CRASH_POINTS) read.crash.reach(point)
    expect(ends).toBe(1)
  })

  it('do nothing where none is named, and refuse a name that is not one', () => {
    expect(readCrashPoints(null).ok).toBe(true)
    expect(readCrashPoints({ point: 'nowhere', afterHits: 1 })).toMatchObject({ ok: false })
  })
})
