import { timelineOf } from 'shared/story'
import { type Arc, ARCS, clipRequest, storyOverlay } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { arcFor, arcPlan } from './arcs/index.ts'
import { shotsOf } from './lay-out.ts'
import type { PlannedStory, PlanWish } from './plan.ts'
import { planByRules } from './rules.ts'
import { sayPart, sentences, shortSubject, speaksEnglish, spokenSeconds, subjectOf } from './words.ts'

const NOTHING: PlanWish = { prompt: null, page: null, images: [], duration: null, arc: null, language: null, flow: 'independent' }
const plan = (wish: Partial<PlanWish>): PlannedStory => planByRules({ ...NOTHING, ...wish })
const seconds = ({ segments }: PlannedStory): number =>
  timelineOf(
    segments.map(({ duration, boundary }) => ({ length: duration, boundary })),
    30,
  ).duration
const PAGE = {
  url: 'https://www.shop.example/p/1',
  title: 'Trail Bottle 750 – Hydra Store',
  brand: 'Hydra',
  price: '34.90',
  currency: 'EUR',
  description: 'Keeps drinks cold for 24 hours. It survives every fall.',
  features: ['Keeps cold for 24 hours', 'Leakproof lid, tested on three mountains', 'Recycled steel'],
  images: ['ast_1', 'ast_2', 'ast_3', 'ast_4', 'ast_5'],
}

describe('an arc', () => {
  it.each(ARCS)('%s has a beginning that stays, an end that stays, and words for all that it shows', (arc) => {
    const { beats } = arcPlan(arc)
    expect(beats.length).toBeGreaterThanOrEqual(5)
    const kept = shotsOf(beats, 2).map(({ beat }) => beat.role)
    expect(kept.at(-1)).toBe('close')
    for (const { cameras, shots, titles, says } of beats) {
      expect(titles).toHaveLength(shots.length)
      expect(Math.min(cameras.length, shots.length, says.length)).toBeGreaterThan(0)
      expect(says.every((text, index) => index === 0 || text.length <= (says[index - 1]?.length ?? 0))).toBe(true)
    }
  })

  it.each([
    ['tired of tangled cables? our clip solves that problem', 'problem_solution'],
    ['introducing our new headphones', 'product_launch'],
    ['20% off, today only', 'countdown_offer'],
    ['the best features of the camera, an overview', 'feature_tour'],
    ['a kitchen, before and after', 'before_after'],
    ['how to fold a paper crane, step by step', 'how_to'],
    ['customers say they love this chair, a review', 'testimonial'],
    ['a day in the life of a baker', 'day_in_the_life'],
    ['the story of our brand', 'brand_story'],
    ['unboxing the parcel', 'unboxing'],
    ['a road trip to the beach', 'travel'],
    ['recipe for pasta', 'recipe'],
    ['eine Reise nach Island', 'travel'],
    ['a fox runs through a snowy forest', 'brand_story'],
  ] as const)('is chosen by the words: %s', (words, arc) => expect(arcFor(words)).toBe(arc satisfies Arc))

  it('keeps its order, gives each beat a shot and closes once', () => {
    const { beats } = arcPlan('problem_solution')
    for (let count = 1; count <= 100; count += 1) {
      const shots = shotsOf(beats, count)
      expect(shots).toHaveLength(count)
      const order = shots.map(({ beat }) => beats.indexOf(beat))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      if (count > beats.length) expect(shots.filter(({ beat }) => beat.role === 'close')).toHaveLength(1)
    }
  })
})

describe('a story from a sentence', () => {
  it.each([5, 10, 15, 30, 60, 7.5, 22, 100, 600])('lasts exactly %d s, in segments that models can make', (duration) => {
    for (const arc of ARCS) {
      const story = plan({ prompt: 'Make a video about a red enamel mug with a chipped rim', duration, arc })
      expect(seconds(story)).toBe(duration)
      for (const segment of story.segments) {
        expect(segment.duration).toBeGreaterThanOrEqual(3)
        expect(segment.duration).toBeLessThanOrEqual(10)
        expect(spokenSeconds(segment.narration)).toBeLessThanOrEqual(segment.duration)
        const request = {
          kind: 'clip',
          prompt: segment.prompt,
          camera: segment.camera,
          lighting: segment.lighting,
          duration: segment.duration,
        }
        expect(clipRequest.safeParse(request).success).toBe(true)
        expect(segment.prompt).toMatch(/red enamel mug with a chipped rim/i)
      }
    }
  })

  it('has one segment for about five seconds', () => {
    const counts = [5, 10, 15, 30, 60].map((duration) => plan({ prompt: 'a red mug', duration }).segments.length)
    expect(counts).toEqual([1, 2, 3, 6, 12])
    expect(plan({ prompt: 'a red mug' }).segments).toHaveLength(6)
  })

  it('flows without seams where it is to flow', () => {
    const kinds = plan({ prompt: 'a red mug', duration: 20, flow: 'continuous' }).segments.map(({ boundary }) => boundary.kind)
    expect(kinds).toEqual(['continuous', 'continuous', 'continuous', 'cut'])
  })

  it('says nothing in English beside words of another language', () => {
    const silent = (wish: Partial<PlanWish>) => plan({ duration: 15, ...wish }).segments.every(({ narration }) => narration === '')
    expect(silent({ prompt: 'a red mug' })).toBe(false)
    expect(silent({ prompt: 'ein roter Becher', language: 'de' })).toBe(true)
    expect(silent({ prompt: '赤いマグカップ' })).toBe(true)
  })
})

