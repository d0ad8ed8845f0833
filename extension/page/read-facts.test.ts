// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import jsonLd from './fixtures/json-ld.html?raw'
import microdata from './fixtures/microdata.html?raw'
import openGraph from './fixtures/open-graph.html?raw'
import plain from './fixtures/plain.html?raw'
import variants from './fixtures/variants.html?raw'
import { plainText } from './plain-text.ts'
import { readFacts } from './read-facts.ts'

const factsOf = (html: string) => readFacts(new DOMParser().parseFromString(html, 'text/html'))

describe('readFacts', () => {
  it('believes structured data first, reads through its markup and past what is broken', () => {
    expect(factsOf(jsonLd)).toMatchObject({
      title: 'Night Serum',
      brand: 'Lumen & Sons',
      description: 'Ten drops before sleep. Cold‑pressed — unscented.',
      price: '38',
      currency: 'EUR',
      features: ['Absorbs in a minute', 'No perfume at all', 'Volume: 30 ml'],
    })
  })

  it('takes what Open Graph says, and the first list that is not made of links', () => {
    expect(factsOf(openGraph)).toMatchObject({
      title: 'Schreibtischlampe „Kranich“',
      brand: 'Hell',
      description: 'Ein Arm aus Eschenholz.',
      price: '129,90',
      currency: 'EUR',
      features: ['Arm aus Eschenholz', 'Dimmbar in drei Stufen'],
    })
  })

  it('reads microdata, and the currency out of the price where nothing else names it', () => {
    expect(factsOf(microdata)).toMatchObject({
      title: 'Walnut bowl',
      brand: 'Alder',
      price: '1,240.50',
      currency: 'GBP',
      description: null,
    })
  })

  it('finds the price of a group in its first variant', () => {
    expect(factsOf(variants)).toMatchObject({ title: 'Trail shoe', price: '89.00', currency: 'USD', brand: null })
  })

  it('has no more than a title for a page that sells nothing', () => {
    expect(factsOf(plain)).toMatchObject({
      title: 'A walk along the coast',
      description: null,
      brand: null,
      price: null,
      currency: null,
      features: [],
    })
  })
})

describe('plainText', () => {
  it('takes tags off and puts entities in, and leaves what is neither', () => {
    expect(plainText('<b>2 &lt; 3</b> &amp; &#x41;&#66; &nope; &#99999999;')).toBe('2 < 3 & AB &nope; &#99999999;')
  })
})
