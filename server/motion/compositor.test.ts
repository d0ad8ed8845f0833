import { beforeAll, describe, expect, it } from 'vitest'
import { type Homography, IDENTITY } from 'shared/camera'
import { type Draw, placedAt, plainDraw } from './scene.ts'
import { placeCoverage, placePicture, placeRgba } from './sources.ts'
import { openDarkroom, type Darkroom, type Planes } from './testing/darkroom.ts'

const FRAME = { width: 160, height: 96 }
const GROUND = [90, 140, 40] as const

let darkroom: Darkroom

beforeAll(async () => {
  darkroom = await openDarkroom()
})

function flat(rgb: readonly [number, number, number], alpha?: number): ReturnType<Darkroom['picture']> {
  const data = Buffer.from(Array.from({ length: 40 * 24 }, () => rgb).flat())
  return placePicture(darkroom, { width: 40, height: 24, data }, alpha === undefined ? undefined : new Uint8Array(40 * 24).fill(alpha))
}

function at({ y, u, v }: Planes, column: number, row: number): readonly [number, number, number] {
  const chroma = (row >> 1) * (FRAME.width / 2) + (column >> 1)
  return [y[row * FRAME.width + column] ?? 0, u[chroma] ?? 0, v[chroma] ?? 0]
}

function levelsOf([r, g, b]: readonly [number, number, number]): readonly [number, number, number] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
  const chroma = 224 / 255
  return [16 + (219 / 255) * luma, 128 + (chroma * (b - luma)) / 1.8556, 128 + (chroma * (r - luma)) / 1.5748]
}

function near(expected: readonly number[], tolerance: number): (levels: readonly number[]) => boolean {
  return (levels) => levels.every((level, index) => Math.abs(level - (expected[index] ?? 0)) <= tolerance)
}

/** The ground with one draw of a source over it, laid all over the frame unless said otherwise. */
function over(source: ReturnType<Darkroom['picture']> | ReturnType<typeof placeCoverage>, more: Partial<Draw> = {}): Planes {
  return darkroom.render(FRAME, [flat(GROUND), source], [[plainDraw(0, IDENTITY), { ...plainDraw(1, IDENTITY), ...more }]])
}

function mixed(a: readonly [number, number, number], b: readonly [number, number, number], share: number): readonly number[] {
  const [below, above] = [levelsOf(a), levelsOf(b)]
  return below.map((level, index) => level + ((above[index] ?? 0) - level) * share)
}

const RED = [230, 20, 60] as const

