import { describe, expect, it } from 'vitest'
import { summarisePackets, type PacketTime } from './packet-times.ts'

function packets(starts: readonly number[], keyEvery = 15): PacketTime[] {
  return starts.map((start, index) => ({ start, duration: 1 / 30, bytes: 1000, key: index % keyEvery === 0 }))
}

describe('packet times', () => {
  it('measure an even clip', () => {
    const even = packets(Array.from({ length: 45 }, (_, index) => index / 30))
    expect(summarisePackets(even)).toMatchObject({ frames: 45, frameRate: 30, constantFrameRate: true, keyFrames: 3, longestGop: 15 })
    expect(summarisePackets(even).duration).toBeCloseTo(1.5, 6)
    expect(summarisePackets(even).bitrate).toBe(240_000)
  })

  it('do not care that frames are stored out of order', () => {
    const stored = packets([0, 3, 1, 2, 6, 4, 5].map((frame) => frame / 30))
    expect(summarisePackets(stored)).toMatchObject({ frames: 7, constantFrameRate: true })
  })

  it('take whole milliseconds for an even grid, and a dropped frame not', () => {
    const rounded = Array.from({ length: 60 }, (_, index) => Math.round((index * 1000) / 30) / 1000)
    expect(summarisePackets(packets(rounded)).constantFrameRate).toBe(true)
    expect(summarisePackets(packets(rounded.filter((_, index) => index !== 30))).constantFrameRate).toBe(false)
  })

  it('leave out what an edit list hides', () => {
    expect(summarisePackets(packets([-2 / 30, -1 / 30, 0, 1 / 30])).frames).toBe(2)
  })

  it('find nothing in nothing', () => {
    expect(summarisePackets([])).toMatchObject({ frames: 0, duration: 0 })
  })
})
