import { describe, expect, it } from 'vitest'
import { DEFAULT_FORM } from './form.ts'
import { readForm } from './read-form.ts'

describe('readForm', () => {
  it('reads back what it was given', () => {
    const form = {
      ...DEFAULT_FORM,
      prompt: 'Slow pan',
      duration: 7.5,
      aspectRatio: '4:5' as const,
      fit: 'rectangle' as const,
      hand: { x: 0.2, y: 0.4, scale: 0.5 },
      camera: 'path' as const,
      path: [
        { t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 },
        { t: 0.3, x: 0.4, y: 0.6, zoom: 3, roll: -12 },
        { t: 1, x: 0.5, y: 0.5, zoom: 2, roll: 0 },
      ],
      style: 'anime' as const,
      lighting: 'neon_noir' as const,
      lightingStrength: 0.4,
      mood: 12,
      platform: 'reels' as const,
      template: 'offer' as const,
      overlay: 'snow' as const,
      resolution: '4k' as const,
      bars: true,
      parallax: false,
      smoothing: 'motion' as const,
    }
    expect(readForm(structuredClone(form))).toEqual(form)
  })

  it('replaces what an older or newer panel wrote and it does not understand', () => {
    const strange = {
      prompt: 5,
      duration: 90,
      aspectRatio: '2:1',
      camera: 'loop_the_loop',
      path: [{ t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 }],
      mood: 101,
      style: 'oil',
      overlay: 'fog',
      fit: { x: 1 },
      hand: 'left',
      seed: 3,
      rolledSeed: -1,
    }
    expect(readForm(strange)).toEqual(DEFAULT_FORM)
    expect(readForm(null)).toEqual(DEFAULT_FORM)
    expect(readForm({ duration: 4.3 }).duration).toBe(4.5)
  })

  it('leaves the camera of a first draft open, which had never been left open', () => {
    expect(readForm({ camera: 'dolly_slow' }, 1).camera).toBeNull()
    expect(readForm({ camera: 'crane_up' }, 1).camera).toBe('crane_up')
    expect(readForm({ camera: 'dolly_slow' }).camera).toBe('dolly_slow')
  })

  it.each([
    ['does not begin at 0', [0.1, 1]],
    ['does not end at 1', [0, 0.9]],
    ['goes back in time', [0, 0.6, 0.5, 1]],
  ])('does not take a path that %s', (_, times) => {
    const path = times.map((t) => ({ t, x: 0.5, y: 0.5, zoom: 1, roll: 0 }))
    expect(readForm({ path }).path).toEqual(DEFAULT_FORM.path)
  })
})
