import { describe, expect, it } from 'vitest'
import { BOUNDARY_KINDS, TRANSITIONS } from '../limits.ts'
import { isDrawn, JOIN_ALONE, joinClock, joinLook } from './join-looks.ts'

describe('joinLook', () => {
  it.each([...BOUNDARY_KINDS, 'wipeup', 'pixelize'])('shows %s from one side alone to the other alone', (kind) => {
    const [start, end] = [joinLook(kind, 0), joinLook(kind, 1)]
    expect([start.before.opacity, start.after.opacity]).toEqual([1, 0])
    expect([end.before.opacity, end.after.opacity]).toEqual([0, 1])
    for (const side of [start.before, end.after]) expect(side).toMatchObject({ transform: 'none', clipPath: 'none', filter: 'none' })
  })

  it('shows both sides halfway through every transition, and no two transitions alike but fade and dissolve', () => {
    const halves = TRANSITIONS.map((kind) => JSON.stringify(joinLook(kind, 0.4)))
    expect(new Set(halves).size).toBe(TRANSITIONS.length - 1)
    expect(joinLook('slide', 0.25)).toMatchObject({
      before: { transform: 'translate(-25.00%, 0.00%)' },
      after: { transform: 'translate(75.00%, 0.00%)' },
    })
    expect(joinLook('wipe', 0.25).after.clipPath).toBe('inset(0.00% 0.00% 0.00% 75.00%)')
  })

  it('says which it cannot show as they will be', () => {
    expect(BOUNDARY_KINDS.every(isDrawn)).toBe(true)
    expect(isDrawn('pixelize')).toBe(false)
    expect(joinLook('pixelize', 0.5)).toEqual(joinLook('fade', 0.5))
  })
})

describe('joinClock', () => {
  it('shows one side alone, the transition, the other side alone, and begins again', () => {
    expect(joinClock(0, 0.5)).toEqual({ round: 0, time: 0, share: 0 })
    expect(joinClock(JOIN_ALONE, 0.5).share).toBe(0)
    expect(joinClock(JOIN_ALONE + 0.25, 0.5).share).toBeCloseTo(0.5)
    expect(joinClock(JOIN_ALONE + 0.6, 0.5).share).toBe(1)
    expect(joinClock(JOIN_ALONE * 2 + 0.5, 0.5)).toEqual({ round: 1, time: 0, share: 0 })
    expect(joinClock((JOIN_ALONE * 2 + 0.5) * 7 + 0.1, 0.5).round).toBe(7)
  })

  it('changes sides at once where nothing overlaps', () => {
    expect([joinClock(JOIN_ALONE - 0.01, 0).share, joinClock(JOIN_ALONE, 0).share]).toEqual([0, 1])
  })
})
