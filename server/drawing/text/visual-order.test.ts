import { describe, expect, it } from 'vitest'
import { bidiParts, type Direction, visualOrder } from './visual-order.ts'

const seen = (words: readonly string[], paragraph: Direction): string =>
  visualOrder(words, paragraph)
    .map(({ index }) => words[index])
    .join(' ')

describe('visualOrder', () => {
  it('leaves a line of one direction in that direction', () => {
    expect(seen(['one', 'two', '3', '–', 'four'], 'ltr')).toBe('one two 3 – four')
    expect(seen(['אחת', 'שתיים', '3', '–', 'ארבע'], 'rtl')).toBe('ארבע – 3 שתיים אחת')
  })

  it('keeps words of the other direction in their own order', () => {
    expect(seen(['חדש', 'Nike', 'Air', '90', 'עכשיו'], 'rtl')).toBe('עכשיו Nike Air 90 חדש')
    expect(seen(['say', 'שלום', 'עולם', '20', 'loud'], 'ltr')).toBe('say 20 עולם שלום loud')
  })

  it('gives punctuation to both of its neighbours, or to the paragraph', () => {
    expect(seen(['Nike', ',', 'Air', '!', 'חדש'], 'rtl')).toBe('חדש ! Nike , Air')
    expect(visualOrder(['Nike', '!', 'חדש'], 'rtl').map(({ direction }) => direction)).toEqual(['rtl', 'rtl', 'ltr'])
  })

  it('knows which gap lies between two words', () => {
    expect(visualOrder(['a', 'ב', 'ג', 'd'], 'ltr').map(({ index, gap }) => [index, gap])).toEqual([
      [0, null],
      [2, 1],
      [1, 2],
      [3, 3],
    ])
    expect(visualOrder(['ב', 'a', 'b'], 'rtl').map(({ index, gap }) => [index, gap])).toEqual([
      [1, null],
      [2, 2],
      [0, 1],
    ])
  })
})

describe('bidiParts', () => {
  it('sets punctuation free only of words that run against their paragraph', () => {
    expect(bidiParts('(Nike),', 'rtl')).toEqual(['(', 'Nike', '),'])
    expect(bidiParts('Nike!', 'ltr')).toEqual(['Nike!'])
    expect(bidiParts('שלום!', 'rtl')).toEqual(['שלום!'])
    expect(bidiParts('שלום!', 'ltr')).toEqual(['שלום', '!'])
    expect(bidiParts('20!', 'rtl')).toEqual(['20!'])
  })
})