describe('the titles of a story from a sentence', () => {
  const titles = (wish: Partial<PlanWish>) => plan(wish).segments.map(({ titleText }) => titleText ?? '')

  it.each(ARCS)('begin with the words of the person and direct no shot: %s', (arc) => {
    for (const duration of [5, 10, 30, 60]) {
      const { segments } = plan({ prompt: 'Make a reel about a small oak lamp that folds flat', duration, arc })
      expect(segments[0]?.titleText).toBe('A small oak lamp that folds flat')
      expect(segments.at(-1)?.titleText).toBe(segments.length === 1 ? 'A small oak lamp that folds flat' : 'A small oak lamp')
      for (const { titleText, prompt, narration } of segments) {
        expect(titleText).toMatch(/^\p{Lu}.{1,60}$/u)
        expect(titleText).not.toMatch(/[{}]|close-?up|macro|shot\b|room for words|centred|background/i)
        expect(prompt).not.toBe(titleText)
        if (narration !== '') expect(sentences(titleText ?? '')).not.toBe(narration)
      }
    }
  })

  it('say everything that the person says, in order', () => {
    const prompt = 'A small oak lamp that folds flat. Warm light. Twenty hours on one charge! Made in Bergen.'
    const said = titles({ prompt, duration: 30, arc: 'product_launch' })
    expect(said.filter((text) => prompt.includes(text))).toEqual([
      'A small oak lamp that folds flat',
      'Warm light',
      'Twenty hours on one charge!',
      'Made in Bergen',
      'A small oak lamp',
    ])
    expect(titles({ prompt, duration: 10, arc: 'product_launch' })[1]).toBe('A small oak lamp')
    expect(titles({ prompt, duration: 10, arc: 'brand_story' })[0]).toBe(prompt.replace(/\.$/, ''))
    const long = `${'A lamp of oak for small rooms and long evenings, '.repeat(3)}and for you`
    expect(titles({ prompt: long, duration: 60 }).join(' | ')).toMatch(/and for you/i)
  })

  it('are the words of the person alone where they speak another language', () => {
    const words = 'Eine kleine Lampe aus Eiche. Sie lässt sich flach falten.'
    expect(titles({ prompt: words, duration: 20, language: 'de' })).toEqual([
      'Eine kleine Lampe aus Eiche',
      'Sie lässt sich flach falten',
      'Eine kleine Lampe aus Eiche',
      'Sie lässt sich flach falten',
    ])
    expect(titles({ prompt: '赤いマグカップ。熱いまま。', duration: 10 })).toEqual(['赤いマグカップ', '熱いまま'])
  })

  it('are missing where nothing is said', () =>
    expect(plan({ images: ['ast_1'] }).segments.map(({ titleText }) => titleText)).toEqual([null]))
})

describe('a story from pictures', () => {
  it('shows each once, in order', () => {
    const images = ['ast_1', 'ast_2', 'ast_3', 'ast_4', 'ast_5', 'ast_6', 'ast_7']
    const story = plan({ images })
    expect(story.segments.map(({ image }) => image)).toEqual(images)
    expect(seconds(story)).toBe(35)
    expect(seconds(plan({ images, duration: 10 }))).toBe(10)
    expect(story.segments.every(({ prompt, narration }) => prompt === '' && narration === '')).toBe(true)
  })

  it('shows some again where the film is too long for them', () => {
    const story = plan({ images: ['ast_1', 'ast_2'], duration: 60 })
    expect(seconds(story)).toBe(60)
    expect(story.segments.every(({ duration }) => duration <= 10)).toBe(true)
    expect(plan({ images: ['ast_1', 'ast_2'], duration: 18 }).segments).toHaveLength(2)
    expect(story.segments.slice(0, 4).map(({ image }) => image)).toEqual(['ast_1', 'ast_2', 'ast_1', 'ast_2'])
  })

  it('may be told by words', () => {
    const story = plan({ images: ['ast_1', 'ast_2'], prompt: 'our new bottle' })
    expect(story.segments.map(({ image }) => image)).toEqual(['ast_1', 'ast_2'])
    expect(story.segments.every(({ prompt }) => prompt.includes('our new bottle') || prompt.includes('Our new bottle'))).toBe(true)
  })
})

