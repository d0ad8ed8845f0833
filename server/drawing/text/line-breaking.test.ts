import { describe, expect, it } from 'vitest'
import { breakLines, fitsUnbroken, graphemes, normalise } from './line-breaking.ts'

/** Every character is one wide. */
const measure = (text: string): number => graphemes(text).length

describe('breakLines', () => {
  it('makes lines of about the same length, in the fewest lines that fit', () => {
    expect(breakLines('one two three four five six', 20, measure)).toEqual(['one two three', 'four five six'])
  })

  it('breaks what is longer than a line between graphemes', () => {
    const lines = breakLines('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2, measure)
    expect(lines.join('')).toBe('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧')
    expect(lines.map(measure)).toEqual([2, 1])
    expect(breakLines('e\u0301'.repeat(5), 2, measure).every((line) => !line.startsWith('\u0301'))).toBe(true)
  })

  it('never begins an East Asian line with what closes, nor ends one with what opens', () => {
    const text = '東京は、今日も。「新しい」セール（最大）五割引き！きょうから、ずっと。とても「すてき」な店です。'
    for (let width = 4; width <= 20; width++) {
      const lines = breakLines(text, width, measure)
      expect(lines.join('')).toBe(text)
      expect(lines.filter((line) => /^[、。」）！ょっー]/u.test(line) || /[「（]$/u.test(line))).toEqual([])
    }
  })

  it('keeps Japanese and Thai words and Korean spaced words whole where lines are wide enough', () => {
    expect(breakLines('新しい季節が始まる', 5, measure)).toEqual(['新しい', '季節が', '始まる'])
    expect(breakLines('새벽의 조용한 항구', 5, measure)).toEqual(['새벽의', '조용한', '항구'])
    expect(breakLines('ราคาพิเศษวันนี้เท่านั้น', 8, measure).every((line) => measure(line) <= 8)).toBe(true)
    expect(breakLines('ราคาพิเศษวันนี้เท่านั้น', 8, measure)).toEqual(['ราคาพิเศษ', 'วันนี้เท่านั้น'])
  })

  it('gives no line for no text', () => {
    expect(breakLines('', 10, measure)).toEqual([])
  })
})

describe('fitsUnbroken', () => {
  it('says whether every word fits a line', () => {
    expect(fitsUnbroken('a very extraordinary day', 13, measure)).toBe(true)
    expect(fitsUnbroken('a very extraordinary day', 12, measure)).toBe(false)
  })
})

describe('normalise', () => {
  it('leaves single spaces and nothing that cannot be seen, but what joins', () => {
    expect(normalise('  a\n\tb\u0000c \u202Ed  ')).toBe('a b c d')
    expect(normalise('👩‍👧')).toBe('👩‍👧')
    expect(normalise('می\u200Cخواهم')).toBe('می\u200Cخواهم')
    expect(graphemes(normalise('🏴󠁧󠁢󠁥󠁮󠁧󠁿'))).toHaveLength(1)
  })
})
