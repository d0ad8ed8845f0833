import { describe, expect, it } from 'vitest'
import { clipAdjustments, clipGenerationFor } from './index.ts'
import { request, far, cheap } from './testing/market.ts'

describe('what a model is sent', () => {
  const [model] = cheap.models
  if (model?.kind !== 'clip' || model.native === null) throw new Error('no model')
  const { native } = model

  it('is the shortest length and the smallest size that hold what was asked for, and said where it differs', () => {
    const asked = { ...request, aspectRatio: '4:5' as const, resolution: '1080p' as const, asked: ['seed'] }
    expect(clipGenerationFor(model, native, asked)).toMatchObject({
      seconds: 6,
      size: { name: '720:1280' },
      audio: false,
      seed: null,
      mode: 'text',
    })
    expect(clipAdjustments(model, native, asked).map(({ code }) => code)).toEqual([
      'duration_bought_longer',
      'upscaledFrom',
      'cut_to_shape',
      'frameRateFrom',
      'seed_not_used',
    ])
    const fitting = { ...request, duration: 6, frameRate: 24 as const }
    expect(clipAdjustments(model, native, fitting)).toEqual([])
  })

  it('says in words what the model has no setting for, and only what was asked for', () => {
    expect(clipGenerationFor(model, native, request).prompt).toBe('a slow look at a chair')
    const asked = { ...request, lighting: 'golden_hour' as const, style: 'anime' as const, asked: ['lighting', 'style'] }
    expect(clipGenerationFor(model, native, asked).prompt).toBe('a slow look at a chair. Anime style. Golden-hour light, low and warm.')
    expect(clipGenerationFor(model, { ...native, promptLength: 40 }, asked).prompt).toBe('a slow look at a chair. Anime style.')
  })

  it('has sound where it is asked for, or costs nothing extra', () => {
    const prices = (extra: number) => [true, false].map((audio) => ({ per: 'second' as const, usdMicros: audio ? 1 + extra : 1, audio }))
    const made = (extra: number, audio: 'auto' | boolean) => {
      const loud = far('loud', 1, { native: { audio: 'optional' }, prices: prices(extra) })
      return loud.native === null ? null : clipGenerationFor(loud, loud.native, { ...request, audio }).audio
    }
    expect([made(0, 'auto'), made(1, 'auto'), made(1, true), made(0, false)]).toEqual([true, false, true, false])
  })
})
