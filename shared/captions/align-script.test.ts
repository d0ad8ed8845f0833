import { describe, expect, it } from 'vitest'
import type { TimedWord } from '../wire/index.ts'
import { alignScript } from './align-script.ts'
import { timeScript } from './time-script.ts'

const SENTENCE = 'Meet the bottle that keeps your coffee hot for twelve hours.'

/** Seconds between the times of two lists of as many words, at most. */
function apart(one: readonly TimedWord[], other: readonly TimedWord[]): number {
  expect(one).toHaveLength(other.length)
  return Math.max(
    ...one.map(({ start, end }, index) =>
      Math.max(Math.abs(start - (other[index]?.start ?? Infinity)), Math.abs(end - (other[index]?.end ?? Infinity))),
    ),
  )
}

describe('alignScript', () => {
  it('takes the times of a voice as they are', () => {
    const voice = timeScript(SENTENCE, { start: 1, end: 5 })
    const aligned = alignScript(SENTENCE, voice)
    expect(aligned.map(({ text }) => text)).toEqual(voice.map(({ text }) => text))
    expect(apart(aligned, voice)).toBeLessThan(0.001)
  })

  it('writes words as the script does, whatever a transcript made of their spelling', () => {
    const voice = timeScript(SENTENCE, { start: 0, end: 4 })
    const misheard = voice.map((word) => ({ ...word, text: word.text === 'bottle' ? 'battle' : word.text.toLowerCase().replace('.', '') }))
    const aligned = alignScript(SENTENCE, misheard)
    expect(aligned.map(({ text }) => text).join(' ')).toBe(SENTENCE)
    expect(apart(aligned, voice)).toBeLessThan(0.08)
  })

  it('gives what was said otherwise than it is written the time in between', () => {
    const heard = 'now for twenty nine dollars only'.split(' ').map((text, index) => ({ text, start: index, end: index + 0.8 }))
    const aligned = alignScript('Now for $29 only', heard)
    expect(aligned.map(({ text }) => text)).toEqual(['Now', 'for', '$29', 'only'])
    expect(aligned[2]?.start).toBeCloseTo(1.8)
    expect(aligned[2]?.end).toBeCloseTo(5)
    expect(aligned[3]?.start).toBeCloseTo(5)
  })

  it('does not mind words that were put in or left out', () => {
    const voice = timeScript('well you know meet the bottle', { start: 0, end: 3 })
    const aligned = alignScript('Meet the new bottle', voice)
    expect(aligned[0]?.start).toBeCloseTo(voice[3]?.start ?? NaN)
    expect(aligned[3]?.end).toBeCloseTo(voice[5]?.end ?? NaN)
    expect(aligned.every(({ start, end }, index) => end >= start && start >= (aligned[index - 1]?.end ?? 0) - 1e-9)).toBe(true)
  })

  it('pairs words as a whole, and does not believe a letter or two', () => {
    const heard = ['for', 'dollars', 'only'].map((text, index) => ({ text, start: index, end: index + 1 }))
    expect(alignScript('for only', heard).map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [2, 3],
    ])
    const number = ['for', 'one', 'thousand', 'only'].map((text, index) => ({ text, start: index, end: index + 1 }))
    expect(alignScript('for EUR1000 only', number)[1]).toEqual({ text: 'EUR1000', start: 1, end: 3 })
  })

  it('finds the words of a sentence without spaces that a voice told in one piece or by the character', () => {
    const text = '東京の夜を歩く。'
    const characters = Array.from(text).map((letter, index) => ({ text: letter, start: index * 0.2, end: (index + 1) * 0.2 }))
    const aligned = alignScript(text, characters)
    expect(aligned.map((word) => word.text).join('')).toBe(text)
    expect(aligned.length).toBeGreaterThan(2)
    expect(aligned[1]?.start).toBeCloseTo((aligned[0]?.text.length ?? 0) * 0.2)
  })

  it('keeps step over hundreds of words', () => {
    const text = Array.from({ length: 800 }, (_, index) => `word${index % 97}`).join(' ')
    const voice = timeScript(text, { start: 0, end: 240 })
    expect(apart(alignScript(text, voice), voice)).toBeLessThan(0.08)
  })

  it('tells nothing where nothing was heard', () => {
    expect(alignScript(SENTENCE, [])).toEqual([])
  })
})

describe('timeScript', () => {
  it('fills its span, words in order, with a rest after each sentence', () => {
    const words = timeScript('One two. Three', { start: 2, end: 4 })
    expect(words.map(({ text }) => text)).toEqual(['One', 'two.', 'Three'])
    expect(words[0]?.start).toBe(2)
    expect(words.at(-1)?.end).toBeCloseTo(4)
    expect(words[1]?.start).toBeCloseTo(words[0]?.end ?? NaN)
    expect((words[2]?.start ?? 0) - (words[1]?.end ?? 0)).toBeGreaterThan(0.2)
  })

  it('gives numbers and Han characters the time that they take', () => {
    const [year, so] = timeScript('2026 soon', { start: 0, end: 1 })
    expect((year?.end ?? 0) - (year?.start ?? 0)).toBeGreaterThan(2 * ((so?.end ?? 0) - (so?.start ?? 0)))
    expect(timeScript('', { start: 0, end: 1 })).toEqual([])
  })
})
