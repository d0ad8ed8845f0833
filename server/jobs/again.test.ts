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
    if (retried.kind !== 'clip') throw new Error('another kind')
    expect(resolveClip(retried, null)).toMatchObject({ seed: 7, camera: first.camera, style: 'anime' })
  })

  it('goes to another provider without the model of the first', () => {
    const elsewhere = again(row(first), { provider: 'near', maxCostUsdMicros: 5 })
    expect(elsewhere).toMatchObject({ provider: 'near', maxCostUsdMicros: 5 })
    expect(elsewhere).not.toHaveProperty('model')
    const layout = { ...first, providerOptions: { template: 'quote' } }
    expect(again(row(layout), {})).toHaveProperty('providerOptions')
    expect(again(row(layout), { provider: 'far' })).toHaveProperty('providerOptions')
    expect(again(row(layout), { provider: 'near' })).not.toHaveProperty('providerOptions')
  })

  it('in another quality goes to whoever serves it', () => {
    const better = inQuality(row(first), { quality: 'high' })
    expect(better).toMatchObject({ ok: true, value: { quality: 'high', seed: 7 } })
    expect(better).not.toHaveProperty('value.provider')
    const song = { kind: 'music', mood: 3, duration: 9, seed: 1, fallback: true }
    expect(inQuality(row(song), { quality: 'high' })).toMatchObject({ ok: false, problem: { code: 'unsupported_option' } })
  })

  it('of another kind is what was asked for', () => {
    const heard = { kind: 'transcript', assetId: 'ast_1', provider: 'far', model: 'ear', fallback: true, seconds: 12, asked: ['assetId'] }
    expect(again(row(heard), {})).toEqual({ kind: 'transcript', assetId: 'ast_1', provider: 'far', model: 'ear', fallback: true })
    expect(again(row({ kind: 'export', storyboardId: 'sb_1', assetId: 'ast_1', preset: 'mp4' }), {})).not.toHaveProperty('assetId')
  })

  it('of the first servers is kept whole', () => {
    const { asked: _asked, ...old } = first
    expect(again(row(old), {})).toMatchObject({ camera: first.camera, motionIntensity: 'medium' })
  })
})
