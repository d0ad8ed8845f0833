import { describe, expect, it } from 'vitest'
import { ASPECT_RATIOS } from '../camera/index.ts'
import { PLATFORM_RULES, PLATFORMS, safeZone } from './index.ts'

describe('a platform', () => {
  it.each([
    ['tiktok', '9:16'],
    ['reels', '9:16'],
    ['shorts', '9:16'],
    ['youtube', '16:9'],
    ['instagram', '4:5'],
  ] as const)('%s is %s and lasts as long as a clip can', (platform, ratio) => {
    expect(PLATFORM_RULES[platform].aspectRatio).toBe(ratio)
    expect(PLATFORM_RULES[platform].duration).toBeGreaterThanOrEqual(3)
    expect(PLATFORM_RULES[platform].duration).toBeLessThanOrEqual(10)
  })

  it.each([...PLATFORMS, null])('%s leaves words a part of every frame, inside of its edges', (platform) => {
    for (const ratio of ASPECT_RATIOS) {
      const { x, y, width, height } = safeZone(platform, ratio)
      expect(Math.min(x, y, 1 - x - width, 1 - y - height)).toBeGreaterThanOrEqual(0.05 - 1e-9)
      expect(Math.min(width, height)).toBeGreaterThan(0.45)
    }
  })

  it('keeps words out of what its controls cover, less of it where the frame does not fill the screen', () => {
    expect(safeZone(null, '9:16')).toEqual({ x: 0.05, y: 0.05, width: 0.9, height: 0.9 })
    const full = safeZone('tiktok', '9:16')
    expect([full.x, full.y, full.x + full.width, full.y + full.height].map((share) => share.toFixed(2))).toEqual([
      '0.06',
      '0.13',
      '0.87',
      '0.75',
    ])
    const square = safeZone('tiktok', '1:1')
    expect([square.x, square.y, square.x + square.width, square.y + square.height].map((share) => share.toFixed(2))).toEqual([
      '0.06',
      '0.05',
      '0.87',
      '0.94',
    ])
    expect(safeZone('youtube', '9:16')).toEqual(safeZone('shorts', '9:16'))
    expect(safeZone('instagram', '9:16')).toEqual(safeZone('reels', '9:16'))
  })
})
