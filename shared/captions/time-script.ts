import type { TimedWord } from '../wire/index.ts'
import { restAfter, spokenLength } from './script.ts'
import { wordsOf } from './words.ts'

/** Seconds. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * The words of a text that is said within a span of time, each as long as it takes to say in proportion to the others, with rests after
 * clauses and sentences. For texts whose voice has told no times.
 */
export function timeScript(text: string, { start, end }: Span): readonly TimedWord[] {
  return shareTime(wordsOf(text), { start, end })
}

/** Lays words out over a span in proportion to how long they take to say. */
export function shareTime(words: readonly string[], { start, end }: Span): readonly TimedWord[] {
  const parts = words.map((text, index) => ({ text, length: spokenLength(text), rest: index === words.length - 1 ? 0 : restAfter(text) }))
  const whole = parts.reduce((sum, { length, rest }) => sum + length + rest, 0)
  const unit = whole === 0 ? 0 : Math.max(0, end - start) / whole
  let before = 0
  return parts.map(({ text, length, rest }) => {
    const word = { text, start: start + before * unit, end: start + (before + length) * unit }
    before += length + rest
    return word
  })
}
