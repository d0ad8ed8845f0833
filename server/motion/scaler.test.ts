import { beforeAll, describe, expect, it } from 'vitest'
import { type FrameSize, showBox } from 'shared/camera'
import { plainDraw } from './scene.ts'
import { openDarkroom, type Darkroom } from './testing/darkroom.ts'

let darkroom: Darkroom

beforeAll(async () => {
  darkroom = await openDarkroom()
})

function render(source: ReturnType<Darkroom['picture']>, frame: FrameSize, box = { x: 0, y: 0, width: 1, height: 1 }) {
  return darkroom.render(frame, [source], [[plainDraw(0, showBox(box))]])
}

const COLOURS = [
  { name: 'black', rgb: [0, 0, 0], yuv: [16, 128, 128] },
  { name: 'white', rgb: [255, 255, 255], yuv: [235, 128, 128] },
  { name: 'red', rgb: [255, 0, 0], yuv: [63, 102, 240] },
  { name: 'green', rgb: [0, 255, 0], yuv: [173, 42, 26] },
  { name: 'blue', rgb: [0, 0, 255], yuv: [32, 240, 118] },
] as const

describe('the separable kernel', () => {
  it.each(COLOURS)('turns flat $name into its BT.709 levels and keeps them at every scale', ({ rgb, yuv }) => {
    const source = darkroom.picture(50, 38, () => rgb)
    for (const [width, height] of [
      [50, 38],
      [64, 80],
      [36, 30],
      [26, 20],
    ] as const) {
      const planes = render(source, { width, height }, { x: 0.013, y: 0.021, width: 0.93, height: 0.951 })
      expect(new Set(planes.y)).toEqual(new Set([yuv[0]]))
      expect(new Set(planes.u)).toEqual(new Set([yuv[1]]))
      expect(new Set(planes.v)).toEqual(new Set([yuv[2]]))
    }
  })

  it('gives every pixel back where nothing moves', () => {
    const grey = (x: number, y: number) => (x * 37 + y * 91) % 256
    const source = darkroom.picture(48, 32, (x, y) => [grey(x, y), grey(x, y), grey(x, y)])
    const { y: levels } = render(source, { width: 48, height: 32 })
    levels.forEach((level, index) => {
      const expected = 16 + (219 * grey(index % 48, Math.floor(index / 48))) / 255
      expect(Math.abs(level - expected)).toBeLessThanOrEqual(0.51)
    })
  })

  it.each([4 / 3, 1, 0.8, 0.6])('keeps a ramp straight at %f source pixels a pixel, to half a level', (step) => {
    const source = darkroom.picture(160, 120, (x, y) => [40 + x, 40 + x, 40 + y])
    const frame = { width: 96, height: 64 }
    const box = { x: 0.1 + 0.37 / 160, y: 0.1, width: (step * 96) / 160, height: (step * 64) / 120 }
    const { y: levels } = render(source, frame, box)
    levels.forEach((level, index) => {
      const x = (box.x + (((index % 96) + 0.5) / 96) * box.width) * 160 - 0.5
      const y = (box.y + ((Math.floor(index / 96) + 0.5) / 64) * box.height) * 120 - 0.5
      const expected = 16 + (219 / 255) * ((40 + x) * (0.2126 + 0.7152) + (40 + y) * 0.0722)
      expect(Math.abs(level - expected)).toBeLessThanOrEqual(0.6)
    })
  })
})
