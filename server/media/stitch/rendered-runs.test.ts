import { describe, expect, it } from 'vitest'
import type { RenderedPiece } from './pieces.ts'
import { batchesOf } from './rendered-runs.ts'

function missing(overlaps: number): { name: string; piece: RenderedPiece } {
  const piece = {
    kind: 'rendered',
    start: 0,
    frames: 15,
    parts: [],
    overlaps: Array.from({ length: overlaps }, () => ({ frames: 15, transition: 'fade' })),
  } as const
  return { name: '', piece }
}

describe('what one ffmpeg renders at a time', () => {
  const sizes = (overlaps: readonly number[], width: number, height: number): readonly number[] =>
    batchesOf(overlaps.map(missing), { width, height }).map(({ length }) => length)

  it('is eight joins of 1080p, two of 2160p and any number of what has no join', () => {
    expect(
      sizes(
        Array.from({ length: 30 }, () => 1),
        1920,
        1080,
      ),
    ).toEqual([8, 8, 8, 6])
    expect(sizes([1, 1, 1, 1], 3840, 2160)).toEqual([2, 2])
    expect(
      sizes(
        Array.from({ length: 200 }, () => 0),
        3840,
        2160,
      ),
    ).toEqual([200])
    expect(sizes([], 1920, 1080)).toEqual([])
  })

  it('is at least one piece, however much overlaps in it', () => {
    expect(sizes([20, 1, 1], 1920, 1080)).toEqual([1, 2])
  })
})
