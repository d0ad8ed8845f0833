import { describe, expect, it } from 'vitest'
import { compose } from './compose.ts'
import { GENRES } from './genres.ts'
import { voicing } from './harmony.ts'
import { type MusicWish, planMusic } from './plan-music.ts'

const wish: MusicWish = { prompt: null, mood: 50, seconds: 30, seed: 1 }

describe('planMusic', () => {
  it.each([3, 5, 15, 30.4, 60, 600])('fills %s s with whole bars near the tempo of the style', (seconds) => {
    for (const { mood, tempo } of GENRES) {
      const plan = planMusic({ ...wish, mood, seconds })
      expect((plan.bars * 240) / plan.tempo).toBeCloseTo(seconds, 9)
      if (seconds >= 15) expect(Math.abs(plan.tempo / tempo - 1)).toBeLessThan(0.25)
    }
  })

  it('goes from calm to energetic with the mood', () => {
    expect(planMusic({ ...wish, mood: 0 }).genre.id).toBe('ambient')
    expect(planMusic({ ...wish, mood: 100 }).genre.id).toBe('energetic_rock')
    const chosen = Array.from({ length: 40 }, (_, seed) => planMusic({ ...wish, mood: 71, seed }).genre.id)
    expect(new Set(chosen)).toEqual(new Set(['cinematic', 'upbeat_pop']))
  })

  it('takes style, scale and tempo from words before the mood', () => {
    const plan = planMusic({ ...wish, prompt: 'Sad lo-fi for a coffee shop, 70 bpm', mood: 100 })
    expect([plan.genre.id, plan.scale, Math.round(plan.tempo / 10)]).toEqual(['lofi', 'minor', 7])
    expect(planMusic({ ...wish, prompt: 'a happy house party' }).scale).toBe('major')
    expect(planMusic({ ...wish, prompt: 'rocket launch' }).genre.id).not.toBe('energetic_rock')
    expect(planMusic({ ...wish, prompt: 'slow jazz' }).tempo).toBeLessThan(planMusic({ ...wish, prompt: 'fast jazz' }).tempo)
  })
})

describe('compose', () => {
  it('gives the same notes for the same seed, and others for another', () => {
    expect(compose(planMusic(wish))).toEqual(compose(planMusic(wish)))
    expect(compose(planMusic(wish))).not.toEqual(compose(planMusic({ ...wish, seed: 2 })))
  })

  it.each(GENRES.map(({ id, mood }) => [id, mood] as const))('ends %s on the first degree, held to the last beat', (_, mood) => {
    const plan = planMusic({ ...wish, mood, seconds: 40 })
    const start = (plan.bars - 1) * 4
    const last = compose(plan).filter(({ beat, part }) => beat >= start && part !== 'drums')
    expect(last.length).toBeGreaterThan(2)
    expect(last.every(({ beat, beats }) => beat === start && beats === 4)).toBe(true)
    expect(Math.min(...last.map(({ key }) => key)) % 12).toBe(plan.root)
    const chord = new Set(voicing(plan, 0, 60, true).map((key) => key % 12))
    expect(last.every(({ key }) => chord.has(key % 12))).toBe(true)
  })

  it('plays what instruments can play', () => {
    for (const { mood } of GENRES) {
      for (const { key, velocity, beats } of compose(planMusic({ ...wish, mood, seconds: 60 }))) {
        expect(key).toBeGreaterThanOrEqual(21)
        expect(key).toBeLessThanOrEqual(108)
        expect(velocity).toBeGreaterThanOrEqual(1)
        expect(velocity).toBeLessThanOrEqual(127)
        expect(beats).toBeGreaterThan(0)
      }
    }
  })

  it('grows: there is more to hear at the height than in the opening', () => {
    const plan = planMusic({ ...wish, mood: 77, seconds: 60 })
    const notes = compose(plan)
    const within = (from: number, to: number): number => notes.filter(({ beat }) => beat >= from * 4 && beat < to * 4).length
    expect(within(0, 4)).toBeLessThan(within(plan.bars - 9, plan.bars - 5) * 0.7)
  })
})
