import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { splitAdts, streamedPackets } from './film-packets.ts'

/** A frame of ADTS: a header without a checksum, and `bytes` bytes of the value `fill`. */
function frame(bytes: number, fill: number): Buffer {
  const length = bytes + 7
  const header = [0xff, 0xf1, 0x4c, 0x80 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc]
  return Buffer.concat([Buffer.from(header), Buffer.alloc(bytes, fill)])
}

describe('a stream of ADTS', () => {
  it('is cut into frames, and what is not whole is left', () => {
    const whole = Buffer.concat([frame(300, 1), frame(2000, 2), frame(5, 3)])
    const { frames, rest } = splitAdts(whole.subarray(0, whole.length - 1))
    expect(frames.map(({ length, 0: first }) => [length, first])).toEqual([
      [300, 1],
      [2000, 2],
    ])
    expect(rest).toHaveLength(11)
    expect(splitAdts(whole).frames).toHaveLength(3)
    expect(() => splitAdts(Buffer.alloc(20))).toThrow('no frame of ADTS at byte 0')
  })

  it('gives packets as they come, from the encoder’s priming to the very last sample', async () => {
    const stream = new PassThrough()
    const sound = streamedPackets(stream, 1500)
    const packets = sound.packets()
    const bytes = Buffer.concat([frame(10, 1), frame(20, 2), frame(30, 3)])
    const first = packets.next()
    stream.write(bytes.subarray(0, 9))
    stream.write(bytes.subarray(9, 30))
    expect((await first).value).toMatchObject({ byteLength: 10, timestamp: -1024 / 48_000, duration: 1024 / 48_000, type: 'key' })
    stream.end(bytes.subarray(30))
    expect((await packets.next()).value).toMatchObject({ byteLength: 20, timestamp: 0, duration: 1024 / 48_000 })
    expect((await packets.next()).value).toMatchObject({ byteLength: 30, timestamp: 1024 / 48_000, duration: 476 / 48_000 })
    expect((await packets.next()).done).toBe(true)
    expect(sound.most).toBeGreaterThanOrEqual(3)
  })

  it('ends where encoding failed', async () => {
    const stream = new PassThrough()
    const packets = streamedPackets(stream, 48_000).packets()
    stream.end(frame(10, 1))
    expect((await packets.next()).value).toMatchObject({ byteLength: 10 })
    expect((await packets.next()).done).toBe(true)
  })
})
