import { describe, expect, it } from 'vitest'
import { CAMERA_MOVES } from '../camera/index.ts'
import { CAMERA_WORDS, CATEGORIES, LIGHTING_WORDS, LIGHTINGS, MOOD_MATRIX, moodCategory, strategies, strategy } from './index.ts'
import { enrich } from './words.ts'

const ask = { prompt: 'a mug on a desk', mood: 60, seed: 1, maximumLength: 500 }

describe('a mood', () => {
  it.each([
    [0, 'surreal_trip'],
    [24, 'surreal_trip'],
    [24.999, 'surreal_trip'],
    [25, 'intimate_story'],
    [49.999, 'intimate_story'],
    [50, 'luxury_reveal'],
    [74.999, 'luxury_reveal'],
    [75, 'high_energy'],
    [100, 'high_energy'],
  ] as const)('of %d is %s', (mood, category) => expect(moodCategory(mood)).toBe(category))

  it('has the cameras, lightings and words of the matrix', () => {
    const rows = Object.entries(MOOD_MATRIX).map(([category, { cameras, lightings, keywords }]) => [
      category,
      cameras.join(', '),
      lightings.join(', '),
      keywords.join(', '),
    ])
    expect(rows).toEqual([
      ['high_energy', 'fpv_drone, crash_zoom_in, whip_pan_right', 'high_contrast, neon_glow', 'dynamic, explosive, intense'],
      ['luxury_reveal', 'dolly_slow, crane_up, pan_slow', 'golden_hour, soft_key', 'elegant, sophisticated, premium'],
      ['intimate_story', 'static_focus, handheld_subtle, dolly_zoom', 'natural, warm_ambient', 'personal, emotional, authentic'],
      ['surreal_trip', 'bullet_time, spiral_zoom, through_object', 'neon_noir, volumetric', 'dreamlike, abstract, otherworldly'],
    ])
  })

  it('has words for every camera and lighting', () => {
    expect(Object.keys(CAMERA_WORDS)).toEqual([...CAMERA_MOVES])
    expect(Object.keys(LIGHTING_WORDS)).toEqual([...LIGHTINGS])
  })
})

describe('a strategy', () => {
  it('is the same for the same seed and the first of its variations', () => {
    expect(strategy(ask)).toEqual(strategy({ ...ask }))
    expect(strategies(ask, 3)[0]).toEqual(strategy(ask))
    const cameras = new Set(Array.from({ length: 40 }, (_, seed) => strategy({ ...ask, seed }).camera))
    expect([...cameras].toSorted()).toEqual(['crane_up', 'dolly_slow', 'pan_slow'])
  })

  it.each(CATEGORIES)('of %s uses every pair of camera and lighting once before one comes again', (category) => {
    for (let seed = 0; seed < 20; seed++) {
      const found = strategies({ ...ask, mood: MOOD_MATRIX[category].from, seed }, 12)
      const pairs = found.map(({ camera, lighting }) => `${camera} ${lighting}`)
      expect(new Set(pairs.slice(0, 6)).size).toBe(6)
      expect(pairs.slice(6)).toEqual(pairs.slice(0, 6))
      expect(found.every(({ category: is, keywords }) => is === category && keywords.length === 3)).toBe(true)
    }
  })

  it('yields to an explicit camera, an own path and an explicit lighting', () => {
    expect(strategies({ ...ask, camera: 'orbit' }, 3).map(({ camera }) => camera)).toEqual(['orbit', 'orbit', 'orbit'])
    expect(strategies({ ...ask, lighting: 'neon_noir' }, 3).map(({ lighting }) => lighting)).toEqual(Array(3).fill('neon_noir'))
    const end = { x: 0.5, y: 0.5, roll: 0 }
    const camera = {
      path: [
        { ...end, t: 0, zoom: 1 },
        { ...end, t: 1, zoom: 2 },
      ],
    }
    const own = strategy({ ...ask, camera, lighting: 'natural' })
    expect(own.camera).toBe(camera)
    expect(own.prompt).toBe('a mug on a desk. Elegant, sophisticated, premium. Natural daylight.')
    expect(own.why).toBe('Mood 60 is luxury reveal: your own camera path in natural light.')
  })

  it('takes shape and length from the platform and says so', () => {
    expect(strategy(ask)).toMatchObject({ aspectRatio: '16:9', duration: 5 })
    const made = strategy({ ...ask, platform: 'tiktok', camera: 'dolly_slow', lighting: 'golden_hour' })
    expect(made).toMatchObject({ aspectRatio: '9:16', duration: 9 })
    expect(made.why).toBe(
      'Mood 60 is luxury reveal: dolly slow in golden hour light; TikTok shows 9:16 best, 9 s long with something new every 2 s.',
    )
    expect(made.negativePrompt).toMatch(/^blurry.*shaky camera$/)
  })
})

describe('an enriched prompt', () => {
  it.each([
    ['a mug', ['bold', 'soft light'], 500, 'a mug. Bold. Soft light.'],
    ['A mug!', ['bold'], 500, 'A mug! Bold.'],
    ['a Bold mug', ['bold', 'soft light'], 500, 'a Bold mug. Soft light.'],
    ['一个杯子。', ['bold'], 500, '一个杯子。 Bold.'],
    ['a mug', ['a phrase that is too long', 'bold'], 14, 'a mug. Bold.'],
    ['a mug', ['bold'], 5, 'a mug'],
  ])('of %j with %j in %d characters', (prompt, phrases, most, expected) => {
    expect(enrich(prompt, phrases, most)).toBe(expected)
  })

  it('holds the person’s own words first and stays within the limit', () => {
    for (const length of [10, 440, 470, 499, 500]) {
      const prompt = 'x'.repeat(length)
      for (const made of strategies({ ...ask, prompt, mood: 80 }, 6)) {
        expect(made.prompt.startsWith(prompt)).toBe(true)
        expect(made.prompt.length).toBeLessThanOrEqual(500)
      }
    }
  })
})
