import { describe, expect, it } from 'vitest'
import { type Batch, Channel } from './channel.ts'

const NOTHING: Batch = { changes: [], nextAfter: 0, more: false }
const never = new AbortController().signal
const LONG = 60_000

describe('a channel', () => {
  it('reads once for all at one place, and again once woken', async () => {
    const asked: number[] = []
    const channel = new Channel(async (after) => {
      asked.push(after)
      return { ...NOTHING, nextAfter: after }
    })
    await Promise.all([channel.next(3), channel.next(3), channel.next(5), channel.next(3)])
    expect(asked).toEqual([3, 5])
    channel.wake()
    await channel.next(3)
    expect(asked).toEqual([3, 5, 3])
  })

  it('does not sleep when it was woken while its batch was being read', async () => {
    let finish = (_batch: Batch): void => {}
    const channel = new Channel(() => new Promise((resolve) => (finish = resolve)))
    const reading = channel.next(0)
    channel.wake()
    finish(NOTHING)
    const { wakes } = await reading
    await channel.sleep(wakes, LONG, never)
    expect(channel.sleepers).toBe(0)
  })

  it('leaves no sleeper and no listener behind, whatever ends a sleep', async () => {
    const channel = new Channel(async () => NOTHING)
    const stop = new AbortController()
    const sleeps = [channel.sleep(0, LONG, stop.signal), channel.sleep(0, 1, stop.signal), channel.sleep(0, LONG, never)]
    expect(channel.sleepers).toBe(3)
    await sleeps[1]
    expect(channel.sleepers).toBe(2)
    stop.abort()
    await sleeps[0]
    expect(channel.sleepers).toBe(1)
    channel.wake()
    await sleeps[2]
    expect(channel.sleepers).toBe(0)
    await channel.sleep(channel.wakes, LONG, stop.signal)
  })

  it('tells a failed read to those who wait and reads anew for the next', async () => {
    let fails = true
    const channel = new Channel(async () => {
      if (fails) throw new Error('down')
      return NOTHING
    })
    await expect(Promise.all([channel.next(0), channel.next(0)])).rejects.toThrow('down')
    fails = false
    expect(await channel.next(0)).toMatchObject(NOTHING)
  })
})
