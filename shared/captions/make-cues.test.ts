import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASPECT_RATIOS } from '../camera/index.ts'
import { CAPTION_STYLES, type TimedWord } from '../wire/index.ts'
import { cueShape } from './cue-shape.ts'
import { makeCues, READING_SPEED } from './make-cues.ts'
import { columnsOf } from './script.ts'
import { timeScript } from './time-script.ts'

const PLAIN = cueShape('plain', '16:9')
const STORY =
  'Meet the bottle that keeps your coffee hot for twelve hours. It weighs less than an apple, fits every cup holder, and never leaks. ' +
  'Order today, and we plant a tree for you!'

/** A voice of about fourteen letters a second. */
const spoken = (text: string, letters = 14): readonly TimedWord[] => timeScript(text, { start: 0.4, end: 0.4 + text.length / letters })
const textsOf = (words: readonly TimedWord[], shape = PLAIN, until: number | null = null): readonly string[] =>
  makeCues(words, { shape, until }).map(({ text }) => text)

const anyWords = fc
  .array(
    fc.record({
      text: fc.constantFrom('so', 'a', 'brilliant', 'day.', 'night,', 'Donaudampfschifffahrt', '東京', 'と', 'ไทย', 'نور', '🎉'),
      gap: fc.double({ min: 0, max: 2, noNaN: true }),
      length: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 40 },
  )
  .map((parts) => {
    let now = 0
    return parts.map(({ text, gap, length }) => {
      const start = now + gap
      now = start + length
      return { text, start, end: now }
    })
  })

describe('makeCues', () => {
  it('ends cues with sentences and clauses, in two lines at most', () => {
    expect(textsOf(spoken(STORY))).toEqual([
      'Meet the bottle that keeps your\ncoffee hot for twelve hours.',
      'It weighs less than an apple,\nfits every cup holder, and never leaks.',
      'Order today, and we plant a tree for you!',
    ])
  })

  it('shows a few words at a time where each is lit as it is spoken', () => {
    const shape = cueShape('highlight', '9:16')
    const cues = makeCues(spoken(STORY), { shape, until: null })
    expect(cues.every(({ words }) => words.length <= shape.words)).toBe(true)
    expect(cues.flatMap(({ text }) => text.split('\n')).every((line) => columnsOf(line) <= shape.columns)).toBe(true)
    expect(cues.length).toBeGreaterThan(5)
  })

  it.each(CAPTION_STYLES)('can be read at the speed of speech in style %s', (style) => {
    for (const ratio of ASPECT_RATIOS) {
      for (const { text, start, end } of makeCues(spoken(STORY), { shape: cueShape(style, ratio), until: null })) {
        expect(columnsOf(text) / (end - start)).toBeLessThanOrEqual(READING_SPEED)
      }
    }
  })

  it('keeps every time of a voice, and begins each cue with its first word', () => {
    const words = spoken(STORY)
    const cues = makeCues(words, { shape: cueShape('pill', '1:1'), until: null })
    const shown = cues.flatMap((cue) => cue.words)
    expect(shown.map(({ text }) => text)).toEqual(words.map(({ text }) => text))
    shown.forEach((word, index) => {
      expect(Math.abs(word.start - (words[index]?.start ?? Infinity))).toBeLessThan(0.08)
      expect(Math.abs(word.end - (words[index]?.end ?? Infinity))).toBeLessThan(0.08)
    })
    for (const cue of cues) {
      expect(cue.start).toBe(cue.words[0]?.start)
      expect(cue.end).toBeGreaterThanOrEqual(cue.words.at(-1)?.end ?? Infinity)
    }
  })

  it('closes small gaps, leaves pauses empty, and shows nothing after the end', () => {
    const words = [
      { text: 'One.', start: 0, end: 1.2 },
      { text: 'Two.', start: 1.4, end: 2.6 },
      { text: 'Three.', start: 6, end: 7 },
      { text: 'Late.', start: 9, end: 10 },
    ]
    const short = makeCues([{ text: 'Incomprehensibilities!', start: 1, end: 1.2 }], { shape: PLAIN, until: null })[0]
    expect((short?.end ?? 0) - (short?.start ?? 0)).toBeCloseTo('Incomprehensibilities!'.length / READING_SPEED)
    const cues = makeCues(words, { shape: cueShape('stacked', '9:16'), until: 7.1 })
    expect(cues.map(({ text }) => text)).toEqual(['One.', 'Two.', 'Three.'])
    expect(cues.map(({ start, end }) => [start, end])).toEqual([
      [0, 1.4],
      [1.4, 2.9],
      [6, 7.1],
    ])
  })

  it('parts Japanese, Chinese and Thai between words, and counts their characters as wide', () => {
    const japanese = '新しい季節が始まる。東京の夜を歩くと、光が水面に揺れて、遠くの声が聞こえてくる。'
    const words = [{ text: japanese, start: 0, end: 8 }]
    const cues = makeCues(words, { shape: cueShape('plain', '9:16'), until: null })
    expect(cues.map(({ text }) => text.replaceAll('\n', '')).join('')).toBe(japanese)
    expect(cues.length).toBeGreaterThan(1)
    for (const { text, start, end } of cues) {
      expect(text.split('\n').every((line) => columnsOf(line) <= 28 && !/^[、。ー]/u.test(line))).toBe(true)
      expect(columnsOf(text) / (end - start)).toBeLessThanOrEqual(READING_SPEED)
    }
    const quoted = makeCues([{ text: '今日「新しい」店へ', start: 0, end: 2 }], { shape: cueShape('pop', '9:16'), until: null })
    expect(quoted.flatMap((cue) => cue.words.map(({ text }) => text)).some((word) => word.startsWith('「新'))).toBe(true)
    const thai = 'ราคาพิเศษวันนี้เท่านั้น'
    const parted = makeCues([{ text: thai, start: 0, end: 2 }], { shape: cueShape('pop', '9:16'), until: null }).flatMap((cue) => cue.words)
    expect(parted.map(({ text }) => text).join('')).toBe(thai)
    expect(parted.length).toBeGreaterThan(3)
  })

  it('keeps the words of scripts that run from the right in the order in which they are spoken', () => {
    const arabic = 'تخفيضات الصيف على كل شيء، اطلب اليوم من Nike.'
    const cue = makeCues(spoken(arabic), { shape: PLAIN, until: null })[0]
    expect(cue?.text.replaceAll('\n', ' ')).toBe(arabic)
    expect(cue?.words.map(({ start }) => start)).toEqual(cue?.words.map(({ start }) => start).toSorted((one, other) => one - other))
  })

  it('puts punctuation that a transcript told by itself with the word that it ends', () => {
    const words = ['Hot', ',', 'fresh', '–', 'yours', '!'].map((text, index) => ({ text, start: index, end: index + 0.9 }))
    expect(textsOf(words)).toEqual(['Hot, fresh – yours!'])
  })

  it('holds for any words: ordered, not overlapping, within the shape, nothing lost, positions true', () => {
    fc.assert(
      fc.property(anyWords, fc.constantFrom(...CAPTION_STYLES), fc.constantFrom(...ASPECT_RATIOS), (words, style, ratio) => {
        const shape = cueShape(style, ratio)
        const cues = makeCues(words, { shape, until: null })
        expect(cues.map(({ text }) => text.replaceAll(/\s/gu, '')).join('')).toBe(words.map(({ text }) => text).join(''))
        cues.forEach((cue, index) => {
          expect(cue.end).toBeGreaterThan(cue.start - 1e-9)
          expect(cue.start).toBeGreaterThanOrEqual(cues[index - 1]?.end ?? 0)
          if (cue.words.length > 1) expect(cue.text.split('\n').length).toBeLessThanOrEqual(shape.lines)
          for (const { text, at, start, end } of cue.words) {
            expect(cue.text.slice(at, at + text.length)).toBe(text)
            expect(start >= cue.start && end <= cue.end + 1e-9 && end >= start).toBe(true)
          }
        })
      }),
      { numRuns: 300 },
    )
  })
})
