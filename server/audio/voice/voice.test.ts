import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alignWords } from './align-words.ts'
import { openFlite, readPhones, type Flite } from './flite.ts'
import { isLatin, plainText, sentencesOf } from './plain-text.ts'
import { soundsOfWords } from './speak-draft.ts'

describe('plainText', () => {
  it('writes out signs, takes accents off and leaves out the rest', () => {
    expect(plainText('Naïve café — “50%” off… 🎉 don’t')).toBe('Naive cafe, "50 percent" off... don\'t')
    expect(plainText('€24.50 & £3')).toBe('24.50 euros and 3 pounds')
    expect(plainText('日本語')).toBe('')
  })
})

describe('isLatin', () => {
  it.each([
    ['Hello', true],
    ['Привет', false],
    ['2026', true],
    ['!', false],
    ['Hello 世', true],
    ['Да ok', false],
  ])('judges %s', (text, latin) => {
    expect(isLatin(text)).toBe(latin)
  })
})

describe('sentencesOf', () => {
  it('cuts at sentences, and long ones between words', () => {
    expect(sentencesOf('One. Two!  Three')).toEqual(['One.', 'Two!', 'Three'])
    expect(sentencesOf('aa bb cc dd', 5)).toEqual(['aa bb', 'cc dd'])
  })
})

describe('alignWords', () => {
  const phones = readPhones('pau:0.1 hh:0.2 ax:0.3 l:0.4 ow:0.5 pau:0.6 w:0.7 er:0.8 l:0.9 d:1.0 pau:1.2')

  it('gives each word the time of its sounds, without the pauses', () => {
    const words = [
      { text: 'Hello,', sounds: ['hh', 'ax', 'l', 'ow'] },
      { text: 'world', sounds: ['w', 'er', 'l', 'd'] },
    ]
    expect(alignWords(words, phones)).toEqual([
      { text: 'Hello,', start: 0.1, end: 0.5 },
      { text: 'world', start: 0.6, end: 1 },
    ])
  })

  it('bears sounds that are other, more or fewer than those of the word alone', () => {
    const words = [
      { text: 'Hello,', sounds: ['hh', 'eh', 'l', 'l', 'ow'] },
      { text: '—', sounds: [] },
      { text: 'world', sounds: ['w', 'er', 'd'] },
    ]
    expect(alignWords(words, phones)).toEqual([
      { text: 'Hello,', start: 0.1, end: 0.5 },
      { text: '—', start: 0.5, end: 0.5 },
      { text: 'world', start: 0.6, end: 1 },
    ])
  })
})

describe('Flite', () => {
  let flite: Flite
  beforeAll(async () => {
    flite = await openFlite()
  })
  afterAll(async () => {
    await flite.close()
  })

  it('tells the sounds of words that are read in several ways, each for itself', async () => {
    const sounds = await soundsOfWords(flite, ['Hello', '24', '—', 'A/B,', 'cold!', '1,000'])
    expect(sounds.get('Hello')).toEqual(['hh', 'ax', 'l', 'ow'])
    expect(sounds.get('24')?.join(' ')).toBe('t w eh n t iy f ao r')
    expect(sounds.get('cold!')).toEqual(['k', 'ow', 'l', 'd'])
    expect(sounds.get('1,000')?.length).toBeGreaterThan(6)
    expect(sounds.has('—')).toBe(false)
  })
})
