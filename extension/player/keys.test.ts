import { describe, expect, it } from 'vitest'
import { commandFor, frameTime } from './keys.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, onButton: false }

describe('commandFor', () => {
  it.each([
    [' ', { do: 'toggle-play' }],
    ['k', { do: 'toggle-play' }],
    ['K', { do: 'toggle-play' }],
    ['ArrowLeft', { do: 'step-seconds', by: -1 }],
    ['ArrowRight', { do: 'step-seconds', by: 1 }],
    [',', { do: 'step-frames', by: -1 }],
    ['.', { do: 'step-frames', by: 1 }],
    ['l', { do: 'toggle-loop' }],
    ['f', { do: 'toggle-full-screen' }],
  ])('maps %j', (key, command) => {
    expect(commandFor({ ...plain, key })).toEqual(command)
  })

  it('leaves the browser its shortcuts and buttons their space bar', () => {
    expect(commandFor({ ...plain, key: 'f', ctrlKey: true })).toBeNull()
    expect(commandFor({ ...plain, key: 'l', metaKey: true })).toBeNull()
    expect(commandFor({ ...plain, key: 'ArrowLeft', altKey: true })).toBeNull()
    expect(commandFor({ ...plain, key: ' ', onButton: true })).toBeNull()
    expect(commandFor({ ...plain, key: 'k', onButton: true })).toEqual({ do: 'toggle-play' })
    expect(commandFor({ ...plain, key: 'Tab' })).toBeNull()
  })
})

describe('frameTime', () => {
  it('goes from frame to frame without losing or repeating one', () => {
    let now = 0
    const frames: number[] = []
    for (let step = 0; step < 89; step += 1) {
      now = frameTime(now, 1, 30, 3)
      frames.push(Math.floor(now * 30))
    }
    expect(frames).toEqual(Array.from({ length: 89 }, (_, index) => index + 1))
  })

  it('stays within the video', () => {
    expect(frameTime(0, -1, 24, 5)).toBeCloseTo(0.5 / 24)
    expect(frameTime(5, 1, 24, 5)).toBeCloseTo(119.5 / 24)
  })
})
