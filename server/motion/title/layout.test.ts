import { describe, expect, it } from 'vitest'
import { breakLines, normalise } from './line-breaking.ts'
import { layOutTitle } from './layout.ts'

/** A font in which every character is half as wide as it is high. */
const measure = (fontSize: number) => (text: string) => (text.length * fontSize) / 2
const FRAMES = [
  [1920, 1080],
  [1080, 1920],
  [1080, 1080],
  [1080, 1350],
] as const
const TEXTS = ['Run faster', 'word '.repeat(100).trim(), 'x'.repeat(500), 'Golden hour over the Lofoten islands, slow waves']

describe('breakLines', () => {
  it('makes lines of about the same length, in the fewest lines that fit', () => {
    expect(breakLines('one two three four five six', 20 / 2, (text) => text.length / 2)).toEqual(['one two three', 'four five six'])
  })

  it('breaks what is longer than a line between graphemes', () => {
    const lines = breakLines('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2, (text) => [...new Intl.Segmenter().segment(text)].length)
    expect(lines.join('')).toBe('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧')
    expect(lines).toHaveLength(2)
  })

  it('gives no line for no text', () => {
    expect(breakLines('', 10, (text) => text.length)).toEqual([])
  })
})

describe('normalise', () => {
  it('leaves single spaces and nothing that cannot be seen', () => {
    expect(normalise('  a\n\tb\u0000c \u202Ed  ')).toBe('a b c d')
    expect(normalise('👩‍👧')).toBe('👩‍👧')
  })
})

describe('layOutTitle', () => {
  const cases = FRAMES.flatMap(([width, height]) => TEXTS.map((text) => ({ width, height, text, start: text.slice(0, 12) })))

  it.each(cases)('sets "$start" in $width x $height inside the safe area at a legible size', ({ width, height, text }) => {
    const { lines, fontSize, lineHeight } = layOutTitle(text, { width, height }, measure)
    expect(
      lines
        .map((line) => line.text)
        .join('')
        .replaceAll(' ', ''),
    ).toBe(text.replaceAll(' ', ''))
    expect(fontSize).toBeGreaterThanOrEqual(0.036 * Math.min(width, height) - 1)
    for (const line of lines) {
      expect(line.x).toBeGreaterThanOrEqual(width * 0.1 - 1)
      expect(line.x + line.width).toBeLessThanOrEqual(width * 0.9 + 1)
      expect(line.baseline - fontSize).toBeGreaterThan(height * 0.1)
      expect(line.baseline).toBeLessThan(height * 0.9)
    }
    lines.slice(1).forEach((line, index) => expect(line.baseline - (lines[index]?.baseline ?? 0)).toBeCloseTo(lineHeight, 6))
  })

  it('ends a text that is too long with an ellipsis', () => {
    const { lines } = layOutTitle('word '.repeat(2000), { width: 1080, height: 1080 }, measure)
    expect(lines.at(-1)?.text).toMatch(/word…$/)
  })
})
