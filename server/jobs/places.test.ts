import { succeed } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { createPlaces, stepsAtOnce } from './places.ts'

const never = new AbortController().signal

describe('places', () => {
  it('leave one processor for the server, but are two at least', () => {
    expect([1, 2, 3, 4, 16].map(stepsAtOnce)).toEqual([2, 2, 2, 3, 15])
  })

  it('run no more steps at once than there are, and finish before they start', async () => {
    const places = createPlaces(1)
    const order: string[] = []
    const gate = Promise.withResolvers<null>()
    const first = places.hold('start', never, async () => succeed(await gate.promise))
    const late = places.hold('start', never, async () => succeed(order.push('start')))
    const finishing = places.hold('finish', never, async () => succeed(order.push('finish')))
    expect(order).toEqual([])
    gate.resolve(null)
    await Promise.all([first, late, finishing])
    expect(order).toEqual(['finish', 'start'])
  })

  it('let go of a waiting step at once, and of a running one only when it is over', async () => {
    const places = createPlaces(1)
    const stop = new AbortController()
    const gate = Promise.withResolvers<null>()
    const running = places.hold('start', stop.signal, async () => succeed(await gate.promise))
    const waiting = places.hold('start', stop.signal, async () => succeed(null))
    stop.abort()
    expect(await waiting).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    let next = false
    const after = places.hold('finish', never, async () => succeed((next = true)))
    await new Promise((resolve) => setImmediate(resolve))
    expect(next).toBe(false)
    gate.resolve(null)
    expect(await running).toEqual({ ok: true, value: null })
    await after
    expect(next).toBe(true)
  })
})
