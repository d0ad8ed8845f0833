import { STYLES } from 'shared/strategy'
import { describe, expect, it } from 'vitest'
import { finishFilters } from './finish.ts'
import { parallaxGain } from './look.ts'
import { filterValue } from './look-files.ts'
import { styleFilters } from './style-filters.ts'

const LOOK = { style: 'cinematic', lighting: null, strength: 1, intensity: 1, bars: true, seed: 9 } as const

describe('the filters of a style', () => {
  it.each(STYLES)('%s apply the colours once and connect every label once', (style) => {
    const graph = styleFilters(style, { width: 1920, height: 1080 }, 'lut3d=file=x')
    expect(graph.split('lut3d=file=x')).toHaveLength(2)
    const labels = [...graph.matchAll(/\[(\w+)\]/g)].map(([, label]) => label)
    for (const label of labels) expect(labels.filter((other) => other === label).length % 2).toBe(0)
  })

  it('follow the size of the picture', () => {
    const sigmas = (width: number, height: number): readonly number[] =>
      [...styleFilters('cartoon', { width, height }, 'null').matchAll(/sigma=([\d.]+)/g)].map(([, sigma]) => Number(sigma))
    const small = sigmas(1280, 720)
    expect(small.length).toBeGreaterThan(2)
    sigmas(2160, 3840).forEach((sigma, index) => expect(sigma / (small[index] ?? 0)).toBeCloseTo(3, 1))
  })
})

describe('the finish', () => {
  it('is empty for all but the cinematic style', () => {
    for (const style of STYLES.filter((other) => other !== 'cinematic'))
      expect(finishFilters({ ...LOOK, style }, { width: 1920, height: 1080 })).toEqual([])
  })

  it('is grain by the seed, and bars where they are wanted', () => {
    expect(finishFilters({ ...LOOK, bars: false }, { width: 1920, height: 1080 })).toEqual(['noise=c0s=3:c0f=t:c0_seed=9'])
    const rows = (width: number, height: number): readonly string[] => finishFilters(LOOK, { width, height }).slice(1)
    expect(rows(1920, 1080)).toEqual(['drawbox=x=0:y=0:w=iw:h=138:c=black:t=fill', 'drawbox=x=0:y=ih-138:w=iw:h=138:c=black:t=fill'])
    expect(rows(1080, 1920)[0]).toContain(':h=246:')
    expect(rows(2400, 1000)).toEqual([])
  })
})

it('moves layers further apart in the 3d style alone', () => {
  for (const style of STYLES) expect(parallaxGain({ ...LOOK, style }) > 1).toBe(style === '3d')
})

it('escapes a path for a filter', () => {
  expect(filterValue(String.raw`C:\it's`)).toBe(String.raw`C\:/it'\\\''s`)
})
