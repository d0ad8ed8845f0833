import { describe, expect, it } from 'vitest'
import { again, inQuality } from './again.ts'
import { resolveClip } from './resolve-clip.ts'

const row = (request: object) => ({ request: JSON.stringify(request) })
const first = resolveClip({ kind: 'clip', prompt: 'a mug on a desk', style: 'anime', provider: 'far', model: 'away' }, null, () => 7)

describe('a request that is made again', () => {
  it('keeps the seed and the shape, and says in words only what was asked for', () => {
    const retried = again(row(first), {})
    expect(retried).toMatchObject({ seed: 7, aspectRatio: '16:9', style: 'anime', provider: 'far', model: 'away' })
    expect(retried).not.toHaveProperty('camera')
    expect(retried).not.toHaveProperty('motionIntensity')
    expect(resolveClip(retried, null)).toMatchObject({ seed: 7, camera: first.camera, style: 'anime' })
  })

  it('goes to another provider without the model of the first', () => {
    const elsewhere = again(row(first), { provider: 'near', maxCostUsdMicros: 5 })
    expect(elsewhere).toMatchObject({ provider: 'near', maxCostUsdMicros: 5 })
    expect(elsewhere).not.toHaveProperty('model')
  })

  it('in another quality goes to whoever serves it', () => {
    const better = inQuality(row(first), { quality: 'high' })
    expect(better).toMatchObject({ quality: 'high', seed: 7 })
    expect(better).not.toHaveProperty('provider')
  })

  it('of the first servers is kept whole', () => {
    const { asked: _asked, ...old } = first
    expect(again(row(old), {})).toMatchObject({ camera: first.camera, motionIntensity: 'medium' })
  })
})