describe('a story from a page', () => {
  it('shows the hero, each feature, the price and a call to action', () => {
    const story = plan({ page: PAGE, duration: 30 })
    expect(seconds(story)).toBe(30)
    expect(story.segments).toHaveLength(6)
    expect(story.segments.map(({ image }) => image)).toEqual(['ast_1', 'ast_2', 'ast_3', 'ast_4', 'ast_5', 'ast_1'])
    const said = story.segments.map(({ narration }) => narration)
    expect(said[0]).toBe('This is Trail Bottle 750, by Hydra.')
    expect(said.slice(1, 4)).toEqual(PAGE.features.map((feature) => `${feature}.`))
    expect(said[4]).toBe('All of it for EUR 34.90.')
    expect(story.overlays.map(({ kind }) => kind)).toEqual(['price', 'end_card'])
    expect(story.overlays[1]).toMatchObject({ heading: 'Trail Bottle 750', action: 'Shop now', address: 'shop.example' })
    for (const overlay of story.overlays) {
      storyOverlay.parse(overlay)
      expect(overlay.start).toBeLessThan(overlay.end ?? seconds(story))
    }
  })

  it('shows only what is there', () => {
    const bare = plan({ page: { title: 'Trail Bottle' } })
    expect(bare.segments).toHaveLength(2)
    expect(bare.overlays.map(({ kind }) => kind)).toEqual(['end_card'])
    expect(JSON.stringify(bare)).not.toMatch(/price|EUR|undefined|null,"before"/)
    const { price: _, ...free } = PAGE
    expect(plan({ page: free, duration: 30 }).overlays.map(({ kind }) => kind)).toEqual(['end_card'])
    expect(plan({ page: {}, duration: 15 }).segments).toHaveLength(3)
  })

  it('has titles in the words of the page', () => {
    const name = 'Trail Bottle 750'
    expect(plan({ page: PAGE, duration: 30 }).segments.map(({ titleText }) => titleText)).toEqual([
      `${name}. ${PAGE.description}`,
      ...PAGE.features,
      name,
      name,
    ])
    expect(plan({ page: { title: name }, duration: 15 }).segments.map(({ titleText }) => titleText)).toEqual([name, name, name])
  })

  it.each([5, 10, 15, 60])('of %d s still tells the price and ends with the card', (duration) => {
    const story = plan({ page: PAGE, duration })
    expect(seconds(story)).toBe(duration)
    expect(story.overlays.map(({ kind }) => kind)).toContain('end_card')
    if (duration >= 10) expect(story.overlays.map(({ kind }) => kind)).toContain('price')
  })

  it('lets a page of another language speak for itself', () => {
    const page = { ...PAGE, features: ['Hält 24 Stunden kalt'], description: 'Ohne Plastik.' }
    const story = plan({ page, duration: 20, language: 'de' })
    expect(story.segments.map(({ narration }) => narration).filter((text) => text !== '')).toEqual([
      'Ohne Plastik.',
      'Hält 24 Stunden kalt.',
    ])
    expect(story.overlays.at(-1)).toMatchObject({ action: null })
  })
})

describe('words', () => {
  it.each([
    ['Make a 30 second video about a red mug.', 'a red mug'],
    ['please create a short cinematic reel for our bakery!', 'our bakery'],
    ['a red mug', 'a red mug'],
    ['Video about', 'Video about'],
  ])('of %j are about %j', (prompt, subject) => expect(subjectOf(prompt)).toBe(subject))

  it.each([
    ['our new bottle for hikers, keeps cold', 'our new bottle'],
    ['how to bake a chocolate cake', 'a chocolate cake'],
    ['a fox runs through a snowy forest', 'a fox runs through a snowy forest'],
  ])('of %j in short: %j', (subject, short) => expect(shortSubject(subject)).toBe(short))

  it('are cut where a sentence or a clause ends', () => {
    const text = 'Keeps drinks cold for a day. It survives every fall, even from a roof, and more.'
    expect(sayPart(text, 20)).toBe(text)
    expect(sayPart(text, 4)).toBe('Keeps drinks cold for a day.')
    expect(sayPart('It survives every fall, even from the roof of a house', 3)).toBe('It survives every fall')
    expect(sayPart('one two three four five six seven eight nine ten', 2)).toBe('')
    expect(sentences('one mug. two mugs')).toBe('One mug. Two mugs.')
  })

  it('tell their language by tag or script', () => {
    expect([speaksEnglish('x', 'en-GB'), speaksEnglish('x', 'de'), speaksEnglish('Кружка', null), speaksEnglish('mug', null)]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })
})