describe('a draw', () => {
  it.each([
    { opacity: 1, alpha: 255 },
    { opacity: 0.5, alpha: 255 },
    { opacity: 1, alpha: 90 },
    { opacity: 0.3, alpha: 128 },
    { opacity: 0.3, alpha: undefined },
  ])('covers as much as its opacity of $opacity and its alpha of $alpha say', ({ opacity, alpha }) => {
    const seen = at(over(flat(RED, alpha), { opacity }), 80, 48)
    expect(seen).toSatisfy(near(mixed(GROUND, RED, (opacity * (alpha ?? 255)) / 255), 1.1))
  })

  it('changes nothing where it is fully transparent, or without opacity', () => {
    const bare = darkroom.render(FRAME, [flat(GROUND)], [[plainDraw(0, IDENTITY)]])
    expect(over(flat(RED, 0))).toEqual(bare)
    expect(over(flat(RED), { opacity: 0 })).toEqual(bare)
  })

  it.each([
    { name: 'grey on a colour', above: [120, 120, 120], tolerance: 1.5 },
    { name: 'black on a colour', above: [0, 0, 0], tolerance: 0.6 },
    { name: 'white on a colour', above: [255, 255, 255], tolerance: 1.1 },
    { name: 'a warm light on a colour', above: [90, 60, 20], tolerance: 7 },
  ] as const)('screens $name like two projectors on one wall', ({ above, tolerance }) => {
    const screened = above.map((level, index) => 255 - ((255 - level) * (255 - (GROUND[index] ?? 0))) / 255)
    const [r = 0, g = 0, b = 0] = screened
    expect(at(over(flat(above), { blend: 'screen' }), 80, 48)).toSatisfy(near(levelsOf([r, g, b]), tolerance))
  })

  it('screens as much as its opacity says', () => {
    const screened = [120, 120, 120].map((level, index) => 255 - ((255 - level) * (255 - (GROUND[index] ?? 0))) / 255)
    const [r = 0, g = 0, b = 0] = screened
    expect(at(over(flat([120, 120, 120]), { blend: 'screen', opacity: 0.5 }), 80, 48)).toSatisfy(near(mixed(GROUND, [r, g, b], 0.5), 1.5))
  })

  const TILTED: Homography = [1, 0.01, 0, 0.02, 1, 0, 0.001, 0, 1]
  it.each([
    { name: 'scaled', view: IDENTITY },
    { name: 'tilted', view: TILTED },
  ])('is kept to its clip, $name', ({ view }) => {
    const bare = darkroom.render(FRAME, [flat(GROUND)], [[plainDraw(0, IDENTITY)]])
    const seen = over(flat(RED), { view, clip: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 } })
    for (let row = 0; row < 96; row++)
      for (let column = 0; column < 160; column++) {
        const inside = column >= 40 && column < 120 && row >= 24 && row < 72
        const expected = inside ? levelsOf(RED) : at(bare, column, row)
        expect(at(seen, column, row)).toSatisfy(near(expected, inside ? 0.6 : 0))
      }
  })

  it.each([
    { name: 'at whole pixels', x: 40, y: 30 },
    { name: 'between pixels', x: 40.4, y: 30.7 },
    { name: 'beyond the edge', x: -9, y: 88 },
  ])('of words lies $name where it is placed', ({ x, y }) => {
    const data = new Uint8Array(21 * 15)
    for (let row = 4; row < 11; row++) data.fill(255, row * 21 + 4, row * 21 + 17)
    const words = placeCoverage(darkroom, { width: 21, height: 15, data }, { r: 255, g: 255, b: 255 })
    const seen = over(words, { view: placedAt(FRAME, { x, y, width: 21, height: 15 }) })
    const ground = Math.round(levelsOf(GROUND)[0])
    let [weight, centre, middle] = [0, 0, 0]
    seen.y.forEach((level, index) => {
      weight += level - ground
      centre += (level - ground) * ((index % 160) + 0.5)
      middle += (level - ground) * (Math.floor(index / 160) + 0.5)
    })
    if (x > 0) {
      expect(weight / (235 - ground)).toBeCloseTo(13 * 7, -1)
      expect(Math.abs(centre / weight - (x + 10.5))).toBeLessThan(0.05)
      expect(Math.abs(middle / weight - (y + 7.5))).toBeLessThan(0.05)
    } else expect(seen.y[95 * 160]).toBe(235)
  })

  it('is rendered in strips that cannot be seen', () => {
    const ramp = darkroom.picture(160, 96, (x, y) => [x, y * 2, 100])
    const whole = darkroom.render(FRAME, [ramp], [[plainDraw(0, TILTED)]])
    const laid = darkroom.render(
      FRAME,
      [flat(GROUND), ramp],
      [[plainDraw(0, IDENTITY), { ...plainDraw(1, TILTED), clip: { x: 0, y: 0, width: 1, height: 1 } }]],
    )
    expect(laid).toEqual(whole)
  })

  it('of pixels with alpha has no rim of the colour that is not seen', () => {
    const data = Buffer.alloc(40 * 40 * 4)
    for (let row = 10; row < 30; row++) for (let column = 10; column < 30; column++) data.set([255, 255, 255, 255], (row * 40 + column) * 4)
    const badge = placeRgba(darkroom, { width: 40, height: 40, data })
    const white = flat([255, 255, 255])
    const view = placedAt(FRAME, { x: 50.3, y: 30.6, width: 40, height: 40 })
    const { y, u, v } = darkroom.render(FRAME, [white, badge], [[plainDraw(0, IDENTITY), plainDraw(1, view)]])
    expect([new Set(y), new Set(u), new Set(v)]).toEqual([new Set([235]), new Set([128]), new Set([128])])
  })
})

describe('a frame', () => {
  it('is the mean of its instants', () => {
    for (const count of [2, 3, 5, 8]) {
      const greys = Array.from({ length: count }, (_, index) => flat([20 + 25 * index, 20 + 25 * index, 20 + 25 * index]))
      const { y } = darkroom.render(
        FRAME,
        greys,
        greys.map((_, index) => [plainDraw(index, IDENTITY)]),
      )
      const mean = 16 + (219 / 255) * (20 + (25 * (count - 1)) / 2)
      expect(new Set(y).size).toBe(1)
      expect(Math.abs((y[0] ?? 0) - mean)).toBeLessThanOrEqual(1)
    }
  })

  it('of equal instants is that instant', () => {
    const ramp = darkroom.picture(160, 96, (x, y) => [x, y * 2, 100])
    const once = darkroom.render(FRAME, [ramp], [[plainDraw(0, IDENTITY)]])
    for (const count of [2, 3, 4, 5, 6, 7, 8])
      expect(
        darkroom.render(
          FRAME,
          [ramp],
          Array.from({ length: count }, () => [plainDraw(0, IDENTITY)]),
        ),
      ).toEqual(once)
  })

  it('shows nothing of what a later draw hides', () => {
    const [red, ground] = [flat(RED), flat(GROUND)]
    const seen = darkroom.render(FRAME, [red, ground], [[plainDraw(0, IDENTITY), plainDraw(1, IDENTITY)]])
    expect(seen).toEqual(darkroom.render(FRAME, [ground], [[plainDraw(0, IDENTITY)]]))
  })

  it('that nothing covers, or of a source that is not there, is refused', () => {
    expect(() => darkroom.render(FRAME, [flat(RED)], [[plainDraw(0, IDENTITY, 0.5)]])).toThrow(RangeError)
    expect(() => darkroom.render(FRAME, [flat(RED)], [[plainDraw(1, IDENTITY)]])).toThrow(RangeError)
  })
})
