import type { ImageCandidate, PageFacts } from 'shared/page'
import { storyboardRequest } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { draftOf, storyRequest } from './page-draft.ts'

const candidate = (id: string, more: Partial<ImageCandidate> = {}): ImageCandidate => ({
  id,
  url: `https://shop.test/${id}.jpg`,
  kind: 'img',
  declaredSize: { width: 1200, height: 1600 },
  measuredSize: null,
  box: null,
  alt: '',
  alternates: [],
  rank: 1,
  ...more,
})
const facts: PageFacts = {
  pageUrl: 'https://shop.test/serum',
  title: 'Night Serum',
  description: null,
  brand: 'Lumen',
  price: '38.00',
  currency: 'EUR',
  features: ['Absorbs in a minute', 'No perfume'],
}
const scan = (candidates: readonly ImageCandidate[]) => ({ pageUrl: facts.pageUrl, pageTitle: 'Shop', candidates, truncated: false })

describe('draftOf', () => {
  it('puts what the page declares first, and chooses no logos and not everything', () => {
    const declared = candidate('hero', { alternates: [{ url: 'https://shop.test/h.jpg', size: null, kind: 'json-ld' }] })
    const logo = candidate('logo', { declaredSize: { width: 900, height: 40 }, kind: 'og-image' })
    const others = ['a', 'b', 'c', 'd'].map((id) => candidate(id))
    const draft = draftOf(facts, scan([...others, declared, logo]), 7)
    expect(draft.candidates.map(({ id }) => id)).toEqual(['hero', 'logo', 'a', 'b', 'c', 'd'])
    expect(draft.chosen).toEqual(['hero', 'a', 'b', 'c'])
    expect(draft.facts).toMatchObject({ title: 'Night Serum', description: '', features: 'Absorbs in a minute\nNo perfume' })
  })
})

describe('storyRequest', () => {
  it('says what is in the fields and nothing of what was emptied, as the wire takes it', () => {
    const draft = draftOf(facts, scan([]), 7)
    const request = storyRequest({ ...draft, facts: { ...draft.facts, brand: '  ', features: 'One\n\n  Two  ' } }, ['ast_1'])
    expect(request).toEqual({
      page: { url: facts.pageUrl, title: 'Night Serum', price: '38.00', currency: 'EUR', features: ['One', 'Two'], images: ['ast_1'] },
      duration: 15,
      settings: { aspectRatio: '9:16' },
    })
    expect(storyboardRequest.safeParse(request).error).toBeUndefined()
  })

  it('keeps within what the wire takes', () => {
    const { facts: words } = draftOf(facts, scan([]), 7)
    const long = {
      ...words,
      title: 'x'.repeat(900),
      description: 'x'.repeat(9000),
      features: Array.from({ length: 40 }, () => 'x'.repeat(900)).join('\n'),
    }
    expect(storyboardRequest.safeParse(storyRequest({ facts: { ...long, url: 'file:///a.html' }, seconds: 60 }, [])).error).toBeUndefined()
  })
})
