import { camera, CAMERA_MOVES, DEFOCUS_DEVIATION, framing, INTENSITY_SCALE, invert, type Point, project, showBox } from 'shared/camera'
import { describe, expect, it } from 'vitest'
import { aimOf, appearanceAt, frameAt, frameCount, placeToShow, type Shot, shotFraming } from './stage.ts'

const shot: Shot = {
  picture: { url: 'blob:a', width: 4000, height: 3000, focus: { x: 0.3, y: 0.55 }, subject: null },
  frame: { width: 1080, height: 1920 },
  fit: 'crop',
  move: 'dolly_slow',
  intensity: 'medium',
  seed: 42,
  duration: 5,
  frameRate: 30,
}
const size = { width: 270, height: 480 }

/** Where CSS shows a point of the element, by its own rules: column-major matrix3d, then division by w. */
function shownAt(transform: string, point: Point): Point {
  const m = transform.slice('matrix3d('.length, -1).split(', ').map(Number)
  const at = (index: number): number => m[index] ?? Number.NaN
  const w = at(3) * point.x + at(7) * point.y + at(15)
  return { x: (at(0) * point.x + at(4) * point.y + at(12)) / w, y: (at(1) * point.x + at(5) * point.y + at(13)) / w }
}

const percent = (text: string): number => Number(text.slice(0, -1)) / 100

describe('frames', () => {
  it('are as many as the engine makes, and follow the clock', () => {
    expect(frameCount(shot)).toBe(150)
    expect([0, 1 / 30, 0.99 / 30, 4.999, 5, 5.04].map((seconds) => frameAt(shot, seconds))).toEqual([0, 1, 0, 149, 0, 1])
    expect(frameCount({ duration: 3.5, frameRate: 24 })).toBe(84)
  })
})

describe('aimOf', () => {
  it('finds focus and subject in the framed picture as the engine does', () => {
    const subject = { x: 0.25, y: 0.4, width: 0.2, height: 0.4 }
    const picture = { url: 'blob:a', width: 4000, height: 3000, focus: { x: 0.35, y: 0.55 }, subject }
    const framed = framing('crop', picture, shot.frame, { focus: picture.focus, subject })
    if (framed.kind !== 'box') throw new Error('the subject fits into a crop')
    const [focus, corner] = [picture.focus, subject].map((point) => project(invert(showBox(framed.box)), point))
    const told = aimOf({ ...shot, picture })
    expect(told.target).toMatchObject({ x: expect.closeTo(focus?.x ?? Number.NaN), y: expect.closeTo(focus?.y ?? Number.NaN) })
    expect(told.subject).toMatchObject({ x: expect.closeTo(corner?.x ?? Number.NaN), y: expect.closeTo(corner?.y ?? Number.NaN) })
    expect(aimOf({ ...shot, picture: null })).toEqual({})
  })
})

describe('appearanceAt', () => {
  it.each(CAMERA_MOVES)('shows every point of %s where the engine renders it', (move) => {
    for (const fit of ['crop', 'blur', { x: 0.1, y: 0.2, width: 0.5, height: 0.6 }] as const)
      for (const frame of [0, 1, 74, 149]) {
        const current: Shot = { ...shot, move, fit }
        const state = camera(move, frame / 150, {
          seed: 42,
          intensity: INTENSITY_SCALE.medium,
          aspect: 1080 / 1920,
          seconds: 5,
          depths: [1],
          ...aimOf(current),
        })
        const [layer] = state.layers
        if (layer === undefined) throw new Error('no layer')
        // The engine takes a point of the output from a point of the framed picture; CSS must bring that point back to it.
        for (const output of [
          { x: 0, y: 0 },
          { x: 0.5, y: 0.5 },
          { x: 1, y: 0.25 },
        ]) {
          const source = project(layer.view, output)
          const shown = shownAt(appearanceAt(current, frame, size).transform, { x: source.x * size.width, y: source.y * size.height })
          expect(shown.x).toBeCloseTo(output.x * size.width, 6)
          expect(shown.y).toBeCloseTo(output.y * size.height, 6)
        }
      }
  })

  it('blurs what is out of focus, by the engine’s measure', () => {
    const pushed: Shot = { ...shot, move: 'through_object' }
    expect(appearanceAt(pushed, 75, size).filter).toBe(`blur(${(DEFOCUS_DEVIATION * 480).toFixed(3)}px)`)
    expect(appearanceAt(pushed, 0, size)).toMatchObject({ filter: 'none', opacity: '1' })
  })

  it('waits for a size', () => {
    expect(appearanceAt(shot, 0, { width: 0, height: 0 })).toEqual({ transform: 'none', filter: 'none', opacity: '1' })
  })
})

describe('placeToShow', () => {
  it('lays the picture so that the framed box fills the frame', () => {
    const framed = shotFraming(shot)
    if (framed.kind !== 'box') throw new Error('a crop is a box')
    const { box } = framed
    const place = placeToShow(box)
    const onFrame = showBox({
      x: percent(place.insetInlineStart),
      y: percent(place.insetBlockStart),
      width: percent(place.inlineSize),
      height: percent(place.blockSize),
    })
    expect(project(onFrame, { x: box.x, y: box.y }).x).toBeCloseTo(0)
    expect(project(onFrame, { x: box.x + box.width, y: box.y + box.height })).toMatchObject({ x: expect.closeTo(1), y: expect.closeTo(1) })
  })
})
