import { describe, expect, it } from 'vitest'
import { camera, cameraFor, type CameraOptions, IDENTITY, invert, project } from 'shared/camera'
import { direct, type Direction, instantsOf, tilted } from './direct.ts'

const FRAME = { width: 1080, height: 1920 }
const OPTIONS: CameraOptions = {
  seed: 3,
  intensity: 1,
  aspect: 9 / 16,
  seconds: 3,
  depths: [2, 1],
  subject: { x: 0.3, y: 0.3, width: 0.4, height: 0.5 },
}

function directionOf(more: Partial<Direction>): Direction {
  const layer = (source: number) => [0, 0.25, 0.5, 1].map((loss, index) => ({ loss, source: source + index, toSource: IDENTITY }))
  const layers = [
    { isOpaque: true, states: layer(0) },
    { isOpaque: false, states: layer(4) },
  ]
  return {
    choice: 'dolly_slow',
    camera: OPTIONS,
    frame: FRAME,
    frames: 90,
    layers,
    isGround: false,
    light: { first: 8, draw: () => [] },
    ...more,
  }
}

describe('a tilted plane', () => {
  it('moves as the far layer does at its top and as the near one at its bottom', () => {
    for (const choice of ['orbit', 'dolly_zoom', 'crane_up'] as const) {
      const [far, near] = camera(choice, 0.3, OPTIONS).layers
      if (far === undefined || near === undefined) throw new Error('two layers are missing')
      const seen = invert(tilted(far.view, near.view))
      for (const x of [0, 0.4, 1]) {
        const [top, bottom] = [project(seen, { x, y: 0 }), project(seen, { x, y: 1 })]
        expect(top.x).toBeCloseTo(project(invert(far.view), { x, y: 0 }).x, 6)
        expect(top.y).toBeCloseTo(project(invert(far.view), { x, y: 0 }).y, 6)
        expect(bottom.x).toBeCloseTo(project(invert(near.view), { x, y: 1 }).x, 6)
        expect(bottom.y).toBeCloseTo(project(invert(near.view), { x, y: 1 }).y, 6)
      }
    }
  })

  it('lies between them where its depth does', () => {
    // A camera that has moved sideways shifts a layer by its way over the layer's depth.
    const at = (shift: number) => [1, 0, shift, 0, 1, 0, 0, 0, 1] as const
    const { x } = project(tilted(at(0.05), at(0.1)), { x: 0.5, y: 0.5 })
    expect(x - 0.5).toBeCloseTo(0.075, 6)
  })
})

describe('the open shutter', () => {
  const CLIP = { frame: FRAME, frames: 90 }
  const whip = cameraFor('whip_pan_right', OPTIONS)

  it('is looked through once where nothing moves fast, and more often the faster the camera is', () => {
    expect(instantsOf(CLIP, cameraFor('dolly_slow', OPTIONS), 45)).toEqual([0.5])
    const counts = Array.from({ length: 90 }, (_, index) => instantsOf(CLIP, whip, index).length)
    expect(Math.max(...counts)).toBe(8)
    expect(counts.at(-1)).toBe(1)
  })

  it('is looked through evenly around the frame’s own time', () => {
    const counts = Array.from({ length: 90 }, (_, index) => instantsOf(CLIP, whip, index).length)
    const fastest = counts.indexOf(8)
    const instants = instantsOf(CLIP, whip, fastest)
    const { shutter } = whip(fastest / 90)
    expect(instants.reduce((sum, t) => sum + t, 0) / 8).toBeCloseTo(fastest / 90, 9)
    expect((instants[7] ?? 0) - (instants[0] ?? 0)).toBeCloseTo(((shutter / 90) * 7) / 8, 9)
  })
})

describe('layers', () => {
  it('are drawn back to front, each sharp one once', () => {
    const [instant] = direct(directionOf({}))(10)
    expect(instant?.map(({ source, opacity }) => [source, opacity])).toEqual([
      [0, 1],
      [4, 1],
    ])
  })

  it('go over from one copy to the next while they lose focus, and what is seen never lets through what is behind', () => {
    const frames = Array.from({ length: 90 }, (_, index) => direct(directionOf({ choice: 'static_focus' }))(index)[0] ?? [])
    expect(frames.some((draws) => draws.some(({ source }) => source % 4 > 0))).toBe(true)
    for (const draws of frames) {
      const behind = draws.filter(({ source }) => source < 4)
      expect(behind[0]?.opacity).toBe(1)
      for (const layer of [behind, draws.filter(({ source }) => source >= 4)]) {
        expect(layer.length).toBeLessThanOrEqual(2)
        expect(layer.reduce((through, { opacity }) => through * (1 - opacity), 1)).toBeLessThan(0.08)
      }
    }
  })
})
