import { describe, expect, it } from 'vitest'
import { DEFAULT_FORM, cameraOf, frameOf, lightingOf, planOf, rollSeed, seedOf, shapeOf, templateOf, typedSeed } from './form.ts'

describe('shape', () => {
  it('follows the picture until one is chosen', () => {
    expect(shapeOf(DEFAULT_FORM, null)).toBe('16:9')
    expect(shapeOf(DEFAULT_FORM, { width: 800, height: 1000 })).toBe('4:5')
    expect(shapeOf({ aspectRatio: '1:1', platform: 'tiktok' }, { width: 800, height: 1000 })).toBe('1:1')
    expect(shapeOf({ aspectRatio: null, platform: 'instagram' }, null)).toBe('4:5')
    expect(frameOf({ aspectRatio: '4:5', platform: null, resolution: '720p' }, null)).toEqual({ width: 720, height: 900 })
  })
})

describe('seed', () => {
  it('is what was typed, else what was rolled', () => {
    expect(typedSeed('')).toBeNull()
    expect(typedSeed(' 42 ')).toBe(42)
    expect(typedSeed('4294967296')).toBeNaN()
    expect(typedSeed('-1')).toBeNaN()
    expect(typedSeed('1.5')).toBeNaN()
    expect(seedOf({ seed: '7', rolledSeed: 9 })).toBe(7)
    expect(seedOf({ seed: '', rolledSeed: 9 })).toBe(9)
    expect([rollSeed(() => 0), rollSeed(() => 0.9999999999)]).toEqual([0, 4_294_967_295])
  })
})

describe('a mood', () => {
  const form = { ...DEFAULT_FORM, prompt: 'A mug on a desk', mood: 80 }

  it('chooses camera and light as the backend will, by the same seed', () => {
    const plan = planOf(form)
    expect(plan?.category).toBe('high_energy')
    expect(['fpv_drone', 'crash_zoom_in', 'whip_pan_right']).toContain(cameraOf(form))
    expect([cameraOf(form), lightingOf(form)]).toEqual([plan?.camera, plan?.lighting])
  })

  it('yields to what was chosen', () => {
    const own = { ...form, camera: 'orbit', lighting: 'natural' } as const
    expect([cameraOf(own), lightingOf(own)]).toEqual(['orbit', 'natural'])
    expect(cameraOf({ ...form, camera: 'path' })).toEqual({ path: form.path })
  })

  it('is none until it is asked for', () => {
    expect(planOf(DEFAULT_FORM)).toBeNull()
    expect([cameraOf(DEFAULT_FORM), lightingOf(DEFAULT_FORM)]).toEqual(['dolly_slow', null])
  })
})

describe('templateOf', () => {
  it('asks for a layout only where there are words, and beside a picture only for one that shows it', () => {
    const form = { template: 'quote', prompt: 'As calm as a lake' } as const
    expect(templateOf(form, false)).toBe('quote')
    expect(templateOf(form, true)).toBeNull()
    expect(templateOf({ ...form, template: 'offer' }, true)).toBe('offer')
    expect(templateOf({ ...form, prompt: '  ' }, false)).toBeNull()
  })
})
