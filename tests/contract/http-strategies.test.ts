import { clipRequest, estimate, problem, strategyList } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.stop())

const IDEA = { prompt: 'a ceramic mug on a wooden desk', mood: 80 }

async function strategiesFor(asked: object) {
  const answer = await backend.ask('/api/strategies', { json: asked })
  expect(answer.status).toBe(200)
  return strategyList.parse(await answer.json()).items
}

describe('strategies', () => {
  it('are three where no number is said, of the mood’s category, and the same for the same seed', async () => {
    const items = await strategiesFor(IDEA)
    expect(items).toHaveLength(3)
    expect(new Set(items.map(({ camera }) => camera))).toEqual(new Set(['fpv_drone', 'crash_zoom_in', 'whip_pan_right']))
    for (const { category, prompt, keywords, negativePrompt, why } of items) {
      expect(category).toBe('high_energy')
      expect(keywords).toEqual(['dynamic', 'explosive', 'intense'])
      expect(prompt).toMatch(/^a ceramic mug on a wooden desk\. Dynamic, explosive, intense\. /)
      expect(negativePrompt).toContain('blurry')
      expect(why).toMatch(/^Mood 80 is high energy: /)
    }
    expect(await strategiesFor({ ...IDEA, seed: 0 })).toEqual(items)
    const first = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => strategiesFor({ ...IDEA, seed, count: 1 })))
    expect(new Set(first.map(([item]) => item?.camera)).size).toBeGreaterThan(1)
  })

  it('take shape and length from the platform', async () => {
    for (const [platform, aspectRatio] of [
      ['tiktok', '9:16'],
      ['reels', '9:16'],
      ['shorts', '9:16'],
      ['youtube', '16:9'],
      ['instagram', '4:5'],
    ]) {
      const [item] = await strategiesFor({ ...IDEA, platform, count: 1 })
      expect(item?.aspectRatio, platform).toBe(aspectRatio)
    }
  })

  it('can each be asked for as they are', async () => {
    for (const mood of [0, 25, 50, 75]) {
      for (const { camera, lighting, prompt, aspectRatio, duration } of await strategiesFor({ ...IDEA, mood, count: 6 })) {
        const request = clipRequest.parse({ kind: 'clip', camera, lighting, prompt, aspectRatio, duration })
        const answer = await backend.ask('/api/estimates', { json: request })
        expect(estimate.parse(await answer.json())).toMatchObject({ usdMicros: 0, provider: 'local' })
      }
    }
  })

  it('say what is wrong with a wish', async () => {
    for (const [change, path] of [
      [{ mood: 101 }, 'mood'],
      [{ mood: 'loud' }, 'mood'],
      [{ prompt: 'short' }, 'prompt'],
      [{ platform: 'vine' }, 'platform'],
      [{ count: 13 }, 'count'],
      [{ colour: 'red' }, 'colour'],
    ] as const) {
      const answer = await backend.ask('/api/strategies', { json: { ...IDEA, ...change } })
      const found = problem.parse(await answer.json())
      expect([answer.status, found.code, found.issues?.[0]?.path]).toEqual([400, 'invalid_request', path])
    }
  })
})
