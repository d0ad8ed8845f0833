import { describe, expect, it } from 'vitest'
import type { StitchClip } from './face.ts'
import { boundsOf, fitOverlaps, layOut } from './timeline.ts'

function clip(seconds: number, next: StitchClip['next'], trim: Partial<StitchClip> = {}): StitchClip {
  return { path: 'clip.mp4', duration: seconds, in: 0, out: seconds, sound: 'keep', next, ...trim }
}
const fade = { kind: 'fade', seconds: 0.5 }

describe('laying clips out', () => {
  it('counts shared frames once', () => {
    const timeline = layOut([clip(5, fade), clip(5, fade), clip(5, null)], 30)
    expect(timeline.frames).toBe(450 - 30)
    expect(timeline.clips.map(({ start, overlap }) => [start, overlap])).toEqual([
      [0, 15],
      [135, 15],
      [270, 0],
    ])
    expect(boundsOf(timeline, 30)[1]).toEqual({ start: 4.5, end: 9.5 })
  })

  it('shares nothing at cuts, in continuous flows, and after the last clip', () => {
    const timeline = layOut(
      [clip(2, null), clip(2, { kind: 'continuous', seconds: 1 }), clip(2, { kind: 'cut', seconds: 1 }), clip(2, fade)],
      24,
    )
    expect(timeline.frames).toBe(8 * 24)
    expect(timeline.clips.every(({ overlap, transition }) => overlap === 0 && transition === null)).toBe(true)
  })

  it('shows what lies between in and out, and never less than a frame', () => {
    const timeline = layOut([clip(5, null, { in: 1, out: 3.5 }), clip(5, null, { in: 9, out: 0 }), clip(5, null, { in: -1, out: 99 })], 30)
    expect(timeline.clips.map(({ from, to }) => [from, to])).toEqual([
      [30, 105],
      [149, 150],
      [0, 150],
    ])
  })

  it('does not drift over a hundred clips of odd lengths', () => {
    const clips = Array.from({ length: 100 }, (_, index) => clip(2.5 + (index % 3) / 30, index % 2 === 0 ? fade : null))
    const timeline = layOut(clips, 30)
    const lengths = clips.map(({ duration }) => Math.round(duration * 30)).reduce((sum, each) => sum + each, 0)
    expect(timeline.frames).toBe(lengths - 50 * 15)
    const last = timeline.clips.at(-1)
    expect((last?.start ?? 0) + (last?.to ?? 0)).toBe(timeline.frames)
  })
})

describe('fitting overlaps', () => {
  it.each<[string, readonly number[], readonly number[], readonly number[]]>([
    ['leaves what fits', [150, 150, 150], [15, 15], [15, 15]],
    ['makes a cut of what a clip cannot hold', [10, 150], [15], [0]],
    ['makes a cut of what would be the whole clip', [150, 15], [15], [0]],
    ['makes a cut of a single frame', [150, 150], [1], [0]],
    ['shortens both sides of a short clip in proportion', [150, 30, 150], [29, 14], [20, 9]],
    ['drops one side where no two frames are left for it', [150, 20, 150], [19, 2], [19, 0]],
    ['drops the earlier where the later is longer', [150, 20, 150], [2, 19], [0, 19]],
    ['leaves one of two equal ones in a tiny clip', [150, 3, 150], [2, 2], [2, 0]],
    ['has nothing to do for one clip', [150], [], []],
  ])('%s', (_, lengths, wanted, fitted) => {
    expect(fitOverlaps(lengths, wanted)).toEqual(fitted)
  })

  it('never asks more of any clip than it has', () => {
    for (let seed = 1; seed < 300; seed += 1) {
      const lengths = Array.from({ length: 8 }, (_, index) => 1 + ((seed * (index + 3) * 7919) % 60))
      const wanted = Array.from({ length: 7 }, (_, index) => (seed * (index + 5) * 104_729) % 40)
      const fitted = fitOverlaps(lengths, wanted)
      lengths.forEach((length, index) => expect((fitted[index - 1] ?? 0) + (fitted[index] ?? 0)).toBeLessThanOrEqual(length))
      fitted.forEach((overlap, index) => expect(overlap).toBeLessThanOrEqual(wanted[index] ?? 0))
    }
  })
})
