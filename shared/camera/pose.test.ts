import { describe, expect, it } from 'vitest'
import { IDENTITY, invert, isAxisAligned, type Point, project } from './index.ts'
import { closer, magnification, shareInside } from './overscan.ts'
import { around, type Pose, REST, viewOf } from './pose.ts'

const ASPECT = 16 / 9

/** Where a pinhole shows a point of a layer, worked out ray by ray instead of by matrices: for turns to the right and steps only. */
function pinhole({ x, y, z, yaw }: Pose, depth: number, point: Point): Point {
  const focal = 1.2 * ASPECT
  // The point in space, in subject's distances: the layer fills the frame at rest.
  const world = { x: ((point.x - 0.5) * ASPECT * depth) / focal, y: ((point.y - 0.5) * depth) / focal, z: depth }
  const seen = { x: world.x - x / focal, y: world.y - y / focal, z: world.z - z }
  const across = seen.x * Math.cos(yaw) - seen.z * Math.sin(yaw)
  const ahead = seen.x * Math.sin(yaw) + seen.z * Math.cos(yaw)
  return { x: (focal * across) / ahead / ASPECT + 0.5, y: (focal * seen.y) / ahead + 0.5 }
}

describe('the pinhole', () => {
  it('shows every layer over the whole frame at rest', () => {
    for (const depth of [0.7, 1, 2, 5]) expect(viewOf(REST, depth, ASPECT)).toEqual(IDENTITY.map((value) => expect.closeTo(value, 12)))
  })

  it('shows points where rays say', () => {
    const pose = { ...REST, x: 0.1, y: -0.07, z: 0.2, yaw: 0.15 }
    for (const depth of [1, 2])
      for (const point of [
        { x: 0.1, y: 0.2 },
        { x: 0.5, y: 0.5 },
        { x: 0.8, y: 0.9 },
      ]) {
        const shown = project(invert(viewOf(pose, depth, ASPECT)), point)
        const expected = pinhole(pose, depth, point)
        expect(shown.x).toBeCloseTo(expected.x, 9)
        expect(shown.y).toBeCloseTo(expected.y, 9)
      }
  })

  it('keeps to the axes while it does not turn', () => {
    expect(isAxisAligned(viewOf({ ...REST, x: 0.1, y: 0.2, z: 0.3, zoom: 1.4, shiftX: 0.02 }, 2, ASPECT))).toBe(true)
    expect(isAxisAligned(viewOf({ ...REST, roll: 0.01 }, 2, ASPECT))).toBe(false)
  })

  it('looks up with a positive pitch and turns clockwise with a positive roll', () => {
    expect(project(viewOf({ ...REST, pitch: 0.1 }, 1, ASPECT), { x: 0.5, y: 0.5 }).y).toBeLessThan(0.5)
    expect(project(viewOf({ ...REST, roll: 0.1 }, 1, ASPECT), { x: 1, y: 0.5 }).y).toBeGreaterThan(0.5)
  })

  it('carried around a point leaves it where it is', () => {
    const point = { x: 0.3, y: -0.2 }
    const share = { x: point.x / ASPECT + 0.5, y: point.y + 0.5 }
    const view = viewOf(around(point, 0.2, -0.1, ASPECT), 1, ASPECT)
    const shown = project(invert(view), share)
    expect(shown.x).toBeCloseTo(share.x, 9)
    expect(shown.y).toBeCloseTo(share.y, 9)
  })
})

describe('the share of a view that has no edge in it', () => {
  it('is all of a view inside the picture, and half of one twice as wide', () => {
    expect(shareInside([IDENTITY])).toBe(1)
    expect(shareInside([[2, 0, -0.5, 0, 1, 0, 0, 0, 1]])).toBeCloseTo(0.5, 3)
    expect(shareInside([[1, 0, 0.3, 0, 1, 0, 0, 0, 1]])).toBeCloseTo(0.4, 3)
  })

  it('touches the edge of a turned view from inside', () => {
    const view = viewOf({ ...REST, yaw: 0.1, roll: 0.1, x: 0.05 }, 1, ASPECT)
    const inside = closer(view, shareInside([view]))
    const reach = [0, 1]
      .flatMap((x) => [0, 1].flatMap((y) => Object.values(project(inside, { x, y }))))
      .flatMap((value) => [value - 1, -value])
    expect(Math.max(...reach)).toBeLessThanOrEqual(0)
    expect(Math.max(...reach)).toBeGreaterThan(-2e-3)
  })
})

describe('the magnification of a view', () => {
  it('is what it zooms, however it is turned', () => {
    expect(magnification(viewOf({ ...REST, zoom: 1.7, roll: 0.3 }, 1, ASPECT))).toBeCloseTo(1.7, 9)
    expect(magnification(viewOf({ ...REST, z: 0.5 }, 2, ASPECT))).toBeCloseTo(2 / 1.5, 9)
  })

  it('is that of the nearest side of a layer that is turned away', () => {
    const view = viewOf(around({ x: 0, y: 0 }, 0.2, 0, 1), 1, 1)
    const h = 1e-4
    const areas = [0, 1].flatMap((x) =>
      [0, 1].map((y) => {
        const [at, right, down] = [project(view, { x, y }), project(view, { x: x + h, y }), project(view, { x, y: y + h })]
        return ((right.x - at.x) * (down.y - at.y) - (right.y - at.y) * (down.x - at.x)) / h ** 2
      }),
    )
    expect(magnification(view)).toBeCloseTo(Math.max(...areas.map((area) => 1 / Math.sqrt(area))), 3)
  })
})
