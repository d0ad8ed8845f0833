import { describe, expect, it } from 'vitest'
import { DEFAULT_FORM } from './form.ts'
import { EMBEDDED_REACH, type Reach } from './maker/reach.ts'
import { toRequest, toRestyle } from './to-request.ts'

describe('toRequest', () => {
  it('leaves the fit and the source out where there is no picture', () => {
    const request = toRequest(
      { ...DEFAULT_FORM, prompt: 'A calm lake at dawn', fit: 'blur' },
      null,
      { pageUrl: 'https://a.example/' },
      EMBEDDED_REACH,
    )
    expect(request).not.toHaveProperty('fit')
    expect(request).not.toHaveProperty('source')
    expect(toRequest(DEFAULT_FORM, { width: 9, height: 16 }, { pageUrl: 'https://a.example/' }, EMBEDDED_REACH)).toMatchObject({
      fit: 'crop',
      aspectRatio: '9:16',
      source: { pageUrl: 'https://a.example/' },
    })
  })

  it('leaves to a mood what it is to choose, and says what was chosen', () => {
    const form = { ...DEFAULT_FORM, prompt: 'A calm lake at dawn', mood: 30 }
    const request = toRequest(form, null, null, EMBEDDED_REACH)
    expect(request).toMatchObject({ mood: 30 })
    expect(request).not.toHaveProperty('camera')
    expect(request).not.toHaveProperty('lighting')
    expect(toRequest({ ...form, camera: 'orbit', lighting: 'natural' }, null, null, EMBEDDED_REACH)).toMatchObject({
      camera: 'orbit',
      lighting: 'natural',
    })
    expect(toRequest(DEFAULT_FORM, null, null, EMBEDDED_REACH)).toMatchObject({ camera: 'dolly_slow' })
  })

  it('says of the engine’s own options only what differs from how it does by itself', () => {
    expect(toRequest(DEFAULT_FORM, { width: 9, height: 16 }, null, EMBEDDED_REACH)).not.toHaveProperty('providerOptions')
    const form = {
      ...DEFAULT_FORM,
      prompt: 'Now 20 % off',
      template: 'offer',
      overlay: 'sparkles',
      style: 'cinematic',
      bars: true,
      parallax: false,
    } as const
    expect(toRequest({ ...form, lightingStrength: 0.5 }, { width: 9, height: 16 }, null, EMBEDDED_REACH).providerOptions).toEqual({
      template: 'offer',
      overlay: 'sparkles',
      bars: true,
      parallax: 'off',
      lightingStrength: 0.5,
    })
    expect(toRequest({ ...form, style: 'anime' }, null, null, EMBEDDED_REACH).providerOptions).toEqual({
      template: 'offer',
      overlay: 'sparkles',
    })
  })
})

describe('toRequest to whoever makes it', () => {
  const form = {
    ...DEFAULT_FORM,
    prompt: 'A calm lake at dawn',
    duration: 20,
    overlay: 'snow',
    negativePrompt: ' boats ',
    audio: 'on',
    lastImage: 'ast_9',
    references: ['ast_1', 'ast_2', 'ast_3'],
    modelOptions: { mode: 'pro' },
  } as const
  const reach: Reach = {
    embedded: false,
    options: new Set(['mode']),
    negativePrompt: true,
    lastImage: true,
    references: 2,
    audio: true,
    promptMaximum: 1000,
    durationMaximum: 20,
  }
  const picture = { width: 9, height: 16 }

  it('asks for all that it takes, and for no more', () => {
    const maker = { provider: 'fal', model: 'rich' }
    const request = toRequest({ ...form, maker }, picture, null, reach)
    expect(request.providerOptions).toEqual({ mode: 'pro' })
    expect(request).toMatchObject({
      provider: 'fal',
      model: 'rich',
      duration: 20,
      negativePrompt: 'boats',
      audio: true,
      lastImage: 'ast_9',
      references: ['ast_1', 'ast_2'],
    })
    expect(toRequest({ ...form, maker }, null, null, reach)).not.toHaveProperty('lastImage')
  })

  it('leaves out what the engine does not take', () => {
    const request = toRequest({ ...form, quality: 'high' }, picture, null, EMBEDDED_REACH)
    for (const field of ['negativePrompt', 'audio', 'lastImage', 'references', 'provider', 'model'])
      expect(request).not.toHaveProperty(field)
    expect(request).toMatchObject({ quality: 'high', duration: 10 })
    expect(request.providerOptions).toEqual({ overlay: 'snow' })
  })
})

describe('toRestyle', () => {
  const clip = {
    assetId: 'ast_1',
    posterId: 'ast_2',
    width: 1080,
    height: 1920,
    duration: 5,
    frameRate: 30,
    prompt: 'A calm lake',
    origin: { pageUrl: 'https://a.example/' },
  }

  it('asks for what the clip is to look like and leaves the rest of it alone', () => {
    const form = { ...DEFAULT_FORM, style: 'anime', lighting: 'neon_noir', smoothing: 'motion', mood: 80, platform: 'tiktok' } as const
    expect(toRestyle(form, clip, EMBEDDED_REACH)).toEqual({
      kind: 'clip',
      prompt: 'A calm lake',
      video: 'ast_1',
      videoMode: 'restyle',
      style: 'anime',
      lighting: 'neon_noir',
      smoothing: 'motion',
      frameRate: 30,
      motionIntensity: 'medium',
      seed: 1,
      source: { pageUrl: 'https://a.example/' },
    })
  })
})
