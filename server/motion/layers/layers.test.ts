import { beforeAll, describe, expect, it } from 'vitest'
import { mulberry32 } from 'shared/camera'
import { cutOut } from './cut-out.ts'
import { fillHole } from './fill-hole.ts'
import { mainParts } from './main-parts.ts'
import { fillByPullPush } from './pull-push.ts'
import { boxMean, newRaster, type Raster, resample } from './raster.ts'

const SIZE = { width: 480, height: 360 }
const MASK = { width: 60, height: 45 }

/** A dark disc with a bright square beside it, before a wall that gets lighter to the right; with a sensor's grain. */
function scene() {
  const random = mulberry32(5)
  const alpha = newRaster(SIZE.width, SIZE.height, 1)
  const data = Buffer.alloc(SIZE.width * SIZE.height * 3)
  const wall = Buffer.alloc(data.length)
  for (let row = 0; row < SIZE.height; row++)
    for (let column = 0; column < SIZE.width; column++) {
      const index = row * SIZE.width + column
      const distance = Math.hypot(column + 0.5 - 220, row + 0.5 - 180) - 90
      const share = Math.min(1, Math.max(0, 0.5 - distance))
      alpha.data[index] = share
      const noise = 4 * (random() - random())
      for (const [channel, dark] of [30, 60, 90].entries()) {
        wall[index * 3 + channel] = Math.round(140 + column / 6 + channel * 10 + noise)
        data[index * 3 + channel] = Math.round(share * dark + (1 - share) * (140 + column / 6 + channel * 10) + noise)
      }
    }
  return { picture: { ...SIZE, data }, wall, alpha }
}

/** What a network makes of it: coarse, soft and a little off. */
function roughly(alpha: Raster): Raster {
  const coarse = resample(boxMean(alpha, 6), { x: 4, y: -3, ...SIZE }, MASK)
  return boxMean(coarse, 1)
}

function meanDifference(a: Raster, b: Raster): number {
  return a.data.reduce((sum, value, index) => sum + Math.abs(value - (b.data[index] ?? 0)), 0) / a.data.length
}

async function apart() {
  const { picture, wall, alpha } = scene()
  const raster = roughly(alpha)
  const made = await cutOut(picture, { raster, box: { x: 0, y: 0, ...MASK } })
  if (made === null) throw new Error('nothing was cut out')
  const { left, top, pixels } = made.part
  const found = newRaster(SIZE.width, SIZE.height, 1)
  for (let row = 0; row < pixels.height; row++)
    for (let column = 0; column < pixels.width; column++)
      found.data[(top + row) * SIZE.width + left + column] = (made.part.alpha[row * pixels.width + column] ?? 0) / 255
  return { picture, wall, alpha, raster, made, found }
}

describe('a part that is cut out', () => {
  let once: ReturnType<typeof apart>

  beforeAll(() => {
    once = apart()
  })

  it('has the edges of the picture, not those of its mask', async () => {
    const { alpha, raster, found } = await once
    const before = meanDifference(resample(raster, { x: 0, y: 0, ...MASK }, SIZE), alpha)
    expect(before).toBeGreaterThan(0.015)
    expect(meanDifference(found, alpha)).toBeLessThan(before / 5)
  })

  it('takes nothing of the wall along in its rim', async () => {
    const { made } = await once
    const { pixels, alpha } = made.part
    let [rim, worst] = [0, 0]
    for (let index = 0; index < alpha.length; index++) {
      const share = alpha[index] ?? 0
      if (share < 20 || share > 235) continue
      rim += 1
      worst = Math.max(worst, Math.abs((pixels.data[index * 3] ?? 0) - 30))
    }
    expect(rim).toBeGreaterThan(100)
    // The wall is 110 levels away and more.
    expect(worst).toBeLessThan(45)
  })

  it('leaves the wall behind it as if it had never been there', async () => {
    const { wall, alpha, made, picture } = await once
    let [sum, largest, hidden] = [0, 0, 0]
    for (let index = 0; index < alpha.data.length; index++) {
      const off = Math.abs((made.behind.data[index * 3] ?? 0) - (wall[index * 3] ?? 0))
      if ((alpha.data[index] ?? 0) > 0) {
        sum += off
        hidden += 1
        largest = Math.max(largest, off)
      }
    }
    expect(sum / hidden).toBeLessThan(6)
    expect(largest).toBeLessThan(25)
    // Away from the part not a level changes.
    expect(made.behind.data.subarray(0, SIZE.width * 3 * 60).equals(picture.data.subarray(0, SIZE.width * 3 * 60))).toBe(true)
  })

  it('is bounded to its box, whose border is clear', async () => {
    const { left, top, pixels, alpha } = (await once).made.part
    expect([left, top].every((at) => at > 60)).toBe(true)
    expect(pixels.width).toBeLessThan(240)
    const border = [alpha.subarray(0, pixels.width), alpha.subarray((pixels.height - 1) * pixels.width)]
    expect(border.map((row) => Math.max(...row))).toEqual([0, 0])
  })

  it('is nothing where the mask is empty', async () => {
    expect(await cutOut(scene().picture, { raster: newRaster(8, 8, 1), box: { x: 0, y: 0, width: 8, height: 8 } })).toBeNull()
  })
})

