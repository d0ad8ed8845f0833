import { describe, expect, it } from 'vitest'
import { DEFAULT_FORM, frameOf, readForm, rollSeed, seedOf, shapeOf, toRequest, typedSeed } from './form.ts'

describe('readForm', () => {
  it('reads back what it was given', () => {
    const form = {
      ...DEFAULT_FORM,
      prompt: 'Slow pan',
      duration: 7.5,
      aspectRatio: '4:5' as const,
      fit: 'rectangle' as const,
      hand: { x: 0.2, y: 0.4, scale: 0.5 },
    }
    expect(readForm(structuredClone(form))).toEqual(form)
  })

  it('replaces what an older or newer panel wrote and it does not understand', () => {
    const strange = {
      prompt: 5,
      duration: 90,
      aspectRatio: '2:1',
      camera: 'bullet_time',
      fit: { x: 1 },
      hand: 'left',
      seed: 3,
      rolledSeed: -1,
    }
    expect(readForm(strange)).toEqual(DEFAULT_FORM)
    expect(readForm(null)).toEqual(DEFAULT_FORM)
    expect(readForm({ duration: 4.3 }).duration).toBe(4.5)
  })
})

describe('shape', () => {
  it('follows the picture until one is chosen', () => {
    expect(shapeOf(DEFAULT_FORM, null)).toBe('16:9')
    expect(shapeOf(DEFAULT_FORM, { width: 800, height: 1000 })).toBe('4:5')
    expect(shapeOf({ aspectRatio: '1:1' }, { width: 800, height: 1000 })).toBe('1:1')
    expect(frameOf({ aspectRatio: '4:5', resolution: '720p' }, null)).toEqual({ width: 720, height: 900 })
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

describe('toRequest', () => {
  it('leaves the fit and the source out where there is no picture', () => {
    const request = toRequest({ ...DEFAULT_FORM, prompt: 'A calm lake at dawn', fit: 'blur' }, null, { pageUrl: 'https://a.example/' })
    expect(request).not.toHaveProperty('fit')
    expect(request).not.toHaveProperty('source')
    expect(toRequest(DEFAULT_FORM, { width: 9, height: 16 }, { pageUrl: 'https://a.example/' })).toMatchObject({
      fit: 'crop',
      aspectRatio: '9:16',
      source: { pageUrl: 'https://a.example/' },
    })
  })
})
