import { describe, expect, it } from 'vitest'
import { cutIntoPieces, type Piece } from './pieces.ts'
import { layOut } from './timeline.ts'
import type { StitchClip } from './face.ts'

const RATE = 30
const GOP = 15

function clip(frames: number, overlap: number, trim: { in?: number; out?: number } = {}): StitchClip {
  const next = overlap === 0 ? null : { kind: 'fade', seconds: overlap / RATE }
  const [from, to] = [trim.in ?? 0, trim.out ?? frames]
  return { path: '', duration: frames / RATE, in: from / RATE, out: to / RATE, sound: 'keep', next }
}

function cut(clips: readonly StitchClip[], touched: readonly { from: number; to: number }[] = []): readonly Piece[] {
  const files = clips.map(({ duration }) => {
    const frames = Math.round(duration * RATE)
    return { frames, edges: Array.from({ length: Math.ceil(frames / GOP) }, (_, index) => index * GOP) }
  })
  return cutIntoPieces(layOut(clips, RATE), files, touched)
}

const shape = (pieces: readonly Piece[]) => pieces.map(({ kind, start, frames }) => [kind, start, frames])

describe('cutting a film into pieces', () => {
  it('renders nothing but the overlaps where they begin and end at edges', () => {
    expect(shape(cut([clip(150, 15), clip(150, 15), clip(150, 0)]))).toEqual([
      ['copied', 0, 135],
      ['rendered', 135, 15],
      ['copied', 150, 120],
      ['rendered', 270, 15],
      ['copied', 285, 135],
    ])
  })

  it('renders from edge to edge around an overlap that lies between', () => {
    const [head, join, tail] = cut([clip(150, 10), clip(150, 0)])
    expect(head).toMatchObject({ kind: 'copied', from: 0, to: 135 })
    expect(join).toMatchObject({
      parts: [
        { clip: 0, from: 135, to: 150 },
        { clip: 1, from: 0, to: 15 },
      ],
      overlaps: [{ frames: 10 }],
      frames: 20,
    })
    expect(tail).toMatchObject({ kind: 'copied', start: 155, from: 15, to: 150 })
  })

  it('copies everything across cuts, the last and shorter GOP of a clip too', () => {
    expect(shape(cut([clip(100, 0), clip(150, 0)]))).toEqual([
      ['copied', 0, 100],
      ['copied', 100, 150],
    ])
  })

  it('renders what is trimmed off an edge, each cut by itself', () => {
    expect(shape(cut([clip(150, 0, { in: 20, out: 140 }), clip(150, 0, { in: 30 })]))).toEqual([
      ['rendered', 0, 10],
      ['copied', 10, 105],
      ['rendered', 115, 5],
      ['copied', 120, 120],
    ])
  })

  it('renders a clip without a whole GOP of its own as one with its joins', () => {
    const pieces = cut([clip(150, 15), clip(35, 15), clip(150, 0)])
    expect(shape(pieces)).toEqual([
      ['copied', 0, 135],
      ['rendered', 135, 35],
      ['copied', 170, 135],
    ])
    expect(pieces[1]).toMatchObject({
      parts: [{ clip: 0 }, { clip: 1, from: 0, to: 35 }, { clip: 2 }],
      overlaps: [{ frames: 15 }, { frames: 15 }],
    })
  })

  it('renders the GOPs that something lies over, and no others', () => {
    expect(
      shape(
        cut(
          [clip(150, 15), clip(150, 0)],
          [
            { from: 20, to: 31 },
            { from: 200, to: 201 },
          ],
        ),
      ),
    ).toEqual([
      ['copied', 0, 15],
      ['rendered', 15, 30],
      ['copied', 45, 90],
      ['rendered', 135, 15],
      ['copied', 150, 45],
      ['rendered', 195, 15],
      ['copied', 210, 75],
    ])
  })

  it('covers every frame of the film once, whatever the clips are', () => {
    for (let seed = 1; seed < 200; seed += 1) {
      const clips = Array.from({ length: 6 }, (_, index) =>
        clip(5 + ((seed * (index + 2) * 7919) % 200), (seed * (index + 7)) % 45, { in: (seed * index) % 9 }),
      )
      const { frames } = layOut(clips, RATE)
      const pieces = cut(clips, [{ from: seed, to: seed + 40 }])
      let at = 0
      for (const piece of pieces) {
        expect(piece.start).toBe(at)
        at += piece.frames
      }
      expect(at).toBe(frames)
    }
  })
})
