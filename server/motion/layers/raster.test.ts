import { mulberry32 } from 'shared/camera'
import { describe, expect, it } from 'vitest'
import { boxAbove, boxMean, crop, grown, newRaster, type Raster } from './raster.ts'

function randomRaster(width: number, height: number, channels: number): Raster {
  const random = mulberry32(width * 100 + height)
  const raster = newRaster(width, height, channels)
  for (let index = 0; index < raster.data.length; index++) raster.data[index] = random()
  return raster
}

/** The mean of one window, sample by sample. */
function meanAround({ width, height, channels, data }: Raster, column: number, row: number, channel: number, radius: number): number {
  const found: number[] = []
  for (let y = Math.max(0, row - radius); y <= Math.min(height - 1, row + radius); y++)
    for (let x = Math.max(0, column - radius); x <= Math.min(width - 1, column + radius); x++)
      found.push(data[(y * width + x) * channels + channel] ?? Number.NaN)
  return found.reduce((sum, value) => sum + value, 0) / found.length
}

describe('the mean over a window', () => {
  it.each([
    [9, 7, 1, 2],
    [5, 4, 3, 1],
    [6, 3, 4, 8],
    [1, 5, 13, 2],
  ])('of %i by %i samples of %i channels is that of each window, radius %i', (width, height, channels, radius) => {
    const raster = randomRaster(width, height, channels)
    const mean = boxMean(raster, radius)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        for (let channel = 0; channel < channels; channel++)
          expect(mean.data[(row * width + column) * channels + channel]).toBeCloseTo(meanAround(raster, column, row, channel, radius), 5)
  })
})

describe('a box of samples', () => {
  it('surrounds what lies above a level, and nothing where nothing does', () => {
    const raster = newRaster(10, 8, 1)
    expect(boxAbove(raster, 0)).toBeNull()
    for (const [column, row] of [
      [3, 2],
      [7, 5],
      [4, 6],
    ] as const)
      raster.data[row * 10 + column] = 0.5
    expect(boxAbove(raster, 0.4)).toEqual({ left: 3, top: 2, width: 5, height: 5 })
    expect(boxAbove(raster, 0.5)).toBeNull()
  })

  it('grows only as far as there are samples', () => {
    expect(grown({ left: 3, top: 0, width: 5, height: 2 }, 4, { width: 10, height: 20 })).toEqual({ left: 0, top: 0, width: 10, height: 6 })
  })

  it('is cut out with all its channels', () => {
    const raster = randomRaster(6, 5, 2)
    const part = crop(raster, { left: 1, top: 2, width: 3, height: 2 })
    expect([part.width, part.height, part.channels]).toEqual([3, 2, 2])
    expect([...part.data.subarray(0, 6)]).toEqual([...raster.data.subarray((2 * 6 + 1) * 2, (2 * 6 + 4) * 2)])
    expect([...part.data.subarray(6)]).toEqual([...raster.data.subarray((3 * 6 + 1) * 2, (3 * 6 + 4) * 2)])
  })
})
