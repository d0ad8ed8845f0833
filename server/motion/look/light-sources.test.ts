import { IDENTITY, project, type Homography } from 'shared/camera'
import { LIGHTINGS } from 'shared/strategy'
import { describe, expect, it } from 'vitest'
import { plainDraw } from '../scene.ts'
import { openDarkroom, type Planes } from '../testing/darkroom.ts'
import { lightSources } from './light-sources.ts'
import { overlaysOf, swayed } from './overlays.ts'
import { paintTexture } from './paint-texture.ts'

const FRAME = { width: 160, height: 90 }
const LOOK = { style: 'realistic', lighting: 'golden_hour', strength: 2 / 3, intensity: 1, bars: false, seed: 3 } as const
const PANNED: Homography = [0.8, 0, 0.2, 0, 0.8, 0.1, 0, 0, 1]

describe('the light over a scene', () => {
  it('is nothing for the realistic style without lighting', async () => {
    const light = lightSources(await openDarkroom(), FRAME, { ...LOOK, lighting: null }, { frameRate: 30 })
    expect(light.sources).toEqual([])
    expect(light.draw(0, [IDENTITY])).toEqual([])
  })

  it.each(LIGHTINGS)('of %s changes what is seen, drifts, and is the same for the same seed', async (lighting) => {
    const look = { ...LOOK, lighting }
    const seenAt = async (frames: readonly number[], seed: number): Promise<readonly Planes[]> => {
      const room = await openDarkroom()
      const ground = room.picture(16, 16, () => [90, 90, 90])
      const light = lightSources(room, FRAME, { ...look, seed }, { frameRate: 30 })
      return frames.map((frame) => {
        const draws = light.draw(frame, [IDENTITY]).map((draw) => ({ ...draw, source: draw.source + 1 }))
        return room.render(FRAME, [ground, ...light.sources], [[plainDraw(0, IDENTITY), ...draws]])
      })
    }
    const [start, later] = await seenAt([0, 60], 3)
    const [again] = await seenAt([0], 3)
    const [other] = await seenAt([0], 4)
    const plain = 16 + (90 * 219) / 255
    expect(start?.y.some((level) => Math.abs(level - plain) > 8)).toBe(true)
    expect(again).toEqual(start)
    expect(later).not.toEqual(start)
    expect(other).not.toEqual(start)
  })

  it('follows the camera by its share, and the lens not at all', async () => {
    const room = await openDarkroom()
    const overlays = overlaysOf({ ...LOOK, style: 'cinematic' })
    const light = lightSources(room, FRAME, { ...LOOK, style: 'cinematic' }, { frameRate: 30 })
    const [still, moved] = [light.draw(0, [IDENTITY]), light.draw(0, [PANNED])]
    const middle = { x: 0.5, y: 0.5 }
    overlays.forEach(({ parallax }, index) => {
      const before = project(still[index]?.view ?? IDENTITY, middle)
      const after = project(moved[index]?.view ?? IDENTITY, middle)
      const scale = project(still[index]?.view ?? IDENTITY, { x: 1.5, y: 0.5 }).x - before.x
      expect(after.x - before.x).toBeCloseTo(parallax * 0.1 * scale, 6)
      expect(after.y - before.y).toBeCloseTo(0, 6)
    })
    expect(new Set(overlays.map(({ parallax }) => parallax > 0))).toEqual(new Set([true, false]))
  })

  it.each(LIGHTINGS)('of %s never shows the edge of a texture', async (lighting) => {
    const light = lightSources(await openDarkroom(), FRAME, { ...LOOK, lighting, style: '3d' }, { frameRate: 30 })
    for (let frame = 0; frame < 600; frame += 7)
      for (const { view } of light.draw(frame, [PANNED]))
        for (const corner of [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ]) {
          const { x, y } = project(view, corner)
          expect(Math.min(x, y)).toBeGreaterThan(0)
          expect(Math.max(x, y)).toBeLessThan(1)
        }
  })

  it('is stronger with its strength', () => {
    const opacity = (strength: number): number => overlaysOf({ ...LOOK, strength })[0]?.opacity ?? 0
    expect(opacity(0.4)).toBeLessThan(opacity(2 / 3))
    expect(opacity(2 / 3)).toBeLessThan(opacity(1))
    expect(opacity(0)).toBe(0)
  })

  it('sways further in a livelier scene, never beyond its texture', () => {
    const [calm, lively, wild] = [0.5, 1, 4].map((intensity) => overlaysOf({ ...LOOK, intensity })[1])
    expect(lively?.drift.down.amplitude).toBeCloseTo(2 * (calm?.drift.down.amplitude ?? 0))
    expect(wild?.drift.down.amplitude).toBeCloseTo(1.5 * (lively?.drift.down.amplitude ?? 0))
  })

  it('is painted without bands: neighbours on a slow slope take more than one level', () => {
    const [, leak] = overlaysOf(LOOK)
    if (leak === undefined) throw new Error('golden hour has a leak of light')
    const { data, size } = paintTexture(leak, { width: 480, height: 270 })
    const row = data.subarray(0, size.width * 3)
    const changes = Array.from({ length: size.width - 1 }, (_, column) => (row[column * 3] ?? 0) !== (row[column * 3 + 3] ?? 0))
    expect(changes.filter(Boolean).length / changes.length).toBeGreaterThan(0.3)
  })

  it('sways back to where it was', () => {
    const sway = { amplitude: 0.1, period: 4, phase: 1 }
    const drift = { across: sway, down: { ...sway, amplitude: 0 } }
    expect(swayed(drift, 1).x).toBeCloseTo(0.1 * Math.sin(Math.PI / 2 + 1))
    expect(swayed(drift, 5).x).toBeCloseTo(swayed(drift, 1).x)
    expect(swayed(drift, 3).y).toBeCloseTo(0)
  })
})