describe('a mask', () => {
  it('loses what lies apart from its main part, and keeps that with its soft edge', () => {
    const mask = newRaster(60, 40, 1)
    const cover = (left: number, top: number, size: number): void => {
      for (let row = top; row < top + size; row++)
        for (let column = left; column < left + size; column++) {
          const isEdge = row === top || column === left || row === top + size - 1 || column === left + size - 1
          mask.data[row * 60 + column] = isEdge ? 0.3 : 1
        }
    }
    cover(5, 5, 20)
    cover(40, 10, 8)
    const kept = mainParts(mask)
    expect(kept.data[15 * 60 + 15]).toBe(1)
    expect(kept.data[5 * 60 + 15]).toBeCloseTo(0.3, 6)
    expect(Math.max(...kept.data.filter((_, index) => index % 60 >= 35))).toBe(0)
  })
})

describe('a hole', () => {
  it('is crossed by a horizon as sharp as it is beside it, and gets the grain of what is around', () => {
    const [width, height] = [120, 80]
    const random = mulberry32(9)
    const colours = newRaster(width, height, 3)
    const known = newRaster(width, height, 1)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const index = row * width + column
        const level = (row < 40 ? 0.8 : 0.4) + 0.03 * (random() - random())
        colours.data.fill(level, index * 3, index * 3 + 3)
        known.data[index] = column > 45 && column < 75 && row > 20 && row < 60 ? 0 : 1
      }
    const filled = fillHole(colours, known)
    const meanOf = (row: number): number => {
      let sum = 0
      for (let column = 50; column < 70; column++) sum += filled.data[(row * width + column) * 3] ?? 0
      return sum / 20
    }
    expect(meanOf(37) - meanOf(42)).toBeGreaterThan(0.36)
    const grain = Array.from({ length: 20 }, (_, column) => Math.abs((filled.data[(30 * width + 50 + column) * 3] ?? 0) - meanOf(30)))
    expect(grain.reduce((sum, each) => sum + each, 0) / 20).toBeGreaterThan(0.004)
  })
})

describe('pull-push', () => {
  it('keeps what is known and goes on evenly into what is not', () => {
    const [width, height] = [97, 65]
    const colours = newRaster(width, height, 1)
    const known = newRaster(width, height, 1)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const inside = column > 20 && column < 80 && row > 15 && row < 50
        colours.data[row * width + column] = inside ? 0 : 100 + column
        known.data[row * width + column] = inside ? 0 : 1
      }
    const filled = fillByPullPush(colours, known)
    let [seam, changed, least, most] = [0, 0, 255, 0]
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const value = filled.data[row * width + column] ?? 0
        if (known.data[row * width + column] === 1) changed += Math.abs(value - 100 - column)
        least = Math.min(least, value)
        most = Math.max(most, value)
        const next = filled.data[row * width + Math.min(width - 1, column + 1)] ?? 0
        if (row > 20 && row < 45) seam = Math.max(seam, Math.abs(next - value))
      }
    expect(changed).toBe(0)
    // No grey or black core: what is filled lies between the sides.
    expect([least, most]).toEqual([100, 196])
    expect(seam).toBeLessThan(8)
    expect(filled.data[32 * width + 50]).toBeGreaterThan(135)
    expect(filled.data[32 * width + 50]).toBeLessThan(165)
  })
})
