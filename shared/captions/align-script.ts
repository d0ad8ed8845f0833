import type { TimedWord } from '../wire/index.ts'
import { alignLetters } from './align-letters.ts'
import { shareTime } from './time-script.ts'
import { wordsOf } from './words.ts'

/** Of a word's letters that must have been heard before its own times are believed. */
const TRUSTED = 0.5

interface Letter {
  readonly letter: string
  readonly word: number
  readonly start: number
  readonly end: number
}

/**
 * The words as they are written, at the times at which they were heard. Letters are aligned, so it
 * does not matter how either side parts its words; what was not heard as written, as numbers, shares the time between its neighbours.
 * @param heard a transcript, or the timings of a voice
 */
export function alignScript(text: string, heard: readonly TimedWord[]): readonly TimedWord[] {
  const words = wordsOf(text)
  const [first, last] = [heard[0], heard.at(-1)]
  if (first === undefined || last === undefined) return []
  const letters = words.flatMap((word, index) => lettersOf(word).map((letter) => ({ letter, word: index })))
  const spoken = heard.flatMap((word, index) => timedLetters(word, index))
  const matched = words.map((): Letter[] => [])
  for (const [one, other] of alignLetters(
    letters.map(({ letter }) => letter),
    spoken.map(({ letter }) => letter),
  )) {
    const [written, sound] = [letters[one], spoken[other]]
    if (written !== undefined && sound !== undefined) matched[written.word]?.push(sound)
  }
  const known = words.map((word, index) => spanOf(matched[index] ?? [], lettersOf(word).length))
  return fillGaps(words, known, { start: first.start, end: last.end })
}

function spanOf(letters: readonly Letter[], count: number): { readonly start: number; readonly end: number } | null {
  const [first, last] = [letters[0], letters.at(-1)]
  if (first === undefined || last === undefined || letters.length < TRUSTED * count) return null
  return { start: first.start, end: last.end }
}

/** Words without times of their own share what lies between those that have some. */
function fillGaps(
  words: readonly string[],
  known: readonly ({ readonly start: number; readonly end: number } | null)[],
  whole: { readonly start: number; readonly end: number },
): readonly TimedWord[] {
  const timed: TimedWord[] = []
  for (let index = 0; index < words.length;) {
    const span = known[index]
    const text = words[index] ?? ''
    if (span !== null && span !== undefined) {
      const start = Math.max(span.start, timed.at(-1)?.end ?? 0)
      timed.push({ text, start, end: Math.max(start, span.end) })
      index += 1
      continue
    }
    const after = known.findIndex((other, order) => order > index && other !== null)
    const to = after === -1 ? words.length : after
    const start = timed.at(-1)?.end ?? whole.start
    timed.push(...shareTime(words.slice(index, to), { start, end: Math.max(start, known[to]?.start ?? whole.end) }))
    index = to
  }
  return timed
}

function lettersOf(text: string): readonly string[] {
  return Array.from(text.normalize('NFKC').toLowerCase()).filter((character) => /[\p{L}\p{N}]/u.test(character))
}

function timedLetters({ text, start, end }: TimedWord, word: number): readonly Letter[] {
  const letters = lettersOf(text)
  const step = letters.length === 0 ? 0 : (end - start) / letters.length
  return letters.map((letter, index) => ({ letter, word, start: start + index * step, end: start + (index + 1) * step }))
}
