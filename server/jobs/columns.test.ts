import { describe, expect, it } from 'vitest'
import { filesOf, parseColumns } from './columns.ts'

const REQUEST = {
  kind: 'clip',
  image: 'ast_1',
  duration: 5,
  aspectRatio: '16:9',
  resolution: '720p',
  frameRate: 30,
  fit: 'crop',
  style: 'realistic',
  motionIntensity: 'medium',
  camera: 'dolly_slow',
  seed: 1,
  audio: 'auto',
  smoothing: 'none',
  quality: 'draft',
  fallback: true,
}
const row = { kind: 'clip' as const, adjustments: '[]', step: null, error: null, tags: '[]' }
const files = { video: 'ast_2', poster: 'ast_3', filmstrip: 'ast_4' }

describe('the columns of a job', () => {
  it('of earlier servers are read', () => {
    const read = parseColumns({ ...row, request: JSON.stringify(REQUEST), result: JSON.stringify(files) })
    expect(read.request).toEqual(REQUEST)
    expect(read.result).toEqual({ kind: 'clip', ...files })
  })

  it('keep how a clip was filmed and came about', () => {
    const key = { x: 0.5, y: 0.5, roll: 0 }
    const request = {
      ...REQUEST,
      resolution: '4k',
      style: '3d',
      camera: {
        path: [
          { ...key, t: 0, zoom: 1 },
          { ...key, t: 1, zoom: 2 },
        ],
      },
      lighting: 'natural',
      mood: 30,
      platform: 'tiktok',
      providerOptions: { parallax: 'auto' },
      strategy: { category: 'intimate_story', keywords: ['personal'], prompt: 'a mug. Personal.' },
    }
    const read = parseColumns({ ...row, request: JSON.stringify(request), result: JSON.stringify({ ...files, parallax: 'cut_out' }) })
    expect(read.request).toEqual(request)
    expect(read.result).toEqual({ kind: 'clip', ...files, parallax: 'cut_out' })
    expect(read.result === null ? null : filesOf(read.result)).toEqual(files)
  })
})
