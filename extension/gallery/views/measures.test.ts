import { describe, expect, it } from 'vitest'
import { columnsFor } from './columns.ts'
import { stripTiles } from './strip-tiles.ts'

describe('columnsFor', () => {
  it('gives two columns to the narrowest panel and more where there is room', () => {
    expect([0, 296, 336, 500, 700].map(columnsFor)).toEqual([2, 2, 2, 3, 4])
  })
})

describe('stripTiles', () => {
  it('counts the frames of a filmstrip by the shape of its video', () => {
    expect(stripTiles({ width: 900, height: 160 }, { width: 1080, height: 1920 })?.tiles).toBe(10)
    expect(stripTiles({ width: 900 }, { width: 1080, height: 1920 })).toBeNull()
  })
})
