import { describe, expect, it } from 'vitest'
import { hdrCube, mapDown } from './hdr-cube.ts'

describe.each(['pq', 'hlg'] as const)('mapping %s down', (coding) => {
  /** What 203 candela per square metre are coded as: ITU-R BT.2408, table 1. */
  const white = coding === 'pq' ? 0.58 : 0.75

  it('keeps black black, shows diffuse white as nearly white, and leaves light above it', () => {
    expect(mapDown(coding, [0, 0, 0])).toEqual([0, 0, 0])
    const shown = mapDown(coding, [white, white, white])[0]
    expect(shown).toBeGreaterThan(0.8)
    expect(shown).toBeLessThan(0.97)
    const brighter = mapDown(coding, [white + 0.08, white + 0.08, white + 0.08])[0]
    expect(brighter).toBeGreaterThan(shown + 0.01)
    expect(mapDown(coding, [1, 1, 1])[0]).toBeLessThanOrEqual(1)
  })

  it('keeps greys grey and never falls', () => {
    let last = -1
    for (let code = 0; code <= 1; code += 0.05) {
      const [red, green, blue] = mapDown(coding, [code, code, code])
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(0.002)
      expect(green).toBeGreaterThanOrEqual(last)
      last = green
    }
  })

  it('is a cube that ffmpeg reads', () => {
    const lines = hdrCube(coding).trim().split('\n')
    expect(lines[0]).toBe('LUT_3D_SIZE 33')
    expect(lines).toHaveLength(1 + 33 ** 3)
    expect(lines[2]?.split(' ').map(Number)).toEqual(mapDown(coding, [1 / 32, 0, 0]).map((value) => Number(value.toFixed(6))))
  })
})
