import type { ResolvedImage } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { keyOf } from './kept.ts'
import { promise } from './promises.ts'

const FRAME: ResolvedImage = {
  kind: 'image',
  prompt: 'A boat on a lake.',
  aspectRatio: '16:9',
  resolution: '720p',
  style: 'realistic',
  motionIntensity: 'medium',
  at: 0,
  seed: 4,
  quality: 'draft',
  fallback: true,
  provider: 'runway',
  model: 'gen4_image',
}

describe('the key of a frame', () => {
  it('is the same for words that ask for the same, and however it was asked', () => {
    const key = keyOf(FRAME)
    expect(key).not.toBeNull()
    expect(keyOf({ ...FRAME, prompt: '  a boat  on a LAKE' })).toBe(key)
    expect(keyOf({ ...FRAME, fallback: false, asked: ['prompt'] })).toBe(key)
  })

  it('is another for anything that its maker is given', () => {
    const others: readonly Partial<ResolvedImage>[] = [
      { prompt: 'A boat on a sea.' },
      { seed: 5 },
      { model: 'other' },
      { image: 'ast_1' },
      { references: ['ast_1'] },
      { resolution: '1080p' },
    ]
    const keys = [FRAME, ...others.map((change) => ({ ...FRAME, ...change }))].map(keyOf)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('is not known while what it is made from is only promised', () => {
    expect(keyOf({ ...FRAME, image: promise('end', 'seg_1') })).toBeNull()
  })
})
